using Akka.Actor;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Relays;

/// <summary>The readers that are event streams: their seat was joined before, by a request of its own.</summary>
/// <remarks>Bound: the sessions of this node, each of which gives up what takes too long and removes itself.</remarks>
internal sealed class RelayStreams(string roomId, ReaderTable readers, ReaderService service, IActorRef relay)
{
    private const int Handle = 0;

    private readonly List<AddStream> waiting = [];

    /// <summary>Streams whose seat this relay does not know yet.</summary>
    internal int Waiting => waiting.Count;

    /// <summary>Those that hold a seat, for signs of life.</summary>
    internal IEnumerable<(string PlayerId, long Attach)> Seats => readers.All
        .Where(reader => reader is { StreamOf: not null, Seat: >= 0 })
        .Select(reader => (reader.StreamOf!, reader.Attach));

    internal void Add(AddStream add, RoomCopy? copy)
    {
        Remove(add.Session);
        waiting.Add(add);
        if (copy is not null)
        {
            Begin(copy);
        }
    }

    internal void Remove(IActorRef session) => waiting.RemoveAll(add => add.Session.Equals(session));

    /// <summary>Begins those whose seats the copy knows.</summary>
    internal void Begin(RoomCopy copy)
    {
        for (var i = waiting.Count - 1; i >= 0; i--)
        {
            var add = waiting[i];
            var standing = SeatCheck.Of(copy, add.PlayerId, add.Attach);
            if (standing == SeatStanding.Unknown)
            {
                continue;
            }

            waiting.RemoveAt(i);
            if (Refusal(add, standing, copy) is { } refusal)
            {
                add.Session.Tell(new ReaderRefused(Handle, "", refusal, "That seat cannot be read."), relay);
            }
            else
            {
                Begin(add, standing, copy);
            }
        }
    }

    /// <summary>Ends streams whose seat was attached anew. Sessions hear of that from the room, streams from here.</summary>
    internal void EndOvertaken(IReadOnlyList<SeatHolder> seated)
    {
        foreach (var holder in seated)
        {
            foreach (var reader in readers.All
                .Where(reader => reader.StreamOf == holder.PlayerId && reader.Seat >= 0 && reader.Attach < holder.Attach)
                .ToArray())
            {
                reader.Session.Tell(
                    new ReaderEnded(Handle, relay, LeftCodes.TakenOver, LeaveReasons.TakenOver), relay);
                readers.Remove(reader.Session, Handle);
            }
        }
    }

    /// <summary>A seat counted as lost, though a stream of it is open: its client has to join again.</summary>
    internal void EndAway(SeatElsewhere elsewhere)
    {
        foreach (var reader in readers.All
            .Where(reader => reader.StreamOf == elsewhere.PlayerId && reader.Attach == elsewhere.Attach)
            .ToArray())
        {
            reader.Session.Tell(new ReaderEnded(Handle, relay, ErrorCodes.NotJoined, "The seat counted as lost."), relay);
            readers.Remove(reader.Session, Handle);
        }
    }

    /// <summary>The room is over.</summary>
    internal void EndAll(string message)
    {
        foreach (var add in waiting)
        {
            add.Session.Tell(new ReaderRefused(Handle, "", ErrorCodes.RoomGone, message), relay);
        }

        waiting.Clear();
    }

    private static string? Refusal(AddStream add, SeatStanding standing, RoomCopy copy) => standing switch
    {
        SeatStanding.Watches when !copy.Settings.Watchable => ErrorCodes.WatchRefused,
        SeatStanding.Watches when add.PlayerId.Length == 0 && copy.Settings.Public != true => ErrorCodes.WatchRefused,
        SeatStanding.TakenOver => ErrorCodes.TakenOver,
        SeatStanding.HasNone or SeatStanding.IsAway => ErrorCodes.NotJoined,
        _ => null,
    };

    private void Begin(AddStream add, SeatStanding standing, RoomCopy copy)
    {
        var outcome = standing == SeatStanding.Holds ? SeatCheck.Outcome(copy, copy.HeldBy(add.PlayerId)!.Value) : null;
        readers.Remove(add.Session, Handle);
        var reader = new Reader(
            new AddReader(roomId, add.Session, Handle, "", outcome, add.Cursor, IsReturning: false, add.Rate, add.Outbox), relay)
        {
            StreamOf = add.PlayerId,
        };
        readers.Add(reader);
        service.Begin(reader, copy, sayJoined: false);
        service.TellIfHeldUp(reader);
        add.Session.Tell(new ReaderAdded(Handle, "", roomId, relay), relay);
    }
}
