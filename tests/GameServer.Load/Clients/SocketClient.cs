using System.Net.WebSockets;
using GameServer.Protocol;

namespace GameServer.Load.Clients;

/// <summary>A WebSocket.</summary>
internal sealed class SocketClient(Uri server, string token) : LoadClient(server, token)
{
    private static readonly TimeSpan pingEvery = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket socket = new();
    private byte[] buffer = new byte[4 * 1024];

    public override void Dispose() => socket.Dispose();

    protected override async Task<JoinedFrame> JoinAsync(JoinFrame join, CancellationToken cancellation)
    {
        await socket.ConnectAsync(new UriBuilder(Server) { Scheme = "ws", Path = "/ws" }.Uri, cancellation);
        await SendAsync(Encode(new HelloFrame(Limits.Version, Token, "load"), join), cancellation);
        while (true)
        {
            if (JoinedIn(await NextAsync(cancellation)) is { } joined)
            {
                return joined;
            }
        }
    }

    protected override async Task ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await NextAsync(cancellation);
            CountUpdate();
        }
    }

    protected override Task SayAsync(ClientFrame frame, CancellationToken cancellation) => SendAsync(Encode(frame), cancellation);

    protected override async Task StayAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(pingEvery);
        var ping = Encode(new PingFrame(null, 1));
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            await SendAsync(ping, cancellation);
        }
    }

    private Task SendAsync(byte[] message, CancellationToken cancellation) =>
        socket.SendAsync(message, WebSocketMessageType.Binary, true, cancellation);

    private async Task<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellation)
    {
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new IOException($"Closed with {socket.CloseStatus}.");
            }

            if (part.EndOfMessage)
            {
                return buffer.AsMemory(0, length);
            }
        }
    }
}
