using Akka.Actor;
using Akka.Hosting;
using Games.Arena;
using Games.Chat;
using Games.Goofspiel;
using Games.Leaderboard;
using Games.Messenger;
using Games.Pilot;
using Games.Ticker;
using GameServer.Cluster;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Overview;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Time;
using GameServer.Host.Overview;
using GameServer.Host.Players;
using GameServer.Host.Players.Claims;
using GameServer.Host.Storage;
using GameServer.Host.Telemetry;
using GameServer.Host.Telemetry.Traffic;
using GameServer.Host.Transports;
using GameServer.Host.Transports.Http;
using GameServer.Host.Web;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GameServer.Host.Startup;

/// <summary>Puts the server together.</summary>
public static class GameServerApp
{
    private const int MaxBodyBytes = 16 * 1024;

    /// <summary>A server that is ready to be started.</summary>
    /// <param name="args">Settings as <c>--Section:Name=value</c>.</param>
    /// <param name="configure">Changes to what the server is made of, before its settings are read.</param>
    /// <param name="more">Adds games to its own.</param>
    /// <exception cref="StartupException">A setting is wrong or something that the server needs is missing.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null, Action<GameCatalog>? more = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings are read once, so nobody needs to watch the files.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
            ContentRootPath = File.Exists("appsettings.json") ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory,
        });
        // What it logs at Error, it also throws at GameServerProcess, which has one sentence for it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        configure?.Invoke(builder);

        var server = SettingsReader.Read<ServerSettings>(builder.Configuration, ServerSettings.Section);
        var limits = SettingsReader.Read<LimitSettings>(builder.Configuration, LimitSettings.Section);
        var webRoot = WebRoot.Find(server.WebRoot, builder.Environment.ContentRootPath);
        var cluster = OwnName
            .FindAsync(SettingsReader.Read<ClusterSettings>(builder.Configuration, ClusterSettings.Section))
            .GetAwaiter().GetResult();
        AddServices(builder, server, limits, cluster, more);
        ConfigureKestrel(builder.WebHost, server, limits);

        var app = builder.Build();
        UseRequests(app, server, cluster, webRoot);
        DrainOnStop(app);
        return app;
    }

    private static void AddServices(
        WebApplicationBuilder builder, ServerSettings server, LimitSettings limits, ClusterSettings cluster, Action<GameCatalog>? more)
    {
        var configuration = builder.Configuration;
        var arena = SettingsReader.Read<ArenaSettings>(configuration, ArenaSettings.Section).ForGame() with
        {
            Leaderboard = BoardGame.RoomOf(ArenaGame.Kind),
            Records = PilotGame.Kind,
        };
        var key = SigningKeys.Load(SettingsReader.Read<AuthSettings>(configuration, AuthSettings.Section), builder.Environment, cluster.IsAlone);

        var games = new GameCatalog()
            .Add(() => new ArenaGame(arena))
            .Add(() => new BoardGame(ArenaGame.Kind))
            .Add(() => new ChatGame())
            .Add(() => new GoofspielGame())
            .Add(() => new InboxGame())
            .Add(() => new PilotGame())
            .Add(() => new TalkGame())
            .Add(() => new TickerGame());
        more?.Invoke(games);
        var storage = SettingsReader.Read<StorageSettings>(configuration, StorageSettings.Section);
        RoomStorage.Prepare(storage, builder.Environment.ContentRootPath, cluster.IsAlone);

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ITickSource, PreciseTickSource>();
        services.AddSingleton(provider => new NodeServices(
            games,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ITickSource>(),
            new SecureIdSource(),
            limits.ForNode(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("GameServer"))
        {
            HasJournal = true,
            IsClusterOfOne = cluster.IsAlone,
            Overview = provider.GetRequiredService<NodeOverview>(),
            KeyMark = SigningKeys.MarkOf(key),
        });
        services.AddSingleton(provider => new Watchdog(
            provider.GetRequiredService<NodeServices>(),
            provider.GetRequiredService<ActorSystem>(),
            limits,
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ServerLifetime>(),
            provider.GetRequiredService<ILogger<Watchdog>>()));
        services.TryAddSingleton<INodeSteering, NodeSteering>();
        services.AddSingleton(provider => new NodeOverview
        {
            Name = cluster.NodeName,
            Steering = provider.GetRequiredService<INodeSteering>(),
        });
        services.AddActors(cluster, RoomStorage.Configure(storage, builder.Environment.ContentRootPath));
        services.AddServerMetrics();

        services.AddSingleton(provider => new PlayerTokens(key, provider.GetRequiredService<TimeProvider>()));
        services.AddPlayersLimit(limits);
        services.AddSingleton(provider => new ClaimStore(
            RoomStorage.Open(storage, builder.Environment.ContentRootPath), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PassphraseGuard>();
        services.AddSingleton<NameClaims>();
        services.AddSingleton(provider => new ServerLifetime(
            cluster.NodeName,
            provider.GetRequiredService<TimeProvider>(),
            // A stream counts twice, as a session and as a request that is held: others wait a few milliseconds longer.
            () => ServerLifetime.SpreadOf(
                TimeSpan.FromSeconds(server.DrainSpreadSeconds),
                provider.GetRequiredService<NodeServices>().Overview.Gauges.Sessions + provider.GetRequiredService<PlayerLimits>().Held),
            provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.AddSingleton<Greeting>();
        services.AddSingleton<SessionDoor>();
        services.AddSingleton(new ConnectionBounds(limits.OutboxBytes, TimeSpan.FromSeconds(Protocol.Limits.HelloSeconds)));
        services.AddSingleton<WebSocketServices>();
        HttpTransport.AddTo(services, key, limits);
        services.AddSingleton<Readiness>();
        services.AddSingleton<TrafficMeters>();
        services.AddSingleton(new OverviewAccess(cluster, builder.Environment));
        services.AddSingleton<OverviewStreams>();
        services.AddSingleton<LobbyFeed>();
        services.AddSingleton<LobbyStreams>();

        services.AddProblemDetails();
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(server.AllowedOrigins)
            .WithMethods(HttpMethods.Get, HttpMethods.Post)
            .WithHeaders("Authorization", "Content-Type", "Last-Event-ID")
            .WithExposedHeaders(PollEndpoint.CursorHeader, HttpTransport.NodeHeader, "Retry-After")
            // Otherwise each poll of a page on another origin would cost two requests.
            .SetPreflightMaxAge(TimeSpan.FromHours(2))));
        // The actor system leaves the cluster within this time.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(40));
    }

    private static void ConfigureKestrel(IWebHostBuilder host, ServerSettings server, LimitSettings limits) => host
        .UseUrls(server.UrlList)
        .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxConcurrentUpgradedConnections = limits.Connections;
            kestrel.Limits.MaxConcurrentConnections = limits.HttpConnections;
            // A send is done when the kernel has it: what counts as sent is what state deltas build on.
            kestrel.Limits.MaxResponseBufferSize = 0;
            kestrel.CountTraffic();
        })
        .UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            KernelBuffers.KeepSmall(socket);
            return socket;
        });

    private static void UseRequests(WebApplication app, ServerSettings server, ClusterSettings cluster, string webRoot)
    {
        // First, or what it does not see goes to the account of the request before.
        app.UseTrafficCounting(app.Services.GetRequiredService<TrafficMeters>());
        app.UseSecurityHeaders();
        app.UseMetrics();
        app.UseKnownProxies(server);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseWebClient(webRoot);
        app.UseRouting();
        app.UseOriginPolicy(new OriginPolicy(server.AllowedOrigins));
        app.UseCors();
        app.UseRateLimiter();
        app.UseWebSockets(WebSocketEndpoint.Options);

        app.MapHealth();
        if (cluster.Roles.HasFlag(NodeRoles.Gateway))
        {
            app.MapPlayers();
            app.MapWebSocket();
            HttpTransport.Map(app);
            app.MapTraffic();
            app.MapOverview();
            app.MapPages(webRoot);
        }
    }

    private static void DrainOnStop(WebApplication app) => app.Lifetime.ApplicationStopping.Register(() =>
    {
        var spread = app.Services.GetRequiredService<ServerLifetime>().Spread;
        HostLog.Draining(app.Logger, spread);
        if (app.Services.GetRequiredService<IReadOnlyActorRegistry>().TryGet<SessionsKey>(out var sessions))
        {
            sessions.Tell(new DrainSessions(spread), Akka.Actor.ActorRefs.NoSender);
        }
    });
}
