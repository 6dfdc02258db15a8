using Akka;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.DistributedData;
using Akka.Hosting;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Journal;
using GameServer.Cluster.Lobby;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Overview;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Serialization;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Shards;
using GameServer.Cluster.Telemetry;

namespace GameServer.Cluster;

/// <summary>Names the region of rooms in the actor registry.</summary>
public sealed class RoomRegion;

/// <summary>Names the matchmaker in the actor registry.</summary>
public sealed class MatchmakerKey;

/// <summary>Names the relays of this node in the actor registry.</summary>
public sealed class RelaysKey;

/// <summary>Names the sessions of this node in the actor registry.</summary>
public sealed class SessionsKey;

/// <summary>Names the carrier of copies of rooms in the actor registry.</summary>
public sealed class CourierKey;

/// <summary>Names the keeper of the node's lease in the actor registry.</summary>
public sealed class LeaseKey;

/// <summary>Names what shows the cluster in the actor registry.</summary>
public sealed class OverviewKey;

/// <summary>Puts the server's actors into an actor system.</summary>
public static class GameServerActors
{
    /// <summary>Shards of rooms: ten for each node of the largest cluster planned for. The same for the life of a cluster.</summary>
    public const int Shards = 100;

    private const string RegionName = "room";

    // Two of these fit into a phase of the shutdown.
    private static readonly TimeSpan stopWithin = TimeSpan.FromSeconds(2);

    // A phase of the shutdown has 10 s.
    private static readonly TimeSpan roomsGoWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan copiesGoWithin = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan matchmakerListens = TimeSpan.FromSeconds(2.5);

    /// <summary>Adds what the node's roles ask for: rooms and the matchmaker, or the ways to those of other nodes; relays; sessions.</summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="services">What the node's actors share.</param>
    /// <param name="rooms">Counts the node's rooms.</param>
    /// <param name="roles">What the node does for the cluster.</param>
    public static AkkaConfigurationBuilder AddGameServer(
        this AkkaConfigurationBuilder builder, NodeServices services, RoomCounter rooms, NodeRoles roles)
    {
        var board = new ReplicationBoard();
        return builder
            .WithCustomSerializer("game", [typeof(IClusterMessage)], system => new ClusterMessageSerializer(system, services.Oversize))
            .WithCustomSerializer("journal", [typeof(JournalEntry)], system => new JournalSerializer(system))
            // Else a message without a form of its own would cross as JSON, with the names of types in it.
            .WithStrictSerialization()
            .AddRooms(services, rooms, board, roles.HasFlag(NodeRoles.Rooms))
            .WithActors((system, registry) => AddNode(system, registry, services, roles, board));
    }

    private static void AddNode(
        ActorSystem system, IActorRegistry registry, NodeServices services, NodeRoles roles, ReplicationBoard board)
    {
        var region = registry.Get<RoomRegion>();
        var relays = system.ActorOf(RelaysActor.Props(region, services), "relays");
        registry.Register<RelaysKey>(relays);
        system.ActorOf(MembershipActor.Props(services.KeyMark, services.Log), MembershipActor.Name);
        var overview = system.ActorOf(OverviewActor.Props(services.Overview, services.Time), OverviewActor.Name);
        registry.Register<OverviewKey>(overview);
        if (roles.HasFlag(NodeRoles.Rooms))
        {
            AddReplication(system, registry, services, board);
        }

        if (!roles.HasFlag(NodeRoles.Gateway))
        {
            AddGoneNodes(system, region, relays);
            StopBeforeRooms(system, relays);
            return;
        }

        var neighbours = new SessionNeighbours(region, relays, registry.Get<MatchmakerKey>());
        var sessions = system.ActorOf(SessionsActor.Props(neighbours, services), "sessions");
        registry.Register<SessionsKey>(sessions);
        var gateway = system.ActorOf(LongPollGatewayActor.Props(neighbours, services), "gateway");
        registry.Register<GatewayKey>(gateway);
        AddGoneNodes(system, region, relays, gateway);
        StopBeforeRooms(system, sessions, gateway, relays);
    }

    private static void AddGoneNodes(ActorSystem system, IActorRef region, params IReadOnlyList<IActorRef> waiting) =>
        system.ActorOf(GoneNodesActor.Props(region, $"/system/sharding/{RegionName}", waiting), GoneNodesActor.Name);

    private static AkkaConfigurationBuilder AddRooms(
        this AkkaConfigurationBuilder builder, NodeServices services, RoomCounter rooms, ReplicationBoard board, bool here)
    {
        const string Matchmaker = "matchmaker";
        var extractor = new RoomMessageExtractor(Shards);
        var singleton = new ClusterSingletonOptions { Role = NodeRoleNames.Rooms };
        return here
            ? builder
                .WithRegion(services, rooms, board, extractor)
                .WithSingleton<MatchmakerKey>(
                    Matchmaker,
                    (_, registry, _) => MatchmakerActor.Props(registry.Get<RoomRegion>(), services, matchmakerListens),
                    singleton)
            : builder
                .WithShardRegionProxy<RoomRegion>(RegionName, NodeRoleNames.Rooms, extractor)
                .WithSingletonProxy<MatchmakerKey>(Matchmaker, singleton);
    }

    /// <summary>By hand, since there is no option for where shards go.</summary>
    private static AkkaConfigurationBuilder WithRegion(
        this AkkaConfigurationBuilder builder, NodeServices services, RoomCounter rooms, ReplicationBoard board, IMessageExtractor extractor) =>
        builder
            .AddHocon(ClusterSharding.DefaultConfig().WithFallback(DistributedData.DefaultConfig()), HoconAddMode.Append)
            .WithActors(async (system, registry) => registry.Register<RoomRegion>(await ClusterSharding.Get(system).StartAsync(
                RegionName,
                roomId => RoomActor.Props(
                    roomId,
                    services,
                    new RoomNeighbours(registry.Get<MatchmakerKey>(), registry.Get<RelaysKey>())
                    {
                        Rooms = registry.Get<RoomRegion>(),
                        Replication = new ReplicationLinks(
                            board,
                            registry.Get<CourierKey>(),
                            registry.Get<LeaseKey>(),
                            node => NodeIds.Find(system, node, ReplicaStoreActor.Name)),
                        Journal = services.HasJournal ? RoomJournalActor.Props : null,
                    },
                    rooms),
                ClusterShardingSettings.Create(system)
                    .WithRole(NodeRoleNames.Rooms)
                    .WithStateStoreMode(StateStoreMode.DData)
                    .WithRememberEntities(false)
                    .WithPassivateIdleAfter(TimeSpan.Zero),
                extractor,
                new RoomAllocation(system, system.ActorOf(RollCallActor.Props(), RollCallActor.Name)),
                StopRoom.Instance)));

    private static void AddReplication(ActorSystem system, IActorRegistry registry, NodeServices services, ReplicationBoard board)
    {
        var store = system.ActorOf(
            ReplicaStoreActor.Props(registry.Get<RoomRegion>(), services.Time, services.Log), ReplicaStoreActor.Name);
        var courier = system.ActorOf(ReplicaCourierActor.Props(board, services.Time, store), "courier");
        registry.Register<CourierKey>(courier);
        var lease = system.ActorOf(LeaseActor.Props(board, services.Time, courier), LeaseActor.Name);
        registry.Register<LeaseKey>(lease);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeClusterShutdown, "announce-leaving", () =>
        {
            lease.Tell(AnnounceLeaving.Instance);
            return Task.FromResult(Done.Instance);
        });
        // Beside the rooms' own hand-over: whose copies are here turns to another store meanwhile.
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShardingShutdownRegion, "hand-copies-over", async () =>
        {
            await Task.WhenAny(registry.Get<RoomRegion>().WatchAsync(), Task.Delay(roomsGoWithin, services.Time));
            var emptied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            store.Tell(new EmptyStore(emptied));
            try
            {
                await emptied.Task.WaitAsync(copiesGoWithin, services.Time);
            }
            catch (TimeoutException)
            {
                Log.CopiesLeftBehind(services.Log, copiesGoWithin.TotalSeconds);
            }

            return Done.Instance;
        });
    }

    /// <summary>
    /// Sessions and relays look for their rooms when those end; what they ask the region while it hands its rooms over would hold it
    /// back until its time is up.
    /// </summary>
    private static void StopBeforeRooms(ActorSystem system, params IActorRef[] actors) =>
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeClusterShutdown,
            "stop-sessions-and-relays",
            async () =>
            {
                foreach (var actor in actors)
                {
                    await actor.GracefulStop(stopWithin);
                }

                return Done.Instance;
            });
}

/// <summary>Finds the room of a message.</summary>
public sealed class RoomMessageExtractor(int shards) : HashCodeMessageExtractor(shards)
{
    /// <inheritdoc/>
    public override string? EntityId(object message) => (message as IRoomMessage)?.RoomId;
}
