using GameServer.Client.Transport;
using GameServer.Protocol;

namespace GameServer.Client.Connection;

/// <summary>Opens one connection after the other and serves each until it ends. All that is decided about frames is in <see cref="ClientSession"/>.</summary>
internal sealed class ConnectionLoop(GameClientOptions options, ITransport transport, ClientSession session) : IAsyncDisposable
{
    private static readonly TimeSpan goodBye = TimeSpan.FromSeconds(1);

    private readonly TokenSource tokens = new(options);
    private readonly RetryPolicy retry = new(options.Random);
    private readonly Patience patience = new(options.PingInterval);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<GameException> over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stop = new();
    private ITransportConnection? current;
    private volatile bool stopping;

    public ConnectionState State { get; private set; }

    public Task<GameException> Over => over.Task;

    /// <summary>Done with the first welcome; fails if it does not come.</summary>
    public Task StartAsync()
    {
        _ = RunAsync();
        return opened.Task;
    }

    public async ValueTask DisposeAsync()
    {
        // A connection that is there ends with a good-bye on both sides; cancelling is for when that does not come.
        stopping = true;
        if (Volatile.Read(ref current) is { } connection)
        {
            stop.CancelAfter(goodBye);
            await connection.CloseAsync();
        }
        else
        {
            await stop.CancelAsync();
        }
        _ = await over.Task;
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        GameException reason;
        try
        {
            reason = await ConnectAgainAndAgainAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            reason = new GameException("closed", "The client was closed.");
        }
        catch (Exception failure)
        {
            // A callback or the source of tokens failed. There is nobody above who could be told but by this.
            reason = failure as GameException ?? new GameException(failure.Message, failure);
        }
        try
        {
            lock (session.Gate)
            {
                session.Close(reason);
            }

            SetState(ConnectionState.Closed);
            foreach (var room in session.Rooms)
            {
                room.Session.Notify(room);
            }
        }
        finally
        {
            opened.TrySetException(reason);
            over.SetResult(reason);
        }
    }

    private async Task<GameException> ConnectAgainAndAgainAsync()
    {
        while (true)
        {
            var end = await ServeOneAsync();
            if (stopping)
            {
                return new GameException("closed", "The client was closed.");
            }

            var pause = retry.Next(end);
            if (pause is null || !opened.Task.IsCompletedSuccessfully)
            {
                return end.Error is { } error
                    ? new GameException(error)
                    : new GameException("unreachable", end.Failure ?? $"The server closed the connection (code {end.CloseCode}).");
            }
            SetState(ConnectionState.Connecting);
            await Task.Delay(pause.Value, options.TimeProvider, stop.Token);
        }
    }

    private async Task<ConnectionEnd> ServeOneAsync()
    {
        try
        {
            var token = await tokens.GetAsync(stop.Token);
            await using var connection = await transport.OpenAsync(stop.Token);
            Volatile.Write(ref current, connection);
            var server = new ServedConnection(options, session, connection, patience, Welcomed);
            var end = await server.ServeAsync(token, stop.Token);
            if (end.CloseCode == CloseCodes.Unauthorized)
            {
                tokens.Forget();
            }

            return end;
        }
        catch (TransportException failure)
        {
            return new ConnectionEnd(Failure: failure.Message);
        }
        finally
        {
            Volatile.Write(ref current, null);
        }
    }

    private void Welcomed()
    {
        SetState(ConnectionState.Open);
        opened.TrySetResult();
    }

    private void SetState(ConnectionState state)
    {
        if (State == state)
        {
            return;
        }

        State = state;
        options.OnConnection?.Invoke(state);
    }
}
