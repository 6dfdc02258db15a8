using System.Net;
using System.Net.Sockets;
using GameServer.Cluster.Sessions;
using GameServer.Host.Players;
using GameServer.Host.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GameServer.Host.Tests.Support;

/// <summary>The real server in this process, on a free port, with a page of its own in place of the web client.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    public const string SigningKey = "dGVzdHMgYXJlIHNpZ25lZCB3aXRoIHRoaXMga2V5IHRoYXQgaXMgbG9uZyBlbm91Z2g=";

    internal const string CertificateName = "CN=localhost";

    private readonly WebApplication app;
    private readonly DirectoryInfo webRoot;

    private RunningServer(WebApplication app, DirectoryInfo webRoot, CollectedLogs logs)
    {
        this.app = app;
        this.webRoot = webRoot;
        Logs = logs;
    }

    public CollectedLogs Logs { get; }

    public IServiceProvider Services => app.Services;

    public Uri Address => new(app.Urls.First());

    public static Task<RunningServer> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, settings);

    public static async Task<RunningServer> StartAsync(
        Action<WebApplicationBuilder>? configure, params (string Key, string Value)[] settings)
    {
        var webRoot = MakeWebRoot();
        var logs = new CollectedLogs();
        var all = new Dictionary<string, string?>
        {
            ["Server:Urls"] = "http://127.0.0.1:0",
            ["Server:WebRoot"] = webRoot.FullName,
            ["Auth:SigningKey"] = SigningKey,
            ["Storage:File"] = Path.Combine(webRoot.FullName, "rooms.db"),
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var app = GameServerApp.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(all);
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(logs);
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        var server = new RunningServer(app, webRoot, logs);
        using var http = new HttpClient(TestCertificates()) { BaseAddress = server.Address };
        await Deadline.UntilAsync(
            async () => (await http.GetAsync("/readyz")).StatusCode == HttpStatusCode.OK, "the server to be ready");
        return server;
    }

    /// <summary>A page and an asset as Vite would write them.</summary>
    internal static DirectoryInfo MakeWebRoot()
    {
        var root = Directory.CreateTempSubdirectory("web-root");
        File.WriteAllText(Path.Combine(root.FullName, "index.html"), "<!doctype html><title>Lobby</title>");
        File.WriteAllText(Path.Combine(root.CreateSubdirectory("arena").FullName, "index.html"), "<!doctype html><title>Arena</title>");
        File.WriteAllText(Path.Combine(root.CreateSubdirectory("assets").FullName, "arena-1a2b3c4d.js"), "export {};");
        return root;
    }

    /// <summary>Tests that speak https make their certificates up; nothing vouches for these but the name.</summary>
    internal static SocketsHttpHandler TestCertificates() => new()
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == CertificateName },
    };

    /// <summary>A token for a player, without the way over HTTP.</summary>
    internal string TokenFor(string name) => Services.GetRequiredService<PlayerTokens>()
        .Issue(new PlayerIdentity(Guid.NewGuid().ToString("N"), name)).Token;

    /// <summary>A client on another of this machine's addresses, so that limits by address do not mix tests up.</summary>
    internal HttpClient Http(string from = "127.0.0.1") => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = Address,
    };

    internal Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        webRoot.Delete(recursive: true);
    }
}
