using System.Net.WebSockets;
using GameServer.Protocol;

namespace GameServer.Client.Transport;

internal sealed class WebSocketTransport(Uri baseAddress, FrameEncoding encoding) : ITransport
{
    private readonly Uri _address = new UriBuilder(new Uri(baseAddress, "/ws"))
    {
        Scheme = baseAddress.Scheme is "https" or "wss" ? "wss" : "ws",
    }.Uri;

    public async Task<ITransportConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        // The protocol has its own sign of life, which the room's clock comes back with.
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        try
        {
            await socket.ConnectAsync(_address, cancellationToken);
            return new WebSocketConnection(socket, encoding == FrameEncoding.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
        }
        catch (Exception failure)
        {
            socket.Dispose();
            if (failure is WebSocketException)
                throw new TransportException($"{_address} cannot be reached: {failure.Message}", failure);
            throw;
        }
    }
}
