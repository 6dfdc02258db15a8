using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Rooms;

/// <summary>A room with a store on another node, which is played by the test, as are the copies that it goes on from.</summary>
public sealed class ReplicatedRoomTests : GameTestKit
{
    private const string RoomId = "ABCDEFGHJK";
    private const int TickRate = 20;

    private static readonly NodeId home = new("home", 1);
    private static readonly NodeId store = new("store", 2);
    private static readonly RoomIdentity identity = new(RoomId, "counter", IsPrivate: false);

    private readonly TestProbe courier;
    private readonly TestProbe stores;
    private readonly TestProbe relay;
    private readonly TestProbe session;
    private readonly VirtualTime time;
    private readonly RecordingLog log = new();
    private readonly ReplicationBoard board = new() { Lease = LeaseGrant.Always };
    private GameSettings settings = CounterGame.Defaults;
    private Func<Game>? game;

    public ReplicatedRoomTests()
    {
        (courier, stores, relay, session) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        time = VirtualTime.Of(Sys);
    }

    [Fact]
    public void State_goes_250_ms_ahead_of_what_the_store_has_and_no_further_until_that_has_more()
    {
        JoinCluster();
        var room = Room();
        room.Tell(new CreateRoom(RoomId, "counter", false, 1, "epoch", Payload.Nil), TestActor);
        ExpectMsg<RoomCreated>();
        Store(room, courier.ExpectMsg<ShipBatch>());
        room.Tell(new JoinRoom(RoomId, "ann", "Ann", "join", Payload.Nil, 0, session), session);
        time.Step(TickRate);
        Store(room, courier.ExpectMsg<ShipBatch>());
        var seat = session.ExpectMsg<JoinRoomResult>().Outcome;
        room.Tell(new SubscribeRelay(RoomId, relay), relay);
        var held = relay.ExpectMsg<RelaySubscribed>().Tick;

        // A player's input is seen at once, whatever the store has.
        var shipped = new List<ShipBatch>();
        var shown = new List<long>();
        for (var n = 1; n <= 9; n++)
        {
            room.Tell(new SeatInput(RoomId, seat.Seat, seat.Attach, n, 1));
            time.Step(TickRate);
            shipped.AddRange(Received<ShipBatch>(courier));
            shown.AddRange(Received<RoomEnvelope>(relay).Select(told => told.Body.Tick));
        }

        Assert.Equal(Enumerable.Range(1, TickRate / 4).Select(ahead => held + ahead), shown);
        while (shipped.Count > 0)
        {
            shipped.ForEach(batch => Store(room, batch));
            shipped = Received<ShipBatch>(courier);
        }

        var after = Received<RoomEnvelope>(relay);
        Assert.Equal((held + (TickRate / 4), held + 9), (after[0].Body.From, after[^1].Body.Tick));
    }

    [Fact]
    public void Room_is_handed_over_when_its_last_image_is_stored_and_not_when_one_is_that_was_on_its_way_before()
    {
        settings = CounterGame.Defaults with { EmptyFor = TimeSpan.FromMinutes(1) };
        JoinCluster();
        var room = Room();
        var image = NextImage(room);
        Watch(room);
        room.Tell(StopRoom.Instance);
        var last = courier.ExpectMsg<ShipBatch>();
        Assert.Equal((image.Batch.After, false, true), (last.Batch.After, image.Batch.IsLast, last.Batch.IsLast));
        Store(room, image);
        time.Step(TickRate);
        Assert.DoesNotContain(log.At(LogLevel.Information), said => said.Contains("is handed over", StringComparison.Ordinal));
        Store(room, last);
        ExpectTerminated(room);
        Assert.Contains(log.At(LogLevel.Information), said => said.Contains("is handed over", StringComparison.Ordinal));
    }

    [Fact]
    public void Pieces_of_an_image_that_a_later_one_replaces_do_not_call_for_pieces_of_that()
    {
        game = () => new WordyGame();
        JoinCluster();
        var room = Room();
        var image = NextImage(room);
        Assert.True(image.Batch.Piece!.Count > 2);
        room.Tell(Gathered(image.Batch));
        var second = courier.ExpectMsg<ShipBatch>();
        Assert.Equal(1, second.Batch.Piece!.Index);
        room.Tell(StopRoom.Instance);
        var last = courier.ExpectMsg<ShipBatch>();
        Assert.Equal(0, last.Batch.Piece!.Index);
        room.Tell(Gathered(second.Batch));
        Assert.False(courier.HasMessages);
        room.Tell(Gathered(last.Batch));
        Assert.Equal(1, courier.ExpectMsg<ShipBatch>().Batch.Piece!.Index);
    }

    [Fact]
    public void Last_image_that_is_lost_on_its_way_is_sent_again()
    {
        settings = CounterGame.Defaults with { EmptyFor = TimeSpan.FromMinutes(1) };
        JoinCluster();
        var room = Room();
        NextImage(room);
        Watch(room);
        room.Tell(StopRoom.Instance);
        Assert.True(courier.ExpectMsg<ShipBatch>().Batch.IsLast);
        for (var since = TimeSpan.Zero; since < OutputCommit.Patience; since += TimeSpan.FromSeconds(1.0 / TickRate))
        {
            Assert.False(courier.HasMessages);
            time.Step(TickRate);
        }

        var again = courier.ExpectMsg<ShipBatch>();
        Assert.True(again.Batch.IsLast);
        Store(room, again);
        ExpectTerminated(room);
    }

    [Fact]
    public void Room_that_took_its_node_with_it_for_the_third_time_within_a_minute_is_closed()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var machine = Played();
        var room = Asked();
        JoinCluster();
        room.Tell(Found(machine.Save(), [], crashes: [now - 59_000, now - 1000]));
        Assert.Equal(new RoomGone(RoomId), relay.ExpectMsg<RoomGone>());
        Assert.Equal(2, stores.ReceiveN(2).OfType<DropReplica>().Count());
        Assert.Contains(log.At(LogLevel.Error), said => said.Contains("it took its node with it too often", StringComparison.Ordinal));
    }

    [Fact]
    public void Room_whose_earlier_crashes_were_longer_ago_goes_on()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var machine = Played();
        var room = Asked();
        JoinCluster();
        room.Tell(Found(machine.Save(), [], crashes: [now - 61_000, now - 1000]));
        Assert.Equal(machine.Tick, relay.ExpectMsg<RelaySubscribed>().Tick);
        Assert.Empty(log.At(LogLevel.Error));
    }

    [Fact]
    public void Room_whose_game_comes_out_differently_goes_back_to_its_checkpoint_and_says_so()
    {
        var chance = 0;
        game = () => new MoodyGame(() => ++chance);
        var machine = RoomMachine.Create(game(), identity, 1, Payload.Nil);
        var (saved, tick, events) = (machine.Save(), machine.Tick, machine.Log.Head);
        TickRecord[] records = [.. Enumerable.Range(0, 3).Select(_ => machine.Step().Record!)];

        var room = Asked();
        JoinCluster();
        room.Tell(Found(saved, records));
        var told = relay.ExpectMsg<RelaySubscribed>();
        Assert.Equal(tick, told.Tick);
        // Whoever was told more than that is told to start anew.
        Assert.Equal(("epoch", events), (told.Epoch.Earlier[^1].Id, told.Epoch.Earlier[^1].End));
        Assert.True(machine.Log.Head > events);
        Assert.Contains(log.At(LogLevel.Error), said => said.Contains($"is rewound to tick {tick}", StringComparison.Ordinal));
    }

    [Fact]
    public void Players_of_a_room_of_a_newer_version_wait_until_a_node_has_it_and_its_copy_is_kept()
    {
        settings = CounterGame.Defaults with { Version = 2, OldestVersion = 1 };
        var machine = Played();
        settings = CounterGame.Defaults;
        var room = Asked();
        Watch(room);
        JoinCluster();
        room.Tell(Found(machine.Save(), []));
        ExpectTerminated(room);
        Assert.False(relay.HasMessages);
        Assert.False(stores.HasMessages);
        Assert.Contains(log.At(LogLevel.Warning), said => said.Contains("waits for a node of a newer version", StringComparison.Ordinal));

        settings = CounterGame.Defaults with { Version = 3, OldestVersion = 2 };
        Asked().Tell(Found(machine.Save(), []));
        Assert.Equal(machine.Tick, relay.ExpectMsg<RelaySubscribed>().Tick);
    }

    [Fact]
    public void Room_of_a_version_that_nobody_goes_on_with_is_gone_for_its_players()
    {
        var machine = Played();
        settings = CounterGame.Defaults with { Version = 2 };
        var room = Asked();
        JoinCluster();
        room.Tell(Found(machine.Save(), []));
        Assert.Equal(new RoomGone(RoomId), relay.ExpectMsg<RoomGone>());
        Assert.False(stores.HasMessages);
    }

    [Theory]
    [InlineData(null, NodeFormats.Oldest)]
    [InlineData(NodeFormats.Newest, NodeFormats.Newest)]
    [InlineData(NodeFormats.Newest + 1, NodeFormats.Newest)]
    public void Relay_is_told_the_lower_of_its_format_and_the_rooms(int? format, int spoken)
    {
        JoinCluster();
        var room = Room();
        room.Tell(new CreateRoom(RoomId, "counter", false, 1, "epoch", Payload.Nil), TestActor);
        room.Tell(new SubscribeRelay(RoomId, relay, format), relay);
        Assert.Equal(spoken, relay.ExpectMsg<RelaySubscribed>().Format);
    }

    /// <summary>Until then nobody is there to be asked for copies, and the room takes what the test gives it.</summary>
    private void JoinCluster()
    {
        ImmutableArray<NodeId> both = [home, store];
        board.View = new ReplicationView(home, both, both);
    }

    /// <summary>A room that is being looked for, since a relay wants it.</summary>
    private TestActorRef<RoomActor> Asked()
    {
        var room = Room();
        room.Tell(new SubscribeRelay(RoomId, relay), relay);
        return room;
    }

    private TestActorRef<RoomActor> Room()
    {
        var services = new NodeServices(
            new GameCatalog().Add(game ?? (() => new CounterGame(settings))),
            time,
            new SchedulerTickSource(Sys.Scheduler),
            new SeededIds(1),
            new NodeLimits(),
            log);
        return ActorOfAsTestActorRef<RoomActor>(
            RoomActor.Props(
                RoomId,
                services,
                new RoomNeighbours(CreateTestProbe(), CreateTestProbe())
                {
                    Replication = new ReplicationLinks(board, courier, CreateTestProbe(), _ => stores),
                },
                new RoomCounter()),
            CreateTestProbe());
    }

    private RoomMachine Played()
    {
        var machine = RoomMachine.Create(new CounterGame(settings), identity, 1, Payload.Nil);
        for (var i = 0; i < 5; i++)
        {
            machine.Step();
        }

        return machine;
    }

    private static CopyFound Found(ReadOnlyMemory<byte> state, TickRecord[] records, long[]? crashes = null)
    {
        var image = new RoomImage(identity, new RoomEpoch(1, "epoch", []), crashes ?? [], false, state, []).Encode(NodeFormats.Newest);
        var stored = new StoredRoom();
        stored.Take(store, new RoomBatch(RoomId, 1, "epoch", 1, 0, new CheckpointPiece(0, 1, image), [], false), TimeSpan.Zero);
        foreach (var record in records)
        {
            var bytes = new System.Buffers.ArrayBufferWriter<byte>();
            RecordCodec.Write(bytes, record);
            var after = stored.Replica.Held!.Value.Record;
            stored.Take(store, new RoomBatch(RoomId, 1, "epoch", 1, after, null, [bytes.WrittenMemory], false), TimeSpan.Zero);
        }

        return new CopyFound(new ReplicaEpoch(2, "next"), stored.Replica.Held!.Value, stored.Pack());
    }

    /// <summary>A room begins and plays on, and the store takes every record, until an image is on its way for which nobody had to ask.</summary>
    private ShipBatch NextImage(IActorRef room)
    {
        room.Tell(new CreateRoom(RoomId, "counter", false, 1, "epoch", Payload.Nil), TestActor);
        ExpectMsg<RoomCreated>();
        ShipBatch? image = courier.ExpectMsg<ShipBatch>();
        while (Gathered(image.Batch).Taken.Piece + 1 < image.Batch.Piece!.Count)
        {
            room.Tell(Gathered(image.Batch));
            image = courier.ExpectMsg<ShipBatch>();
        }

        Store(room, image);
        image = null;
        for (var tick = 0; image is null; tick++)
        {
            Assert.True(tick < 31 * TickRate, "No image was sent.");
            time.Step(TickRate);
            foreach (var batch in Received<ShipBatch>(courier))
            {
                if (batch.Batch.Piece is null)
                {
                    Store(room, batch);
                }
                else
                {
                    image = batch;
                }
            }
        }

        return image;
    }

    /// <summary>The store has taken a piece, and misses others.</summary>
    private static StoreAnswered Gathered(RoomBatch batch) => new(
        store, new BatchTaken(batch.RoomId, batch.EpochId, batch.Generation, batch.Piece!.Index, null, 0));

    private static List<T> Received<T>(TestProbe probe)
    {
        var messages = new List<T>();
        while (probe.HasMessages)
        {
            messages.AddRange(probe.ReceiveOne() is T wanted ? [wanted] : []);
        }

        return messages;
    }

    /// <summary>The store takes what the room has sent, and says so.</summary>
    private static void Store(IActorRef room, ShipBatch shipped)
    {
        var batch = shipped.Batch;
        room.Tell(new StoreAnswered(store, new BatchTaken(
            batch.RoomId, batch.EpochId, batch.Generation, batch.Piece?.Index ?? -1, BatchVerdict.Stored, batch.After + batch.Records.Count)));
    }

    /// <summary>A game of whose events an image takes several pieces.</summary>
    private sealed class WordyGame : Game
    {
        public override GameSettings Settings { get; } = CounterGame.Defaults with { EmptyFor = TimeSpan.FromMinutes(1) };

        public override void OnTick(RoomContext room) => room.Emit("words", new string('w', 1000));
    }

    /// <summary>A game that tells more the more rooms of it there were.</summary>
    private sealed class MoodyGame(Func<int> mood) : Game
    {
        private readonly int events = mood();

        public override GameSettings Settings { get; } = CounterGame.Defaults;

        public override void OnTick(RoomContext room)
        {
            for (var i = 0; i < events; i++)
            {
                room.Emit("mood", i);
            }
        }
    }
}
