using GameServer.Client.Rooms;
using GameServer.Protocol;

namespace GameServer.Client.Connection;

/// <summary>
/// The client's side of a session, over all its connections: which rooms it is in, what is under way. It does no I/O; its
/// methods are called under <see cref="Gate"/>.
/// </summary>
internal sealed class ClientSession(GameClientOptions options)
{
    private readonly GameRoom?[] rooms = new GameRoom?[Limits.Handles];
    private readonly Dictionary<long, Ping> pings = [];
    private readonly TimeProvider time = options.TimeProvider;
    private long nonce;
    private int nextHandle;

    public Lock Gate { get; } = new();

    public Chance Chance { get; } = new(options.Random);

    /// <summary>Where frames go; null without a connection that has been welcomed.</summary>
    public Outbox? Outbox { get; private set; }

    public WelcomeFrame? Welcome { get; private set; }

    /// <summary>Why there will be no further connection, once that is so.</summary>
    public GameException? Closed { get; private set; }

    public IEnumerable<GameRoom> Rooms => rooms.OfType<GameRoom>();

    public GameRoom Add(JoinOptions join, GameClient client)
    {
        ThrowIfClosed();
        if (Rooms.Count() >= Limits.Rooms)
        {
            throw new GameException(ErrorCodes.TooManyRooms, $"A client is in at most {Limits.Rooms} rooms.");
        }
        // A handle is not used again at once: a frame about its last room may still be on the way. From where the search begins
        // there are always more handles than rooms.
        var handle = Array.FindIndex(rooms, nextHandle, room => room is null);
        nextHandle = (handle + 1) % (Limits.Handles - Limits.Rooms);
        var room = new GameRoom(client, new RoomSession(handle, join, Chance, time));
        rooms[handle] = room;
        if (Outbox is { } outbox)
        {
            room.Session.SendJoin(outbox);
        }

        return room;
    }

    public void Abandon(GameRoom room)
    {
        room.Session.IsAbandoned = true;
        if (Outbox is null)
        {
            End(room, LeftCodes.Left, "The join was given up.");
        }
    }

    public void End(GameRoom room, string code, string message)
    {
        room.Session.End(code, message);
        rooms[room.Session.Handle] = null;
    }

    public void OnWelcome(WelcomeFrame welcome, Outbox outbox)
    {
        Welcome = welcome;
        Outbox = outbox;
        foreach (var room in Rooms)
        {
            room.Session.SendJoin(outbox);
        }
    }

    /// <summary>Takes a frame about a room.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="outbox">The connection over which it came.</param>
    /// <param name="retryAfter">When <see cref="RoomSession.Retry"/> is due; null if there is nothing to retry.</param>
    /// <param name="room">The room, null if there is none under this handle.</param>
    /// <returns>False if the frame does not fit what came before, so that only a new connection helps.</returns>
    public bool TryHandle(ServerFrame frame, Outbox outbox, out GameRoom? room, out TimeSpan? retryAfter)
    {
        retryAfter = null;
        room = HandleOf(frame) is { } handle ? rooms[handle] : null;
        if (room is not { Session: var session })
        {
            return true;
        }

        switch (frame)
        {
            case JoinedFrame joined:
                session.OnJoined(joined, outbox);
                break;
            case EventsFrame events:
                return session.Phase != RoomPhase.Joined || session.OnEvents(events);
            case DeltaFrame delta:
                return session.Phase != RoomPhase.Joined || session.OnDelta(delta);
            case FullFrame full when session.Phase == RoomPhase.Joined:
                session.OnFull(full);
                break;
            case ResyncFrame resync when session.Phase == RoomPhase.Joined:
                session.OnResync(resync);
                break;
            case AnswerFrame answer:
                session.Commands.OnAnswer(answer, outbox);
                break;
            case HeldFrame held when session.Phase == RoomPhase.Joined:
                session.OnHeld(held.IsHeldUp);
                break;
            case LeftFrame left:
                session.End(left.Code, left.Message);
                break;
            case ErrorFrame error:
                retryAfter = session.OnError(error, outbox);
                break;
        }
        if (session.Phase == RoomPhase.Ended)
        {
            rooms[session.Handle] = null;
        }

        return true;
    }

    public void OnPong(PongFrame pong)
    {
        if (!pings.Remove(pong.Nonce, out var ping))
        {
            return;
        }

        var roundTrip = time.GetElapsedTime(ping.SentAt);
        if (pong.Time is { } roomTime)
        {
            ping.Room?.Session.Clock.Add(roundTrip, roomTime);
        }

        ping.Result?.TrySetResult(roundTrip);
    }

    public Task<TimeSpan> SendPing(GameRoom? room)
    {
        ThrowIfClosed();
        var result = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Outbox is null)
        {
            result.SetException(new GameException("unreachable", "There is no connection at the moment."));
        }
        else
        {
            SendPing(Outbox, room, result);
        }

        return result.Task;
    }

    /// <summary>Now and then: signs of life, samples of the rooms' clocks, lazy acknowledgements.</summary>
    public void Tick(Outbox outbox)
    {
        var pinged = false;
        foreach (var room in Rooms)
        {
            if (room.Session.Phase != RoomPhase.Joined)
            {
                continue;
            }

            room.Session.Commands.Tick(outbox);
            SendPing(outbox, room, null);
            pinged = true;
        }
        if (!pinged)
        {
            SendPing(outbox, null, null);
        }
    }

    public void OnConnectionLost()
    {
        Outbox = null;
        foreach (var ping in pings.Values)
        {
            ping.Result?.TrySetException(new GameException("unreachable", "The connection was lost."));
        }

        pings.Clear();
        foreach (var room in Rooms)
        {
            room.Session.OnConnectionLost();
            if (room.Session.Phase == RoomPhase.Ended)
            {
                rooms[room.Session.Handle] = null;
            }
        }
    }

    public void Close(GameException reason)
    {
        Closed = reason;
        foreach (var room in Rooms)
        {
            room.Session.End(reason.Code, reason.Message);
        }
    }

    public void ThrowIfClosed()
    {
        if (Closed is { } reason)
        {
            throw new GameException(reason.Code, reason.Message);
        }
    }

    private void SendPing(Outbox outbox, GameRoom? room, TaskCompletionSource<TimeSpan>? result)
    {
        pings[++nonce] = new Ping(time.GetTimestamp(), room, result);
        outbox.Send(new PingFrame(room?.Session.Handle, nonce));
    }

    private static int? HandleOf(ServerFrame frame) => frame switch
    {
        DeltaFrame delta => delta.Handle,
        EventsFrame events => events.Handle,
        FullFrame full => full.Handle,
        AnswerFrame answer => answer.Handle,
        JoinedFrame joined => joined.Handle,
        ResyncFrame resync => resync.Handle,
        LeftFrame left => left.Handle,
        HeldFrame held => held.Handle,
        ErrorFrame error => error.Handle,
        _ => null,
    };

    private readonly record struct Ping(long SentAt, GameRoom? Room, TaskCompletionSource<TimeSpan>? Result);
}
