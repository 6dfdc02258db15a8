using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using GameServer.Client.Transport;
using GameServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Client.Tests.Transport;

/// <summary>Over a real socket on the loopback interface.</summary>
public sealed class WebSocketTransportTests : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Uri address;

    public WebSocketTransportTests()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        probe.Stop();
        listener.Prefixes.Add(address.ToString());
        listener.Start();
    }

    [Theory]
    [InlineData(FrameEncoding.Binary, WebSocketMessageType.Binary)]
    [InlineData(FrameEncoding.Text, WebSocketMessageType.Text)]
    public async Task Messages_go_both_ways_whole_and_in_their_kind(FrameEncoding encoding, WebSocketMessageType kind)
    {
        var (client, server) = await ConnectAsync(encoding);
        await client.SendAsync(new byte[] { 1, 2, 3 }, CancellationToken.None);
        var buffer = new byte[10];
        var received = await server.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        Assert.Equal((kind, 3, true), (received.MessageType, received.Count, received.EndOfMessage));

        // larger than the first buffer, and in two pieces
        var large = new byte[50_000];
        large[^1] = 7;
        await server.SendAsync(large.AsMemory(0, 30_000), kind, false, CancellationToken.None);
        await server.SendAsync(large.AsMemory(30_000), kind, true, CancellationToken.None);
        var message = await client.ReceiveAsync(CancellationToken.None).AsTask().WaitAsync(Patience.Limit);

        Assert.Equal(large, message!.Value.ToArray());
        await client.DisposeAsync();
    }

    [Fact]
    public async Task The_servers_close_code_is_known_afterwards()
    {
        var (client, server) = await ConnectAsync(FrameEncoding.Binary);
        await server.CloseOutputAsync((WebSocketCloseStatus)CloseCodes.TooLarge, "Too large.", CancellationToken.None);

        Assert.Null(await client.ReceiveAsync(CancellationToken.None).AsTask().WaitAsync(Patience.Limit));
        Assert.Equal(CloseCodes.TooLarge, client.CloseCode);
        await client.CloseAsync();
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_that_is_aborted_is_a_transport_exception_on_both_ways()
    {
        var (client, _) = await ConnectAsync(FrameEncoding.Binary);
        var receiving = client.ReceiveAsync(CancellationToken.None).AsTask();
        client.Abort();

        await Assert.ThrowsAsync<TransportException>(() => receiving.WaitAsync(Patience.Limit));
        await Assert.ThrowsAsync<TransportException>(() => client.SendAsync(new byte[1], CancellationToken.None).AsTask().WaitAsync(Patience.Limit));
        await client.CloseAsync();
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_listening_is_a_transport_exception()
    {
        listener.Stop();

        await Assert.ThrowsAsync<TransportException>(() => new WebSocketTransport(address, FrameEncoding.Binary).OpenAsync(CancellationToken.None));
    }

    [Fact]
    public async Task One_who_comes_back_leaves_a_server_that_does_not_answer_soon_and_gives_the_next_more_time()
    {
        var time = new FakeTimeProvider();
        var transport = new WebSocketTransport(address, FrameEncoding.Binary, time);
        await IsLeftAfterAsync(10);

        var opening = transport.OpenAsync(CancellationToken.None);
        var context = await listener.GetContextAsync().WaitAsync(Patience.Limit);
        await context.AcceptWebSocketAsync(null);
        await using var connection = await opening.WaitAsync(Patience.Limit);
        foreach (var seconds in new[] { 3, 6, 10, 10 })
        {
            await IsLeftAfterAsync(seconds);
        }

        async Task IsLeftAfterAsync(int seconds)
        {
            var attempt = transport.OpenAsync(CancellationToken.None);
            await listener.GetContextAsync().WaitAsync(Patience.Limit);
            time.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.False(attempt.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(1));
            await Assert.ThrowsAsync<TransportException>(() => attempt.WaitAsync(Patience.Limit));
        }
    }

    public void Dispose() => listener.Close();

    private async Task<(ITransportConnection Client, WebSocket Server)> ConnectAsync(FrameEncoding encoding)
    {
        var connecting = new WebSocketTransport(address, encoding).OpenAsync(CancellationToken.None);
        var context = await listener.GetContextAsync().WaitAsync(Patience.Limit);
        Assert.Equal("/ws", context.Request.Url!.AbsolutePath);
        var server = await context.AcceptWebSocketAsync(null);
        return (await connecting.WaitAsync(Patience.Limit), server.WebSocket);
    }
}
