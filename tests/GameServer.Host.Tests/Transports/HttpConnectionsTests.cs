using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using GameServer.Host.Tests.Support;

namespace GameServer.Host.Tests.Transports;

public sealed class HttpConnectionsTests
{
    private const int Most = 3;

    [Fact]
    public async Task Connections_that_say_nothing_are_bounded_and_WebSockets_are_not_among_them()
    {
        await using var server = await RunningServer.StartAsync(("Limits:HttpConnections", $"{Most}"));
        var held = new List<Socket>();
        try
        {
            await FillAsync();
            Assert.False(await IsServedAsync(Open()));
            await Assert.ThrowsAsync<WebSocketException>(() => RawClient.OpenAsync(server.Address));

            held[0].Dispose();
            held.RemoveAt(0);
            RawClient? player = null;
            await Deadline.UntilAsync(async () => (player = await TryAsync()) is not null, "room for a WebSocket");
            await using (player)
            {
                await FillAsync();
                Assert.False(await IsServedAsync(Open()));
            }

            Assert.Empty(server.Logs.Errors);
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }

        // The test's own way to the server, to see that it was ready, may be there for a moment longer.
        async Task FillAsync() => await Deadline.UntilAsync(
            async () =>
            {
                var socket = Open();
                if (await IsServedAsync(socket))
                {
                    held.Add(socket);
                }

                return held.Count == Most;
            },
            "as many connections as there may be");

        Socket Open()
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(new IPEndPoint(IPAddress.Loopback, server.Address.Port));
            return socket;
        }

        async Task<RawClient?> TryAsync()
        {
            try
            {
                return await RawClient.OpenAsync(server.Address);
            }
            catch (WebSocketException)
            {
                return null;
            }
        }
    }

    /// <summary>Whether the connection is answered; one over the bound is closed at once.</summary>
    private static async Task<bool> IsServedAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            if (await socket.ReceiveAsync(new byte[1024]).Within("an answer or the end") > 0)
            {
                return true;
            }
        }
        catch (SocketException)
        {
            // Closed before it was asked.
        }

        socket.Dispose();
        return false;
    }
}
