using Akka.Actor;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Relays;

/// <summary>The sessions that read the room by this relay, and those that wait for it to follow the room.</summary>
/// <remarks>Bounded by the rooms of the node's sessions; each gives up by its own time limit and removes itself.</remarks>
internal sealed class RelaySessions(string roomId, ReaderTable readers, ReaderService service, IActorRef relay)
{
    private readonly List<AddReader> waiting = [];
    private readonly HashSet<IActorRef> seatless = [];

    /// <summary>How many wait.</summary>
    internal int Waiting => waiting.Count + seatless.Count;

    /// <param name="add">Who wants to read.</param>
    /// <param name="copy">The room; null while it is not followed.</param>
    internal void Add(AddReader add, RoomCopy? copy)
    {
        seatless.Remove(add.Session);
        if (copy is not null)
        {
            Begin(add, copy);
            return;
        }

        waiting.RemoveAll(other => other.Session.Equals(add.Session) && other.Handle == add.Handle);
        waiting.Add(add);
    }

    /// <summary>Somebody has no seat yet, and is told when the room is found.</summary>
    internal void Await(IActorRef session) => seatless.Add(session);

    /// <summary>The room was found: those without a seat ask for one.</summary>
    internal void TellBack(IActorRef room)
    {
        foreach (var session in seatless)
        {
            session.Tell(new RoomIsBack(roomId, room), relay);
        }

        seatless.Clear();
    }

    /// <summary>The room is followed: those that wait begin.</summary>
    internal void Begin(RoomCopy copy)
    {
        foreach (var add in waiting)
        {
            Begin(add, copy);
        }

        waiting.Clear();
    }

    internal void Remove(IActorRef session, int handle)
    {
        waiting.RemoveAll(add => add.Session.Equals(session) && add.Handle == handle);
        // A session is in a room by one handle.
        seatless.Remove(session);
        readers.Remove(session, handle);
    }

    internal void RemoveWaiting(IActorRef session)
    {
        waiting.RemoveAll(add => add.Session.Equals(session));
        seatless.Remove(session);
    }

    internal void TellEnd(IActorRef session, int handle, LeaveReason reason)
    {
        var (code, message) = LeaveReasons.Said(reason);
        session.Tell(new ReaderEnded(handle, relay, code, message));
    }

    internal void EndAll(string code, string message)
    {
        readers.EndAll(relay, code, message);
        foreach (var add in waiting)
        {
            add.Session.Tell(new ReaderRefused(add.Handle, add.JoinId, ErrorCodes.RoomGone, message));
        }

        waiting.Clear();
        // The room tells them by itself what they asked it.
        seatless.Clear();
    }

    private void Begin(AddReader add, RoomCopy copy)
    {
        if (add.Seat is null && !copy.Settings.Watchable)
        {
            add.Session.Tell(new ReaderRefused(add.Handle, add.JoinId, ErrorCodes.WatchRefused, "This game has no watchers."));
            return;
        }

        add.Session.Tell(new ReaderAdded(add.Handle, add.JoinId, roomId, relay));
        if (add.Seat is { } seat && copy.EndOf(seat) is { } ended)
        {
            // The seat ended before its reader came.
            add.Outbox.Write(new Reader(add, relay).Joined(copy.Identity, copy.Epoch, seat.Offset, copy.Settings.TickRate, seat.Tick));
            TellEnd(add.Session, add.Handle, ended.Reason);
            return;
        }

        var before = readers.Find(add.Session, add.Handle);
        readers.Remove(add.Session, add.Handle);
        if (before is { } reader && reader.JoinId == add.JoinId)
        {
            reader.Reattach(add.Seat);
            readers.Add(reader);
            ReaderService.Rejoin(reader, copy);
        }
        else
        {
            reader = new Reader(add, relay);
            readers.Add(reader);
            service.Begin(reader, copy);
        }

        service.TellIfHeldUp(reader);
    }
}
