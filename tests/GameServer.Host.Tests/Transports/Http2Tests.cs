using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;
using Microsoft.AspNetCore.Hosting;

namespace GameServer.Host.Tests.Transports;

/// <summary>
/// What browsers do wherever TLS is: all requests share one HTTP/2 connection, and WebSockets are opened over it too, as an extended
/// CONNECT.
/// </summary>
public sealed class Http2Tests : IAsyncLifetime
{
    private readonly X509Certificate2 certificate = MakeCertificate();
    private RunningServer server = null!;

    public async Task InitializeAsync() => server = await RunningServer.StartAsync(
        builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate)),
        ("Server:Urls", "https://127.0.0.1:0"));

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        certificate.Dispose();
    }

    [Fact]
    public async Task A_game_is_played_over_http_2()
    {
        await using var client = await OpenAsync(origin: server.Address.GetLeftPart(UriPartial.Authority));
        await client.SendAsync(new HelloFrame(1, server.TokenFor("Nova"), null));
        await client.NextAsync<WelcomeFrame>();
        await client.JoinArenaAsync();
        await client.NextAsync<FullFrame>();
        for (var delta = 0; delta < 10; delta++)
        {
            await client.NextAsync<DeltaFrame>();
        }

        await client.SendRawAsync(new byte[] { 0xc1 });
        Assert.Equal(CloseCodes.ProtocolError, await client.CloseCodeAsync());
        Assert.Empty(server.Logs.Errors);
    }

    [Fact]
    public async Task A_foreign_origin_gets_no_socket_over_http_2_either() =>
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync("https://evil.example.org"));

    [Fact]
    public async Task Polls_streams_and_sends_share_a_connection_and_hold_nothing_up()
    {
        using var connections = RunningServer.TestCertificates();
        var opened = 0;
        connections.ConnectCallback = async (context, cancellation) =>
        {
            Interlocked.Increment(ref opened);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var http = new HttpClient(new OverHttp2 { InnerHandler = connections }) { BaseAddress = server.Address };
        using var player = new HttpPlayer(server, http: http);
        await player.JoinArenaAsync();
        var address = $"/sse?room={player.Joined.RoomId}&ticket={(await player.TicketAsync()).Ticket}";
        string last;
        using (var stream = await EventStream.ReadAsync(await EventStream.AskAsync(http, address)))
        {
            Assert.Equal(HttpVersion.Version20, stream.Answer.Version);
            await stream.FrameAsync<FullFrame>();

            // With the stream open, a held poll and a command beside it.
            using (var first = await player.PollAsync())
            {
                await player.TakeAsync(first);
            }

            using var held = await player.PollAsync(wait: 10);
            Assert.Contains(await player.TakeAsync(held), frame => frame is DeltaFrame);
            using var said = await player.SayAsync(new CommandFrame(0, 5, 1, "say", Payload.Map(("text", "over two"))));
            Assert.Single((await player.FramesAsync(said)).OfType<AnswerFrame>());
            while (!(await stream.FrameAsync<EventsFrame>()).Events.Any(item => item.Name == "said"))
            {
            }

            last = stream.Id;
        }

        using var back = await EventStream.ReadAsync(await EventStream.AskAsync(http, address, last));
        await back.FrameAsync<DeltaFrame>();
        Assert.Equal(1, opened);
        Assert.Empty(server.Logs.Errors);
    }

    private sealed class OverHttp2 : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private Task<RawClient> OpenAsync(string origin) => RawClient.OpenAsync(
        server.Address,
        origin: origin,
        over: new HttpMessageInvoker(RunningServer.TestCertificates()),
        configure: options =>
        {
            options.HttpVersion = HttpVersion.Version20;
            options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        });

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest(RunningServer.CertificateName, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
