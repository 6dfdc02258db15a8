using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.Rooms;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Rooms;

/// <summary>A room with a store on another node, which is played by the test, as are the copies that it goes on from.</summary>
public abstract class ReplicatedRoomTest : GameTestKit
{
    private protected const string RoomId = "ABCDEFGHJK";
    private protected const int TickRate = 20;

    private protected static readonly NodeId Home = new("home", 1);
    private protected static readonly NodeId Elsewhere = new("store", 2);
    private protected static readonly RoomIdentity Identity = new(RoomId, "counter", IsPrivate: false);

    protected ReplicatedRoomTest()
    {
        (Courier, Stores, Relay, Session) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Time = VirtualTime.Of(Sys);
    }

    protected TestProbe Courier { get; }

    protected TestProbe Stores { get; }

    protected TestProbe Relay { get; }

    protected TestProbe Session { get; }

    protected VirtualTime Time { get; }

    protected ReplicationBoard Board { get; } = new() { Lease = LeaseGrant.Always };

    protected GameSettings Settings { get; set; } = CounterGame.Defaults;

    protected Func<Game>? MakeGame { get; set; }

    protected bool IsClusterOfOne { get; set; }

    private protected RecordingLog Entries { get; } = new();

    /// <summary>Until then nobody is there to be asked for copies, and the room takes what the test gives it.</summary>
    private protected void JoinCluster()
    {
        ImmutableArray<NodeId> both = [Home, Elsewhere];
        Board.View = new ReplicationView(Home, both, both);
    }

    private protected TestActorRef<RoomActor> Room()
    {
        var services = new NodeServices(
            new GameCatalog().Add(MakeGame ?? (() => new CounterGame(Settings))),
            Time,
            new SchedulerTickSource(Sys.Scheduler),
            new SeededIds(1),
            new NodeLimits(),
            Entries)
        {
            IsClusterOfOne = IsClusterOfOne,
        };
        return ActorOfAsTestActorRef<RoomActor>(
            RoomActor.Props(
                RoomId,
                services,
                new RoomNeighbours(CreateTestProbe(), CreateTestProbe())
                {
                    Replication = new ReplicationLinks(Board, Courier, CreateTestProbe(), _ => Stores),
                },
                new RoomCounter()),
            CreateTestProbe());
    }

    private protected static List<T> Received<T>(TestProbe probe)
    {
        var messages = new List<T>();
        while (probe.HasMessages)
        {
            messages.AddRange(probe.ReceiveOne() is T wanted ? [wanted] : []);
        }

        return messages;
    }

    /// <summary>The store takes what the room has sent, and says so.</summary>
    private protected static void Store(IActorRef room, ShipBatch shipped)
    {
        var batch = shipped.Batch;
        room.Tell(new StoreAnswered(Elsewhere, new BatchTaken(
            batch.RoomId, batch.EpochId, batch.Generation, batch.Piece?.Index ?? -1, BatchVerdict.Stored, batch.After + batch.Records.Count)));
    }
}
