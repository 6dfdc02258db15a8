using System.Net.WebSockets;

namespace GameServer.Host.Tests.Support;

/// <summary>A WebSocket whose other end takes nothing until it is told to.</summary>
internal sealed class StalledSocket : WebSocket
{
    private readonly TaskCompletionSource taking = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource sending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketState state = WebSocketState.Open;

    /// <summary>Completed when the first message is on its way.</summary>
    internal Task Sending => sending.Task;

    /// <summary>What was taken, in order.</summary>
    internal List<byte[]> Taken { get; } = [];

    internal int? ClosedWith { get; private set; }

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => state;

    public override string? SubProtocol => null;

    internal void Take() => taking.SetResult();

    public override void Abort() => state = WebSocketState.Aborted;

    public override void Dispose() => Abort();

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        ClosedWith = (int)closeStatus;
        state = WebSocketState.CloseSent;
        return Task.CompletedTask;
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override async Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        sending.TrySetResult();
        await taking.Task.WaitAsync(cancellationToken);
        Taken.Add([.. buffer]);
    }
}
