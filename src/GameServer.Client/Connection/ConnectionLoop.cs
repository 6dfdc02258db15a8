using GameServer.Client.Transport;
using GameServer.Protocol;

namespace GameServer.Client.Connection;

/// <summary>Opens one connection after the other and serves each until it ends. All that is decided about frames is in <see cref="ClientSession"/>.</summary>
internal sealed class ConnectionLoop(GameClientOptions options, ITransport transport, ClientSession session) : IAsyncDisposable
{
    private static readonly TimeSpan s_goodBye = TimeSpan.FromSeconds(1);

    private readonly TokenSource _tokens = new(options);
    private readonly RetryPolicy _retry = new(options.Random);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<GameException> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private ITransportConnection? _current;
    private volatile bool _stopping;

    public ConnectionState State { get; private set; }

    public Task<GameException> Over => _over.Task;

    /// <summary>Done with the first welcome; fails if it does not come.</summary>
    public Task StartAsync()
    {
        _ = RunAsync();
        return _opened.Task;
    }

    public async ValueTask DisposeAsync()
    {
        // A connection that is there ends with a good-bye on both sides; cancelling is for when that does not come.
        _stopping = true;
        if (Volatile.Read(ref _current) is { } current)
        {
            _stop.CancelAfter(s_goodBye);
            await current.CloseAsync();
        }
        else
        {
            await _stop.CancelAsync();
        }
        _ = await _over.Task;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        GameException reason;
        try
        {
            reason = await ConnectAgainAndAgainAsync();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
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
                session.Close(reason);
            SetState(ConnectionState.Closed);
            foreach (var room in session.Rooms)
                room.Session.Notify(room);
        }
        finally
        {
            _opened.TrySetException(reason);
            _over.SetResult(reason);
        }
    }

    private async Task<GameException> ConnectAgainAndAgainAsync()
    {
        while (true)
        {
            var end = await ServeOneAsync();
            if (_stopping)
                return new GameException("closed", "The client was closed.");
            var pause = _retry.Next(end);
            if (pause is null || !_opened.Task.IsCompletedSuccessfully)
            {
                return end.Error is { } error
                    ? new GameException(error)
                    : new GameException("unreachable", end.Failure ?? $"The server closed the connection (code {end.CloseCode}).");
            }
            SetState(ConnectionState.Connecting);
            await Task.Delay(pause.Value, options.TimeProvider, _stop.Token);
        }
    }

    private async Task<ConnectionEnd> ServeOneAsync()
    {
        try
        {
            var token = await _tokens.GetAsync(_stop.Token);
            await using var connection = await transport.OpenAsync(_stop.Token);
            Volatile.Write(ref _current, connection);
            var server = new ServedConnection(options, session, connection, Welcomed);
            var end = await server.ServeAsync(token, _stop.Token);
            if (end.CloseCode == CloseCodes.Unauthorized)
                _tokens.Forget();
            return end;
        }
        catch (TransportException failure)
        {
            return new ConnectionEnd(Failure: failure.Message);
        }
        finally
        {
            Volatile.Write(ref _current, null);
        }
    }

    private void Welcomed()
    {
        SetState(ConnectionState.Open);
        _opened.TrySetResult();
    }

    private void SetState(ConnectionState state)
    {
        if (State == state)
            return;
        State = state;
        options.OnConnection?.Invoke(state);
    }
}
