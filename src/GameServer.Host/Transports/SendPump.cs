using System.Net.WebSockets;
using System.Text;
using GameServer.Cluster.Relays;
using GameServer.Protocol;

namespace GameServer.Host.Transports;

/// <summary>Sends what an outbox holds, all that waits as one message, and closes the connection when the outbox says so.</summary>
internal sealed class SendPump(WebSocket socket, Outbox outbox, TimeProvider time)
{
    /// <summary>A client that takes nothing for so long is cut off.</summary>
    internal static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    // The bound that WebSockets set for a close frame's text.
    private const int MaxReasonBytes = 123;

    /// <summary>Runs until the close frame is sent or the connection is lost.</summary>
    internal async Task RunAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            while (true)
            {
                await outbox.WaitAsync(CancellationToken.None);
                timeout.CancelAfter(SendTimeout);
                var waiting = outbox.Take();
                if (!waiting.IsEmpty)
                {
                    await socket.SendAsync(waiting, MessageType, endOfMessage: true, timeout.Token);
                    outbox.Sent();
                }
                else if (outbox.Closing is { } closing)
                {
                    await CloseAsync(closing, timeout.Token);
                    return;
                }

                timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }
        catch (Exception failure) when (WebSocketConnection.IsExpected(failure))
        {
            // The client is gone or took nothing in time; the reading side must hear of it too.
            socket.Abort();
        }
    }

    private WebSocketMessageType MessageType =>
        outbox.Encoding == FrameEncoding.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;

    private async Task CloseAsync(OutboxClosing closing, CancellationToken cancellation)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            var reason = Encoding.UTF8.GetByteCount(closing.Reason) <= MaxReasonBytes ? closing.Reason : "";
            await socket.CloseOutputAsync((WebSocketCloseStatus)closing.CloseCode, reason, cancellation);
        }
    }
}
