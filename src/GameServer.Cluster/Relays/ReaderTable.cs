using Akka.Actor;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Relays;

/// <summary>The readers of a relay, by session and handle and by seat.</summary>
internal sealed class ReaderTable
{
    private readonly Dictionary<(IActorRef Session, int Handle), Reader> readers = [];
    private readonly Dictionary<int, Reader> bySeat = [];

    internal int Count => readers.Count;

    internal Dictionary<(IActorRef Session, int Handle), Reader>.ValueCollection All => readers.Values;

    internal Reader? Find(IActorRef session, int handle) => readers.GetValueOrDefault((session, handle));

    /// <summary>Whether it is one of them still.</summary>
    internal bool Holds(Reader reader) => Find(reader.Session, reader.Handle) == reader;

    /// <summary>The reader that came last for that seat.</summary>
    internal Reader? OfSeat(int seat) => bySeat.GetValueOrDefault(seat);

    internal void Add(Reader reader)
    {
        readers.Add((reader.Session, reader.Handle), reader);
        if (reader.Seat >= 0)
        {
            bySeat[reader.Seat] = reader;
        }
    }

    internal void Remove(IActorRef session, int handle)
    {
        if (readers.Remove((session, handle), out var reader) && bySeat.GetValueOrDefault(reader.Seat) == reader)
        {
            bySeat.Remove(reader.Seat);
        }
    }

    /// <summary>Tells an answer to whoever has the seat. Who reads a stream is answered where it asked.</summary>
    internal void Answer(SeatAnswer answer)
    {
        if (OfSeat(answer.Seat) is { StreamOf: null } reader)
        {
            reader.Answers.Add(answer.Stream, answer.Answer.N);
            reader.Outbox.Write(
                new AnswerFrame(reader.Handle, answer.Stream, answer.Answer.N, answer.Answer.Code, answer.Answer.Payload));
        }
    }

    /// <summary>The same, for an answer that the room still keeps: it may have been told before.</summary>
    internal void AnswerIfNew(SeatAnswer answer)
    {
        if (OfSeat(answer.Seat)?.Answers.Has(answer.Stream, answer.Answer.N) == false)
        {
            Answer(answer);
        }
    }

    /// <summary>The room is over.</summary>
    internal void EndAll(IActorRef relay, string code, string message)
    {
        foreach (var reader in All)
        {
            reader.Session.Tell(new ReaderEnded(reader.Handle, relay, code, message), relay);
        }

        readers.Clear();
        bySeat.Clear();
    }
}
