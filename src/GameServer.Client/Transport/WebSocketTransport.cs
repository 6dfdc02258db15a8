using System.Net.WebSockets;
using GameServer.Protocol;

namespace GameServer.Client.Transport;

internal sealed class WebSocketTransport(Uri baseAddress, FrameEncoding encoding) : ITransport
{
    // A network that swallows packets would hold an attempt for minutes.
    private static readonly TimeSpan longestAttempt = TimeSpan.FromSeconds(10);

    private readonly Uri address = new UriBuilder(new Uri(baseAddress, "/ws"))
    {
        Scheme = baseAddress.Scheme is "https" or "wss" ? "wss" : "ws",
    }.Uri;

    public async Task<ITransportConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        // The protocol has its own sign of life, which the room's clock comes back with.
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        attempt.CancelAfter(longestAttempt);
        try
        {
            await socket.ConnectAsync(address, attempt.Token);
            return new WebSocketConnection(socket, encoding == FrameEncoding.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
        }
        catch (Exception failure)
        {
            socket.Dispose();
            if (failure is WebSocketException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new TransportException($"{address} cannot be reached: {failure.Message}", failure);
            }

            throw;
        }
    }
}
