using Akka.Actor;
using Akka.TestKit;
using GameServer.Cluster;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Lobby;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.TestKit;

/// <summary>
/// A whole node without a network: the real room, relay, session and matchmaker actors in virtual time. Every message is dealt
/// with on the thread that advances the clock, so a run with the same seed is the same run.
/// </summary>
public sealed class SimulatedNode
{
    private readonly ActorSystem system;
    private readonly IActorRef root;

    /// <param name="system">An actor system with a test scheduler, such as that of <see cref="GameTestKit"/>.</param>
    /// <param name="games">The games there are.</param>
    /// <param name="seed">Seed of ids and of rooms' chance.</param>
    /// <param name="limits">The node's bounds.</param>
    /// <param name="observer">Sees rooms after their ticks.</param>
    /// <param name="log">Where the actors log; nowhere if null.</param>
    public SimulatedNode(
        ActorSystem system,
        GameCatalog games,
        ulong seed = 1,
        NodeLimits? limits = null,
        IRoomObserver? observer = null,
        ILogger? log = null)
    {
        Time = VirtualTime.Of(system);
        Services = new NodeServices(
            games,
            Time,
            new SchedulerTickSource(system.Scheduler),
            new SeededIds(seed),
            limits ?? new NodeLimits(),
            log ?? NullLogger.Instance,
            observer);
        var started = new TaskCompletionSource<NodeActors>();
        this.system = system;
        root = system.ActorOf(
            Props.Create(() => new NodeRoot(Services, RoomCount, started)).WithDispatcher(CallingThreadDispatcher.Id));
        (Rooms, Relays, Matchmaker, Sessions, Gateway) = started.Task.WaitAsync(TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
    }

    /// <summary>HOCON that puts the node's actors on the calling thread and the system on virtual time.</summary>
    public static string Configuration { get; } =
        """
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.actor.deployment {
          "/*/rooms/*" { dispatcher = akka.test.calling-thread-dispatcher }
          "/*/relays/*" { dispatcher = akka.test.calling-thread-dispatcher }
          "/*/sessions/*" { dispatcher = akka.test.calling-thread-dispatcher }
          "/*/gateway/*" { dispatcher = akka.test.calling-thread-dispatcher }
          "/*/gateway/*/*" { dispatcher = akka.test.calling-thread-dispatcher }
        }
        """;

    /// <summary>The clock.</summary>
    public VirtualTime Time { get; }

    /// <summary>What the node's actors share.</summary>
    public NodeServices Services { get; }

    /// <summary>The rooms there are.</summary>
    public RoomCounter RoomCount { get; } = new();

    /// <summary>The way to rooms.</summary>
    public IActorRef Rooms { get; }

    /// <summary>The node's relays.</summary>
    public IActorRef Relays { get; }

    /// <summary>The matchmaker.</summary>
    public IActorRef Matchmaker { get; }

    /// <summary>The node's sessions.</summary>
    public IActorRef Sessions { get; }

    /// <summary>The node's gateway, for clients that come over HTTP.</summary>
    public IActorRef Gateway { get; }

    /// <summary>Connects a client, as a transport does once the token is checked.</summary>
    /// <param name="playerId">Who it is.</param>
    /// <param name="name">The player's name.</param>
    /// <param name="encoding">The connection's encoding.</param>
    /// <exception cref="InvalidOperationException">The node is full.</exception>
    public SimulatedConnection Connect(string playerId, string name, FrameEncoding encoding = FrameEncoding.Binary)
    {
        var outbox = new Outbox(encoding, Services.Limits.OutboxBytes);
        var window = new InboundWindow();
        var opened = new TaskCompletionSource<IActorRef?>();
        Sessions.Tell(new OpenSession(new PlayerIdentity(playerId, name), outbox, window, opened), ActorRefs.NoSender);
        var session = opened.Task is { IsCompletedSuccessfully: true, Result: { } found }
            ? found
            : throw new InvalidOperationException("The node takes no more sessions.");
        return new SimulatedConnection(session, outbox, window);
    }

    /// <summary>Stops the node's actors, so that time costs nothing for it any more.</summary>
    public void Stop() => system.Stop(root);

    private sealed record NodeActors(IActorRef Rooms, IActorRef Relays, IActorRef Matchmaker, IActorRef Sessions, IActorRef Gateway);

    /// <summary>
    /// Starts the others as its children: unlike actors at the top they are there at once, so that from then on everything happens
    /// on the test's thread.
    /// </summary>
    private sealed class NodeRoot(NodeServices services, RoomCounter roomCount, TaskCompletionSource<NodeActors> started)
        : UntypedActor
    {
        protected override void PreStart()
        {
            var rooms = Start(RoomParent.Props(services, roomCount), "rooms");
            var relays = Start(RelaysActor.Props(rooms, services), "relays");
            var matchmaker = Start(MatchmakerActor.Props(rooms, services, TimeSpan.Zero), "matchmaker");
            rooms.Tell(new RoomNeighbours(matchmaker, relays) { Rooms = rooms });
            var neighbours = new SessionNeighbours(rooms, relays, matchmaker);
            var sessions = Start(SessionsActor.Props(neighbours, services), "sessions");
            var gateway = Start(LongPollGatewayActor.Props(neighbours, services), "gateway");
            started.SetResult(new NodeActors(rooms, relays, matchmaker, sessions, gateway));
        }

        protected override void OnReceive(object message) => Unhandled(message);

        private static IActorRef Start(Props props, string name) =>
            Context.ActorOf(props.WithDispatcher(CallingThreadDispatcher.Id), name);
    }
}
