using GameServer.Client.Rooms;
using GameServer.Client.Transport;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Client.Connection;

/// <summary>One connection from <c>hello</c> to its end: takes messages apart, keeps it alive, notices when it is dead.</summary>
internal sealed class ServedConnection(
    GameClientOptions options, ClientSession session, ITransportConnection connection, Patience patience, Action welcomed)
{
    private readonly TimeProvider time = options.TimeProvider;
    private readonly Outbox outbox = new(connection, options.Encoding, session.Gate);
    private readonly List<ServerFrame> frames = [];
    private ConnectionEnd end;
    private long heardAt;
    private long silenceTicks = TimeSpan.FromSeconds(Limits.SilenceSeconds).Ticks;

    public async Task<ConnectionEnd> ServeAsync(string token, CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        heardAt = time.GetTimestamp();
        lock (session.Gate)
        {
            outbox.Send(new HelloFrame(Limits.Version, token, options.Software));
            outbox.Flush();
        }
        var alive = KeepAliveAsync(life);
        try
        {
            while (end.Failure is null && await connection.ReceiveAsync(cancellationToken) is { } message)
            {
                Take(message, life.Token);
            }
        }
        catch (TransportException failure)
        {
            end = end with { Failure = failure.Message };
        }
        finally
        {
            await life.CancelAsync();
            await alive;
            GoOffline();
        }
        return end with { CloseCode = connection.CloseCode };
    }

    private void Take(ReadOnlyMemory<byte> message, CancellationToken life)
    {
        Volatile.Write(ref heardAt, time.GetTimestamp());
        frames.Clear();
        if (!ServerFrames.TryDecode(message, options.Encoding, frames, out var why))
        {
            GiveUp(why!);
        }

        foreach (var frame in frames)
        {
            Take(frame, life);
        }

        lock (session.Gate)
        {
            outbox.Flush();
        }
    }

    private void Take(ServerFrame frame, CancellationToken life)
    {
        switch (frame)
        {
            case WelcomeFrame welcome:
                Volatile.Write(ref silenceTicks, patience.Of(TimeSpan.FromSeconds(welcome.Heartbeat)).Ticks);
                end = end with { Welcomed = true };
                lock (session.Gate)
                {
                    session.OnWelcome(welcome, outbox);
                }

                welcomed();
                break;
            case PongFrame pong:
                patience.Answered();
                lock (session.Gate)
                {
                    session.OnPong(pong);
                }

                break;
            case GoAwayFrame goAway:
                end = end with { GoAwayAfter = goAway.RetryAfter, Error = new ErrorFrame(goAway.Code, goAway.Message) };
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
                if (!session.TryHandle(frame, outbox, out room, out retryAfter))
                {
                    GiveUp($"A {frame.GetType().Name} does not follow on what came before.");
                }
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
        {
            TakeError(error, life);
        }

        room?.Session.Notify(room);
    }

    private void TakeError(ErrorFrame error, CancellationToken life)
    {
        if (error.Handle is null)
        {
            end = end with { Error = error };
        }

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
        await Task.Delay(pause, time, life).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (session.Gate)
        {
            room.Session.IsRetryPlanned = false;
            if (life.IsCancellationRequested)
            {
                return;
            }

            room.Session.Retry(outbox);
            outbox.Flush();
        }
    }

    private async Task KeepAliveAsync(CancellationTokenSource life)
    {
        var pingedAt = time.GetTimestamp();
        while (true)
        {
            var untilPing = options.PingInterval - time.GetElapsedTime(pingedAt);
            var untilGone = TimeSpan.FromTicks(Volatile.Read(ref silenceTicks)) - time.GetElapsedTime(Volatile.Read(ref heardAt));
            if (untilGone <= TimeSpan.Zero)
            {
                patience.GaveUp();
                connection.Abort();
                return;
            }

            if (untilPing > TimeSpan.Zero)
            {
                // Less than a millisecond would be no pause at all.
                var pause = TimeSpan.FromTicks(Math.Max(Math.Min(untilPing.Ticks, untilGone.Ticks), TimeSpan.TicksPerMillisecond));
                await Task.Delay(pause, time, life.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (life.IsCancellationRequested)
                {
                    return;
                }

                continue;
            }

            pingedAt = time.GetTimestamp();
            lock (session.Gate)
            {
                if (session.Outbox != outbox)
                {
                    continue;
                }

                session.Tick(outbox);
                outbox.Flush();
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
        {
            room.Session.Notify(room);
        }
    }

    /// <summary>What came makes no sense. A new connection begins with full state; but not at once, should it happen again.</summary>
    private void GiveUp(string why)
    {
        end = end with { Failure = why, Welcomed = false };
        connection.Abort();
    }
}
