using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit.Abstractions;

namespace GameServer.FaultProxy.Tests;

public sealed class TcpFaultProxyTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> sockets = [];
    private TcpFaultProxy proxy = null!;

    [Fact]
    public async Task All_bytes_come_in_order_both_ways()
    {
        proxy.Change(Uneven(10), Uneven(10));
        var (client, server) = await ConnectAsync();
        var sent = new byte[300_000];
        new Random(5).NextBytes(sent);

        var sending = Task.WhenAll(SendAsync(client, sent), SendAsync(server, sent));
        var received = await Task.WhenAll(ReadAsync(server, sent.Length), ReadAsync(client, sent.Length)).WaitAsync(patience);
        await sending;

        Assert.All(received, each => Assert.Equal(sent, each));
        Assert.Equal(
            (sent.Length, sent.Length),
            (proxy.Connections.Single().BytesUp, proxy.Connections.Single().BytesDown));
    }

    [Fact]
    public async Task A_round_trip_takes_at_least_what_was_asked_for()
    {
        proxy.Change(Uneven(40), Uneven(40));
        var (client, server) = await ConnectAsync();
        var trips = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var watch = Stopwatch.StartNew();
            await SendAsync(client, [1]);
            await SendAsync(server, await ReadAsync(server, 1).WaitAsync(patience));
            await ReadAsync(client, 1).WaitAsync(patience);
            trips.Add(watch.Elapsed.TotalMilliseconds);
        }

        output.WriteLine($"80 ± 20 ms asked for: {trips.Min():0.0} to {trips.Max():0.0} ms; the proxy was late by {proxy.Connections.Single().LatestBy.TotalMilliseconds:0.0} ms at most.");
        Assert.True(trips.Min() >= 60, $"A round trip took {trips.Min()} ms.");
    }

    [Fact]
    public async Task The_end_of_one_side_is_passed_on_and_the_other_side_may_still_talk()
    {
        var (client, server) = await ConnectAsync();
        await SendAsync(client, [1, 2]);
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal([1, 2], await ReadToEndAsync(server).WaitAsync(patience));
        await SendAsync(server, [3]);
        server.Shutdown(SocketShutdown.Send);
        Assert.Equal([3], await ReadToEndAsync(client).WaitAsync(patience));
    }

    [Fact]
    public async Task A_cut_is_a_reset_on_both_sides()
    {
        var (client, server) = await ConnectAsync();

        proxy.Connections.Single().Cut();

        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(client).WaitAsync(patience));
        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(server).WaitAsync(patience));
        Assert.Contains(proxy.Log.Entries, entry => entry is { Subject: 1, What: "cut" });
    }

    [Fact]
    public async Task A_side_that_resets_resets_the_other()
    {
        var (client, server) = await ConnectAsync();

        server.LingerState = new LingerOption(true, 0);
        server.Dispose();

        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(client).WaitAsync(patience));
    }

    [Fact]
    public async Task Who_is_refused_is_reset_and_who_is_in_stays()
    {
        var (client, server) = await ConnectAsync();
        proxy.Refuses = true;
        using var refused = new Socket(SocketType.Stream, ProtocolType.Tcp);
        // The reset may come before the client knows that it is connected.
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await refused.ConnectAsync(IPAddress.Loopback, proxy.Address.Port);
            await ReadToEndAsync(refused).WaitAsync(patience);
        });

        await SendAsync(client, [9]);
        Assert.Equal([9], await ReadAsync(server, 1).WaitAsync(patience));
        proxy.Refuses = false;
        await ConnectAsync();
    }

    [Fact]
    public async Task A_frozen_connection_is_silent_until_it_thaws_and_the_others_go_on()
    {
        var (client, server) = await ConnectAsync();
        var (otherClient, otherServer) = await ConnectAsync();
        proxy.Connections[0].Freeze();
        await SendAsync(client, [1, 2, 3]);
        var reading = ReadAsync(server, 3);

        for (var i = 0; i < 10; i++)
        {
            await SendAsync(otherClient, [7]);
            await ReadAsync(otherServer, 1).WaitAsync(patience);
        }

        Assert.False(reading.IsCompleted);
        Assert.Equal(0, proxy.Connections[0].BytesUp);
        proxy.Connections[0].Thaw();
        Assert.Equal([1, 2, 3], await reading.WaitAsync(patience));
    }

    Task IAsyncLifetime.InitializeAsync()
    {
        listener.Start();
        proxy = TcpFaultProxy.Start(
            new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), 4711, new LinkFaults(), new LinkFaults());
        return Task.CompletedTask;
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await proxy.DisposeAsync();
        sockets.ForEach(socket => socket.Dispose());
    }

    public void Dispose() => listener.Dispose();

    private static LinkFaults Uneven(int delay) =>
        new() { Delay = TimeSpan.FromMilliseconds(delay), Jitter = TimeSpan.FromMilliseconds(10) };

    private async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        sockets.Add(client);
        await client.ConnectAsync(IPAddress.Loopback, proxy.Address.Port);
        var server = await listener.AcceptSocketAsync().WaitAsync(patience);
        sockets.Add(server);
        return (client, server);
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        await using var stream = new NetworkStream(socket);
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        var bytes = new List<byte>();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer) is > 0 and var count)
        {
            bytes.AddRange(buffer[..count]);
        }

        return [.. bytes];
    }
}
