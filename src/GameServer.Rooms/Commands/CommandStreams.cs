using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>What became of a command that was offered.</summary>
public enum CommandVerdict
{
    /// <summary>The next of its stream: it is applied in the next tick.</summary>
    Queued,

    /// <summary>Queued before and not answered yet; the answer will come.</summary>
    Pending,

    /// <summary>Answered before: the same answer is given again.</summary>
    Repeated,

    /// <summary>Answered and acknowledged before; there is nothing left to say.</summary>
    Forgotten,

    /// <summary>Not the next one of its stream.</summary>
    Gap,

    /// <summary>Too many of the stream are open, or too many streams are busy.</summary>
    TooManyOpen,
}

/// <summary>A game's answer to a command.</summary>
/// <param name="N">The command's number in its stream.</param>
/// <param name="Code">Null when accepted, else why not.</param>
/// <param name="Payload">What the game says.</param>
public sealed record CommandAnswer(long N, string? Code, Payload Payload);

/// <summary>The outcome of offering a command.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="Expected">For a gap: the number that is expected.</param>
/// <param name="Answer">For a repetition: the answer.</param>
public readonly record struct CommandOffer(CommandVerdict Verdict, long Expected = 0, CommandAnswer? Answer = null);

/// <summary>One stream of a seat's commands, as far as it was applied.</summary>
internal sealed class CommandStream(long id)
{
    internal long Id { get; } = id;

    internal long LastApplied { get; set; }

    internal long Acknowledged { get; set; }

    internal long LastUse { get; set; }

    internal Queue<CommandAnswer> Answers { get; } = new();
}

/// <summary>
/// The command streams of one seat: each command is applied once and its answer kept until the client has acknowledged it.
/// Bounds: <see cref="Limits.OpenCommands"/> a stream and <see cref="Limits.Streams"/> a seat.
/// </summary>
/// <remarks>
/// What was offered but not yet applied lies apart from the streams themselves: it dies with the node and the client sends it
/// again, so it must leave no trace in the replicated state.
/// </remarks>
internal sealed class CommandStreams
{
    private readonly List<CommandStream> streams = [];
    private readonly Dictionary<long, long> lastQueued = [];

    internal IReadOnlyList<CommandStream> All => streams;

    internal long Uses { get; private set; }

    /// <summary>Judges a command that arrived; when it says <see cref="CommandVerdict.Queued"/> the caller must apply it later.</summary>
    internal CommandOffer Offer(long streamId, long n)
    {
        var stream = Find(streamId);
        var applied = stream?.LastApplied ?? 0;
        var queued = lastQueued.GetValueOrDefault(streamId, applied);
        if (n > queued + 1 || n < 1)
        {
            return new CommandOffer(CommandVerdict.Gap, Expected: queued + 1);
        }

        if (n > queued)
        {
            if (n - (stream?.Acknowledged ?? 0) > Limits.OpenCommands || (stream is null && !HasRoomFor(streamId)))
            {
                return new CommandOffer(CommandVerdict.TooManyOpen);
            }

            lastQueued[streamId] = n;
            return new CommandOffer(CommandVerdict.Queued);
        }

        if (n > applied)
        {
            return new CommandOffer(CommandVerdict.Pending);
        }

        foreach (var answer in stream!.Answers)
        {
            if (answer.N == n)
            {
                return new CommandOffer(CommandVerdict.Repeated, Answer: answer);
            }
        }

        return new CommandOffer(CommandVerdict.Forgotten);
    }

    /// <summary>A command of the stream is among those of this tick: no new stream of the tick may take its place.</summary>
    internal void Touch(long streamId)
    {
        if (Find(streamId) is { } stream)
        {
            stream.LastUse = ++Uses;
        }
    }

    /// <summary>Keeps the answer of a command that was just applied.</summary>
    internal void Answered(long streamId, CommandAnswer answer)
    {
        var stream = Find(streamId) ?? Open(streamId);
        stream.LastUse = ++Uses;
        stream.LastApplied = answer.N;
        stream.Answers.Enqueue(answer);
        if (lastQueued.TryGetValue(streamId, out var queued) && queued <= answer.N)
        {
            lastQueued.Remove(streamId);
        }
    }

    /// <summary>Whether an acknowledgement would let the room forget anything.</summary>
    internal bool CanAcknowledge(long streamId, long n) =>
        Find(streamId) is { } stream && Math.Min(n, stream.LastApplied) > stream.Acknowledged;

    /// <summary>Forgets the answers that the client has.</summary>
    internal void Acknowledge(long streamId, long n)
    {
        if (Find(streamId) is not { } stream)
        {
            return;
        }

        stream.Acknowledged = Math.Clamp(n, stream.Acknowledged, stream.LastApplied);
        while (stream.Answers.TryPeek(out var answer) && answer.N <= stream.Acknowledged)
        {
            stream.Answers.Dequeue();
        }
    }

    internal void Restore(IEnumerable<CommandStream> kept, long uses)
    {
        streams.AddRange(kept);
        Uses = uses;
    }

    private CommandStream? Find(long id) => streams.Find(stream => stream.Id == id);

    private bool HasRoomFor(long streamId)
    {
        var arriving = lastQueued.Keys.Count(id => id != streamId);
        return arriving < Limits.Streams;
    }

    private CommandStream Open(long id)
    {
        if (streams.Count >= Limits.Streams)
        {
            streams.Remove(streams.MinBy(stream => stream.LastUse)!);
        }

        var opened = new CommandStream(id);
        streams.Add(opened);
        return opened;
    }
}
