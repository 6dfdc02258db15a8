using System.Diagnostics.CodeAnalysis;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>What a tick brought about.</summary>
/// <param name="Record">The number of its record.</param>
/// <param name="Result">Events, answers, joins and ends.</param>
/// <param name="Seated">Who was given seats.</param>
internal sealed record HeldTick(long Record, TickResult Result, SeatHolder[] Seated);

/// <summary>What ticks brought about and may not be told yet, because the store does not hold their records.</summary>
/// <remarks>Bound: the ticks that a room makes without an acknowledgement.</remarks>
internal sealed class HeldOutputs
{
    private readonly Queue<HeldTick> held = new();

    internal bool IsEmpty => held.Count == 0;

    /// <summary>The first event offset that may not be told; what is below may.</summary>
    internal long FirstEvent
    {
        get
        {
            foreach (var (_, result, _) in held)
            {
                if (result.Events.Count > 0)
                {
                    return result.Events[0].Offset;
                }
            }

            return long.MaxValue;
        }
    }

    internal void Add(HeldTick tick) => held.Enqueue(tick);

    internal bool TryRelease(long upTo, [NotNullWhen(true)] out HeldTick? tick)
    {
        tick = held.TryPeek(out var next) && next.Record <= upTo ? held.Dequeue() : null;
        return tick is not null;
    }

    /// <summary>Whether an answer is among what may not be told.</summary>
    internal bool HasAnswer(int seat, long stream, long n)
    {
        foreach (var (_, result, _) in held)
        {
            foreach (var answer in result.Answers)
            {
                if (answer.Seat == seat && answer.Stream == stream && answer.Answer.N == n)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether the receipt of a letter is among what may not be told.</summary>
    internal bool HasReceipt(MailReceipt receipt)
    {
        foreach (var (_, result, _) in held)
        {
            if (result.Receipts.Contains(receipt))
            {
                return true;
            }
        }

        return false;
    }
}
