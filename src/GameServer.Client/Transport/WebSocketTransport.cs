using System.Net.WebSockets;
using GameServer.Protocol;

namespace GameServer.Client.Transport;

internal sealed class WebSocketTransport(Uri baseAddress, FrameEncoding encoding, TimeProvider? time = null) : ITransport
{
    // A node that stands still takes connections and never answers. Behind a load balancer the next attempt is likely to be with
    // another, so one who comes back loses little time with the first; on a slow line more is needed, so each in vain is followed by
    // a longer one.
    private static readonly TimeSpan firstAttempt = TimeSpan.FromSeconds(3);

    // A network that swallows packets would hold an attempt for minutes.
    private static readonly TimeSpan longestAttempt = TimeSpan.FromSeconds(10);

    private readonly Uri address = new UriBuilder(new Uri(baseAddress, "/ws"))
    {
        Scheme = baseAddress.Scheme is "https" or "wss" ? "wss" : "ws",
    }.Uri;

    // Until a connection has come, the client makes no second attempt.
    private TimeSpan patience = longestAttempt;

    public async Task<ITransportConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        // The protocol has its own sign of life, which the room's clock comes back with.
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        using var deadline = new CancellationTokenSource(patience, time ?? TimeProvider.System);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await socket.ConnectAsync(address, attempt.Token);
            patience = firstAttempt;
            return new WebSocketConnection(socket, encoding == FrameEncoding.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
        }
        catch (Exception failure)
        {
            socket.Dispose();
            if (deadline.IsCancellationRequested)
            {
                patience = 2 * patience < longestAttempt ? 2 * patience : longestAttempt;
            }

            if (failure is WebSocketException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new TransportException($"{address} cannot be reached: {failure.Message}", failure);
            }

            throw;
        }
    }
}
