using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote;
using Akka.Remote.Hosting;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Cluster.Tests.Nodes;

/// <summary>A node in this process, with real remoting, sharding and time; everything but the web server.</summary>
internal sealed class ClusterNode : IRoomObserver, IAsyncDisposable
{
    private readonly IHost host;
    private int ticks;

    private ClusterNode(NodeRoles roles, string version, Config settings)
    {
        // The rooms of tests do not end while a test looks at them.
        var game = CounterGame.Defaults with { EmptyFor = TimeSpan.FromMinutes(5), Seats = 8 };
        var games = new GameCatalog().Add(() => new CounterGame(game));
        var config = ConfigurationFactory.ParseString("akka.coordinated-shutdown.run-by-actor-system-terminate = off")
            .WithFallback(ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "akka.conf"))));
        host = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders().AddProvider(new Provider(Entries)))
            .ConfigureServices(services => services
                .AddSingleton<ITickSource, PreciseTickSource>()
                .AddSingleton(TimeProvider.System)
                .AddAkka("game", (akka, provider) => akka
                    .ConfigureLoggers(loggers =>
                    {
                        loggers.ClearLoggers();
                        loggers.AddLoggerFactory();
                    })
                    .WithRemoting(new RemoteOptions { HostName = "127.0.0.1", PublicHostName = "127.0.0.1", Port = 0 })
                    .WithClustering(new ClusterOptions { Roles = NodeRoleNames.Of(roles), AppVersion = version })
                    .AddHocon(settings.WithFallback(config), HoconAddMode.Prepend)
                    .AddGameServer(
                        new NodeServices(
                            games, TimeProvider.System, provider.GetRequiredService<ITickSource>(), new SecureIdSource(), new NodeLimits(), Entries,
                            this),
                        RoomCount,
                        roles)))
            .Build();
    }

    public RoomCounter RoomCount { get; } = new();

    public RecordingLog Entries { get; } = new();

    public ActorSystem System => host.Services.GetRequiredService<ActorSystem>();

    public IReadOnlyActorRegistry Actors => host.Services.GetRequiredService<IReadOnlyActorRegistry>();

    public ClusterExtension Cluster => ClusterExtension.Get(System);

    /// <summary>Ticks that rooms of this node have made.</summary>
    public int Ticks => Volatile.Read(ref ticks);

    public static async Task<ClusterNode> StartAsync(
        ClusterNode? joins, NodeRoles roles = NodeRoles.Gateway | NodeRoles.Rooms, string version = "1.0.0", Config? settings = null)
    {
        var node = new ClusterNode(roles, version, settings ?? Config.Empty);
        await node.host.StartAsync();
        node.Cluster.Join((joins ?? node).Cluster.SelfAddress);
        return node;
    }

    public void Ticked(RoomMachine machine, TickResult result) => Interlocked.Increment(ref ticks);

    /// <summary>Opens a session here, as a transport does.</summary>
    public Client Connect(string player) => new(() => Open(player));

    private SimulatedConnection Open(string player)
    {
        var outbox = new Outbox(FrameEncoding.Binary, Limits.ServerMessageBytes);
        var window = new InboundWindow();
        var opened = new TaskCompletionSource<IActorRef?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Actors.Get<SessionsKey>().Tell(new OpenSession(new PlayerIdentity(player, player), outbox, window, opened), ActorRefs.NoSender);
        return opened.Task.Wait(TimeSpan.FromSeconds(20)) && opened.Task.Result is { } session
            ? new SimulatedConnection(session, outbox, window)
            : throw new InvalidOperationException("The node opened no session.");
    }

    /// <summary>Cuts it off: nothing goes out or comes in any more, while its actors live on.</summary>
    public Task CutOffAsync() => ((IRemoteActorRefProvider)((ExtendedActorSystem)System).Provider).Transport.Shutdown();

    /// <summary>Leaves the cluster and ends.</summary>
    public Task StopAsync() => host.StopAsync();

    /// <summary>Ends it as it is, for nobody is there any more who would notice: a leave takes seconds.</summary>
    public async Task EndAsync()
    {
        await System.Terminate();
        host.Dispose();
    }

    private sealed class Provider(RecordingLog log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
            // The log outlives its provider.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
