using System.Net.WebSockets;
using GameServer.Protocol;

namespace GameServer.Client.Transport;

internal sealed class WebSocketConnection(ClientWebSocket socket, WebSocketMessageType messageType) : ITransportConnection
{
    private static readonly TimeSpan goodBye = TimeSpan.FromSeconds(1);

    // Grows to the largest message that comes and is then used for all: one client costs one buffer.
    private byte[] buffer = new byte[4096];

    public int? CloseCode => (int?)socket.CloseStatus;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(message, messageType, endOfMessage: true, cancellationToken);
        }
        catch (Exception failure) when (IsLoss(failure, cancellationToken))
        {
            throw new TransportException("The connection was lost while sending.", failure);
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var length = 0;
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                length += part.Count;
                if (part.EndOfMessage)
                {
                    return buffer.AsMemory(0, length);
                }

                if (length > Limits.ServerMessageBytes)
                {
                    throw new TransportException($"The server sent a message of more than {Limits.ServerMessageBytes} bytes.");
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, 2 * buffer.Length);
                }
            }
        }
        catch (Exception failure) when (IsLoss(failure, cancellationToken))
        {
            // The close frame may have come before the failure; then its code says more.
            return socket.CloseStatus is null ? throw new TransportException("The connection was lost.", failure) : null;
        }
    }

    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(goodBye);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception failure) when (IsLoss(failure, CancellationToken.None))
        {
            // It is already gone, which is what was wanted.
        }
    }

    public void Abort() => socket.Abort();

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    // An abort from another thread shows as any of these, depending on what was under way.
    private static bool IsLoss(Exception failure, CancellationToken asked) =>
        failure is WebSocketException or ObjectDisposedException or InvalidOperationException or IOException
        || (failure is OperationCanceledException && !asked.IsCancellationRequested);
}
