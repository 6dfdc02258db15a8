using Akka.Actor;
using GameServer.Cluster.Lobby;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;

namespace GameServer.Cluster.Sessions;

/// <summary>
/// The rooms of one session, and the way into them: the matchmaker finds a room, the room gives a seat, the relay begins to
/// serve. Each step is an answer to a message; what takes too long is asked for again, then given up.
/// </summary>
internal sealed class SessionRooms(
    PlayerIdentity player, Outbox outbox, SessionNeighbours neighbours, NodeServices services, IActorContext context, IWithTimers owner)
{
    private static readonly TimeSpan readAgain = TimeSpan.FromSeconds(2);

    private readonly Dictionary<int, SessionRoom> rooms = [];
    private readonly IActorRef self = context.Self;

    internal SessionRoom? Find(int handle) => rooms.GetValueOrDefault(handle);

    internal SessionRoom? FindSeat(string roomId, long attach) =>
        rooms.Values.FirstOrDefault(room => room.RoomId == roomId && room.Seat?.Attach == attach);

    /// <summary>Deals with what the matchmaker, rooms and relays say on the way into a room and out of it.</summary>
    /// <returns>False if the message is none of these.</returns>
    internal bool Handle(object message)
    {
        switch (message)
        {
            case RoomProposed proposed:
                if (Find(proposed.Handle, proposed.JoinId, RoomPhase.Finding) is { } found)
                {
                    JoinThe(found, proposed.RoomId);
                }

                return true;
            case NoProposal none:
                if (Find(none.Handle, none.JoinId, RoomPhase.Finding) is { } lost)
                {
                    Refuse(lost, none.Code, none.Message);
                }

                return true;
            case JoinRoomResult result:
                if (Find(result.RoomId, result.JoinId, RoomPhase.Joining) is { } joining)
                {
                    OnJoinResult(joining, result);
                }
                else if (result.Outcome.RefusalCode is null && !Holds(result))
                {
                    // The client left, or was told that it took too long, before the room had decided: nobody sits there.
                    result.Room.Tell(new LeaveRoom(result.RoomId, result.Outcome.Seat, result.Outcome.Attach));
                }

                return true;
            case ReaderAdded added:
                if (rooms.TryGetValue(added.Handle, out var reading)
                    && reading.Join.JoinId == added.JoinId && reading.Phase is RoomPhase.Reading or RoomPhase.Joining)
                {
                    OnReading(reading, added.Relay);
                }

                return true;
            case ReaderRefused refused:
                if (Find(refused.Handle, refused.JoinId, RoomPhase.Reading) is { } unread)
                {
                    Refuse(unread, refused.Code, refused.Message);
                }

                return true;
            case RoomGone gone:
                OnRoomGone(gone.RoomId);
                return true;
            case SeatTakenOver taken:
                if (FindSeat(taken.RoomId, taken.Attach) is { } other)
                {
                    End(other, LeftCodes.TakenOver, LeaveReasons.TakenOver);
                }

                return true;
            case ReaderEnded ended:
                if (rooms.TryGetValue(ended.Handle, out var over) && over.Relay.Equals(ended.Relay))
                {
                    End(over, ended.Code, ended.Message);
                }

                return true;
            case Terminated terminated:
                OnTerminated(terminated);
                return true;
            case RoomIsBack back:
                if (rooms.Values.FirstOrDefault(room => room.RoomId == back.RoomId && room.Phase == RoomPhase.Joining) is { } awaited)
                {
                    awaited.Asked = 0;
                    AskForSeat(awaited, back.Room);
                }

                return true;
            case AskAgain again:
                if (rooms.GetValueOrDefault(again.Room.Handle) == again.Room && again.Room.Phase == RoomPhase.Joining)
                {
                    AskForSeat(again.Room);
                }

                return true;
            default:
                return false;
        }
    }

    internal void Join(JoinFrame join)
    {
        if (rooms.TryGetValue(join.Handle, out var known))
        {
            if (known.Join.JoinId != join.JoinId)
            {
                Error(ErrorCodes.HandleInUse, $"Handle {join.Handle} is in use.", join.Handle);
            }
            else if (known.Phase == RoomPhase.Joined)
            {
                known.Since = services.Time.GetTimestamp();
                Read(known);
            }

            return;
        }

        if (rooms.Count >= Limits.Rooms)
        {
            Error(ErrorCodes.TooManyRooms, $"A session is in {Limits.Rooms} rooms at most.", join.Handle);
            return;
        }

        var room = new SessionRoom(join, services.Time.GetTimestamp());
        rooms.Add(join.Handle, room);
        switch (join.How)
        {
            case JoinBy.Quick or JoinBy.Create:
                Seek(room);
                break;
            case JoinBy.Code or JoinBy.Room when RoomTarget.Find(join) is { } roomId:
                JoinThe(room, roomId);
                break;
            case JoinBy.Code:
                Refuse(room, ErrorCodes.BadCode, "That cannot be a code: it has 10 letters and digits.");
                break;
            default:
                Refuse(room, ErrorCodes.RoomGone, "There is no such room.");
                break;
        }
    }

    private void Seek(SessionRoom room)
    {
        room.Phase = RoomPhase.Finding;
        neighbours.Matchmaker.Tell(new FindRoom(
            room.Handle,
            room.Join.JoinId,
            room.Join.Target,
            player.PlayerId,
            room.Join.How == JoinBy.Create,
            room.Join.Options,
            [.. room.Tried]));
    }

    private void JoinThe(SessionRoom room, string roomId)
    {
        if (rooms.Values.FirstOrDefault(other => other != room && other.RoomId == roomId) is { } twice)
        {
            rooms.Remove(room.Handle);
            outbox.Write(new ErrorFrame(
                ErrorCodes.AlreadyJoined,
                "This session is in that room already.",
                room.Handle,
                Payload.Map(("handle", twice.Handle))));
            return;
        }

        room.RoomId = roomId;
        if (room.Join.Watch)
        {
            Read(room);
        }
        else
        {
            room.Phase = RoomPhase.Joining;
            AskForSeat(room);
        }
    }

    private void AskForSeat(SessionRoom room) => AskForSeat(room, neighbours.Rooms);

    private void AskForSeat(SessionRoom room, IActorRef way)
    {
        Log.SessionAsks(services.Log, player.PlayerId, room.RoomId!);
        way.Tell(new JoinRoom(
            room.RoomId!, player.PlayerId, player.Name, room.Join.JoinId, room.Join.Options,
            room.Seat?.Attach ?? room.Join.Cursor?.Attach ?? 0, self, OverHttp: false, room.Join.Attempt));
        AskForSeat(room, AskingAgain.OfSession(++room.Asked, room.IsBack));
        if (room.IsBack && room.Asked > 1)
        {
            // What is asked on the way to a node that is gone is lost, so the last question may be long ago when the room is back.
            neighbours.Relays.Tell(new AwaitRoom(room.RoomId!, self));
        }
    }

    private void AskForSeat(SessionRoom room, TimeSpan after) => owner.Timers.StartSingleTimer(room, new AskAgain(room), after);

    private void OnJoinResult(SessionRoom room, JoinRoomResult result)
    {
        owner.Timers.Cancel(room);
        room.Asked = 0;
        if (result.Outcome.RefusalCode is { } code)
        {
            var tryAnother = code == ErrorCodes.RoomFull && room.Join.How == JoinBy.Quick && !room.WasJoined;
            if (tryAnother && room.Tried.Count < JoinRefusals.MaxTries)
            {
                room.Try(result.RoomId);
                room.RoomId = null;
                Seek(room);
            }
            else
            {
                Refuse(room, tryAnother ? ErrorCodes.NoRoom : code, result.Outcome.RefusalMessage!);
            }

            return;
        }

        room.Seat = result.Outcome;
        room.Room = result.Room;
        context.Watch(room.Room);
        Read(room);
    }

    private void Read(SessionRoom room)
    {
        room.Phase = RoomPhase.Reading;
        neighbours.Relays.Tell(new AddReader(
            room.RoomId!, self, room.Handle, room.Join.JoinId, room.Seat, room.Join.Cursor, room.WasJoined, room.Join.Rate, outbox));
    }

    private void OnReading(SessionRoom room, IActorRef relay)
    {
        // Its room may have ended since it was asked for: then the client has been told joined, but the seat is to be asked for anew.
        room.Phase = room.Phase == RoomPhase.Joining ? RoomPhase.Joining : RoomPhase.Joined;
        room.WasJoined = true;
        room.Relay = relay;
        context.Watch(relay);
    }

    internal void Leave(int handle)
    {
        if (!rooms.TryGetValue(handle, out var room))
        {
            Error(ErrorCodes.NotJoined, $"Handle {handle} is in no room.", handle);
            return;
        }

        GiveUpSeat(room);
        StopReading(room);
        rooms.Remove(handle);
        outbox.Write(new LeftFrame(handle, LeftCodes.Left, "You left the room."));
    }

    /// <summary>Gives up what takes too long.</summary>
    internal void Check()
    {
        foreach (var room in rooms.Values.Where(room => room.Phase != RoomPhase.Joined).ToArray())
        {
            var waited = services.Time.GetElapsedTime(room.Since);
            if (waited >= (room.IsBack ? services.Limits.ReturnTimeout : services.Limits.JoinTimeout))
            {
                Refuse(room, ErrorCodes.Busy, "The server could not do it in time.");
            }
            else if (room.Phase == RoomPhase.Reading && waited >= readAgain)
            {
                Read(room);
            }
        }
    }

    /// <summary>The session ends: its seats are kept for the grace time.</summary>
    internal void ReleaseAll()
    {
        foreach (var room in rooms.Values)
        {
            if (room.Seat is { } seat)
            {
                room.Room.Tell(new DetachSeat(room.RoomId!, seat.Seat, seat.Attach));
            }

            StopReading(room);
        }
    }

    private void OnRoomGone(string roomId)
    {
        if (rooms.Values.FirstOrDefault(room => room.RoomId == roomId && room.Phase == RoomPhase.Joining) is not { } gone)
        {
            return;
        }

        if (gone.Join.How == JoinBy.Quick && !gone.WasJoined && gone.Tried.Count < JoinRefusals.MaxTries)
        {
            gone.Try(roomId);
            gone.RoomId = null;
            Seek(gone);
        }
        else
        {
            Refuse(gone, ErrorCodes.RoomGone, "There is no such room.");
        }
    }

    private void OnTerminated(Terminated terminated)
    {
        var lost = terminated.ActorRef;
        foreach (var room in rooms.Values)
        {
            if (room.Room.Equals(lost))
            {
                room.Room = ActorRefs.Nobody;
                room.Phase = RoomPhase.Joining;
                room.Since = services.Time.GetTimestamp();
                if (terminated.AddressTerminated)
                {
                    AskForSeat(room, AskingAgain.Settled);
                }
                else
                {
                    AskForSeat(room);
                }
            }
            else if (room.Relay.Equals(lost))
            {
                room.Relay = ActorRefs.Nobody;
                room.Since = services.Time.GetTimestamp();
                Read(room);
            }
        }
    }

    private void Refuse(SessionRoom room, string code, string message)
    {
        if (room.WasJoined)
        {
            GiveUpSeat(room);
            End(room, code == ErrorCodes.RoomGone ? LeftCodes.RoomGone : LeftCodes.RoomClosed, message);
            return;
        }

        GiveUpSeat(room);
        StopReading(room);
        rooms.Remove(room.Handle);
        outbox.Write(JoinRefusals.Frame(room.Handle, code, message));
    }

    private void End(SessionRoom room, string code, string message)
    {
        rooms.Remove(room.Handle);
        StopReading(room);
        outbox.Write(new LeftFrame(room.Handle, code, message));
    }

    private static void GiveUpSeat(SessionRoom room)
    {
        if (room.Seat is { } seat)
        {
            room.Room.Tell(new LeaveRoom(room.RoomId!, seat.Seat, seat.Attach));
        }
    }

    /// <summary>Goes the way that the reader went, so that it finds it also when that is still on its way.</summary>
    private void StopReading(SessionRoom room)
    {
        if (room.RoomId is { } roomId)
        {
            neighbours.Relays.Tell(new RemoveReader(roomId, self, room.Handle));
        }
    }

    private void Error(string code, string message, int? handle) => outbox.Write(new ErrorFrame(code, message, handle));

    private SessionRoom? Find(int handle, string joinId, RoomPhase phase) =>
        rooms.TryGetValue(handle, out var room) && room.Join.JoinId == joinId && room.Phase == phase ? room : null;

    private bool Holds(JoinRoomResult result) =>
        rooms.Values.Any(room => room.RoomId == result.RoomId && room.Join.JoinId == result.JoinId);

    private SessionRoom? Find(string roomId, string joinId, RoomPhase phase) =>
        rooms.Values.FirstOrDefault(room => room.RoomId == roomId && room.Join.JoinId == joinId && room.Phase == phase);

    private sealed record AskAgain(SessionRoom Room) : INoSerializationVerificationNeeded;
}
