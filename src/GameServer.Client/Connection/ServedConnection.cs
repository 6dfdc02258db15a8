using GameServer.Client.Rooms;
using GameServer.Client.Transport;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Client.Connection;

/// <summary>One connection from <c>hello</c> to its end: takes messages apart, keeps it alive, notices when it is dead.</summary>
internal sealed class ServedConnection(GameClientOptions options, ClientSession session, ITransportConnection connection, Action welcomed)
{
    private readonly TimeProvider _time = options.TimeProvider;
    private readonly Outbox _outbox = new(connection, options.Encoding, session.Gate);
    private readonly List<ServerFrame> _frames = [];
    private ConnectionEnd _end;
    private long _heardAt;
    private TimeSpan _silence = TimeSpan.FromSeconds(Limits.SilenceSeconds);

    public async Task<ConnectionEnd> ServeAsync(string token, CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _heardAt = _time.GetTimestamp();
        lock (session.Gate)
        {
            _outbox.Send(new HelloFrame(Limits.Version, token, options.Software));
            _outbox.Flush();
        }
        var alive = KeepAliveAsync(life);
        try
        {
            while (_end.Failure is null && await connection.ReceiveAsync(cancellationToken) is { } message)
                Take(message, life.Token);
        }
        catch (TransportException failure)
        {
            _end = _end with { Failure = failure.Message };
        }
        finally
        {
            await life.CancelAsync();
            await alive;
            GoOffline();
        }
        return _end with { CloseCode = connection.CloseCode };
    }

    private void Take(ReadOnlyMemory<byte> message, CancellationToken life)
    {
        Volatile.Write(ref _heardAt, _time.GetTimestamp());
        _frames.Clear();
        if (!ServerFrames.TryDecode(message, options.Encoding, _frames, out var why))
            GiveUp(why!);
        foreach (var frame in _frames)
            Take(frame, life);
        lock (session.Gate)
            _outbox.Flush();
    }

    private void Take(ServerFrame frame, CancellationToken life)
    {
        switch (frame)
        {
            case WelcomeFrame welcome:
                _silence = TimeSpan.FromSeconds(welcome.Heartbeat);
                _end = _end with { Welcomed = true };
                lock (session.Gate)
                    session.OnWelcome(welcome, _outbox);
                welcomed();
                break;
            case PongFrame pong:
                lock (session.Gate)
                    session.OnPong(pong);
                break;
            case GoAwayFrame goAway:
                _end = _end with { GoAwayAfter = goAway.RetryAfter, Error = new ErrorFrame(goAway.Code, goAway.Message) };
                break;
            default:
                TakeForRoom(frame, life);
                break;
        }
    }

    private void TakeForRoom(ServerFrame frame, CancellationToken life)
    {
        GameRoom? room;
        TimeSpan? retryAfter;
        lock (session.Gate)
        {
            try
            {
                if (!session.TryHandle(frame, _outbox, out room, out retryAfter))
                    GiveUp($"A {frame.GetType().Name} does not follow on what came before.");
            }
            catch (MessagePackSerializationException wrong)
            {
                GiveUp(wrong.Message);
                return;
            }
            if (room is { Session.IsRetryPlanned: false } && retryAfter is { } pause)
            {
                room.Session.IsRetryPlanned = true;
                _ = RetryAsync(room, pause, life);
            }
        }
        if (frame is ErrorFrame error && (room is null || room.Session.Phase == RoomPhase.Joined))
            TakeError(error, life);
        room?.Session.Notify(room);
    }

    private void TakeError(ErrorFrame error, CancellationToken life)
    {
        if (error.Handle is null)
            _end = _end with { Error = error };
        if (error.Code == ErrorCodes.RateLimited)
        {
            // Which frames were refused is not said: whatever has no answer is sent again.
            lock (session.Gate)
            {
                foreach (var any in session.Rooms.Where(any => !any.Session.IsRetryPlanned))
                {
                    any.Session.IsRetryPlanned = true;
                    _ = RetryAsync(any, new GameException(error).RetryAfter ?? TimeSpan.FromSeconds(1), life);
                }
            }
        }
        options.OnError?.Invoke(error);
    }

    private async Task RetryAsync(GameRoom room, TimeSpan pause, CancellationToken life)
    {
        // Cancelled with the connection: the next one begins with everything anyway.
        await Task.Delay(pause, _time, life).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (session.Gate)
        {
            room.Session.IsRetryPlanned = false;
            if (life.IsCancellationRequested)
                return;
            room.Session.Retry(_outbox);
            _outbox.Flush();
        }
    }

    private async Task KeepAliveAsync(CancellationTokenSource life)
    {
        while (true)
        {
            await Task.Delay(options.PingInterval, _time, life.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (life.IsCancellationRequested)
                return;
            if (_time.GetElapsedTime(Volatile.Read(ref _heardAt)) >= _silence)
            {
                connection.Abort();
                return;
            }
            lock (session.Gate)
            {
                if (session.Outbox != _outbox)
                    continue;
                session.Tick(_outbox);
                _outbox.Flush();
            }
        }
    }

    private void GoOffline()
    {
        GameRoom[] rooms;
        lock (session.Gate)
        {
            rooms = [.. session.Rooms];
            session.OnConnectionLost();
        }
        foreach (var room in rooms)
            room.Session.Notify(room);
    }

    /// <summary>What came makes no sense. A new connection begins with full state; but not at once, should it happen again.</summary>
    private void GiveUp(string why)
    {
        _end = _end with { Failure = why, Welcomed = false };
        connection.Abort();
    }
}
