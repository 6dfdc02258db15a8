using Akka.Actor;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Relays;

/// <summary>
/// Where one reader stands in a room: cursor in, frames out. It lies under every transport; the outbox is what differs.
/// </summary>
internal sealed class Reader(AddReader add, IActorRef relay) : IDrainListener
{
    private double due;

    /// <summary>Which answers were written to this connection.</summary>
    internal ToldAnswers Answers { get; } = new();

    internal IActorRef Session { get; } = add.Session;

    /// <summary>Whose event stream it is; null for a session that gets answers and hears of takeovers from the room itself.</summary>
    internal string? StreamOf { get; init; }

    internal int Handle { get; } = add.Handle;

    internal Outbox Outbox { get; } = add.Outbox;

    /// <summary>The room's outcome; null for a watcher.</summary>
    internal JoinOutcome? Outcome { get; private set; } = add.Seat;

    internal int Seat => Outcome?.Seat ?? -1;

    internal long Attach => Outcome?.Attach ?? 0;

    /// <summary>The last offset that is for this reader: what follows is for the one who has its seat next.</summary>
    internal long Until { get; set; } = long.MaxValue;

    /// <summary>The event offset up to which the client has been told everything.</summary>
    internal long Offset { get; set; }

    /// <summary>The event offset up to which events were looked through; those after <see cref="Offset"/> were for others.</summary>
    internal long Scanned { get; set; }

    /// <summary>The tick of the state last written to this connection; 0 before the first.</summary>
    internal long Baseline { get; set; }

    /// <summary>The input mark last written to this connection.</summary>
    internal long InputTold { get; set; }

    /// <summary>Whether events that it lacks stay in the log until its outbox is drained.</summary>
    internal bool IsReplaying { get; set; }

    /// <summary>Whether this reader waits for its outbox to drain.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>Whether the wished rate lets a state frame go at that tick.</summary>
    internal bool IsDue(long tick, int tickRate) => add.Rate <= 0 || add.Rate >= tickRate || tick >= due;

    /// <summary>A state frame went at that tick; the next is due a period later, without drifting and without making up for a rest.</summary>
    internal void Paced(long tick, int tickRate)
    {
        if (add.Rate > 0 && add.Rate < tickRate)
        {
            var period = (double)tickRate / add.Rate;
            due = due + period > tick ? due + period : tick + period;
        }
    }

    /// <summary>The reader starts its pace at that tick.</summary>
    internal void StartPace(long tick) => due = tick;

    /// <summary>The session attached anew, because the room moved; what was told stays told.</summary>
    internal void Reattach(JoinOutcome? outcome) => Outcome = outcome;

    void IDrainListener.Drained() => relay.Tell(new ReaderDrained(this));

    internal JoinedFrame Joined(RoomIdentity identity, RoomEpoch epoch, long offset, int tickRate, long tick) => new(
        Handle,
        add.JoinId,
        identity.RoomId,
        identity.Kind,
        Seat,
        Attach,
        epoch.Number,
        epoch.Id,
        offset,
        Outcome?.LastInput ?? 0,
        tickRate,
        identity.IsPrivate,
        Outcome?.Tick ?? tick);

    internal Cursor? Cursor => add.Cursor;

    internal long Floor => Outcome?.Floor ?? 0;

    internal string JoinId => add.JoinId;

    internal bool IsReturning => add.IsReturning;

    internal int Rate => add.Rate;

    /// <summary>Where it begins without a cursor.</summary>
    internal long JoinOffset(long head) => Outcome?.Offset ?? head;
}
