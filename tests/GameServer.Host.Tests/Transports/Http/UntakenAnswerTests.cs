using System.Net;
using System.Net.Sockets;
using System.Text;
using GameServer.Cluster.Gateways;
using GameServer.Host.Tests.Support;
using GameServer.Host.Transports;
using GameServer.Host.Transports.Http;
using GameServer.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports.Http;

/// <summary>Clients that ask and then read nothing of the answer.</summary>
public sealed class UntakenAnswerTests : IAsyncLifetime, IDisposable
{
    private const string Join = "[\"join\",0,\"j\",\"quick\",\"arena\",false,0,null,null]";

    private readonly FakeTimeProvider time = new();
    private RunningServer server = null!;
    private StandInGateway gateway = null!;
    private HttpPlayer player = null!;

    public async Task InitializeAsync()
    {
        server = await RunningServer.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(time));
        gateway = new StandInGateway(server);
        player = new HttpPlayer(server);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose() => player.Dispose();

    [Theory]
    [InlineData("GET /poll?room=r1&attach=3&wait=25", "")]
    [InlineData("GET /poll?room=r1&attach=3", "")]
    [InlineData("POST /send", Join)]
    [InlineData("POST /send?room=r1&attach=3", "[\"command\",0,7,1,\"say\",null]")]
    public async Task An_answer_that_nobody_takes_counts_as_long_as_it_is_there_and_that_is_ten_seconds(string request, string body)
    {
        using var socket = await AskAsync(request, body);
        (await gateway.NextAsync<GatewayRequest>()).Reply.SetResult(
            new GatewayReply(new byte[Limits.ServerMessageBytes], null, null));

        // It is being written, then, and far more of it than lies between here and there.
        Assert.NotEqual(0, await socket.ReceiveAsync(new byte[16]).Within("the head of the answer"));
        time.Advance(SendPump.SendTimeout - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Counted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await Deadline.UntilAsync(() => Task.FromResult(Counted == 0), "the answer to be given up");
        Assert.InRange(await ReadToTheEndAsync(socket), 0, Limits.ServerMessageBytes - 1);
        Assert.Empty(server.Logs.Errors);
    }

    private int Counted =>
        server.Services.GetRequiredService<PlayerLimits>().Held + server.Services.GetRequiredService<OpenSends>().Open;

    private async Task<Socket> AskAsync(string request, string body)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Address.Port));
        var head = $"{request} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {player.Token}\r\n"
            + $"Content-Type: {Negotiation.Text}\r\nContent-Length: {body.Length}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head + body));
        return socket;
    }

    private static async Task<int> ReadToTheEndAsync(Socket socket)
    {
        var (all, buffer) = (0, new byte[16 * 1024]);
        try
        {
            while (await socket.ReceiveAsync(buffer).Within("the connection to end") is var read and > 0)
            {
                all += read;
            }
        }
        catch (SocketException)
        {
            // Cut off, as it should be.
        }

        return all;
    }
}
