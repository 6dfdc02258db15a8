using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;
using Microsoft.AspNetCore.Hosting;

namespace GameServer.Host.Tests.Transports;

/// <summary>Browsers open WebSockets over an HTTP/2 connection that they have already, as an extended CONNECT.</summary>
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
