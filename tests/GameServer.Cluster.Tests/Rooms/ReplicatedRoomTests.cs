using Akka.Actor;
using Akka.TestKit;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.Rooms;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Rooms;

/// <summary>A room that shows itself, or goes on from a copy that another node has.</summary>
public sealed class ReplicatedRoomTests : ReplicatedRoomTest
{
    [Fact]
    public void State_goes_250_ms_ahead_of_what_the_store_has_and_no_further_until_that_has_more()
    {
        JoinCluster();
        var room = Room();
        room.Tell(new CreateRoom(RoomId, "counter", false, 1, "epoch", Payload.Nil), TestActor);
        ExpectMsg<RoomCreated>();
        Store(room, Courier.ExpectMsg<ShipBatch>());
        room.Tell(new JoinRoom(RoomId, "ann", "Ann", "join", Payload.Nil, 0, Session), Session);
        Time.Step(TickRate);
        Store(room, Courier.ExpectMsg<ShipBatch>());
        var seat = Session.ExpectMsg<JoinRoomResult>().Outcome;
        room.Tell(new SubscribeRelay(RoomId, Relay), Relay);
        var held = Relay.ExpectMsg<RelaySubscribed>().Tick;

        // A player's input is seen at once, whatever the store has.
        var shipped = new List<ShipBatch>();
        var shown = new List<long>();
        for (var n = 1; n <= 9; n++)
        {
            room.Tell(new SeatInput(RoomId, seat.Seat, seat.Attach, n, 1));
            Time.Step(TickRate);
            shipped.AddRange(Received<ShipBatch>(Courier));
            shown.AddRange(Received<RoomEnvelope>(Relay).Select(told => told.Body.Tick));
        }

        Assert.Equal(Enumerable.Range(1, TickRate / 4).Select(ahead => held + ahead), shown);
        while (shipped.Count > 0)
        {
            shipped.ForEach(batch => Store(room, batch));
            shipped = Received<ShipBatch>(Courier);
        }

        var after = Received<RoomEnvelope>(Relay);
        Assert.Equal((held + (TickRate / 4), held + 9), (after[0].Body.From, after[^1].Body.Tick));
    }

    [Fact]
    public void A_store_that_lacks_something_is_sent_an_image_once_however_often_it_says_so()
    {
        Settings = CounterGame.Defaults with { EmptyFor = TimeSpan.FromMinutes(1) };
        JoinCluster();
        var room = Room();
        room.Tell(new CreateRoom(RoomId, "counter", false, 1, "epoch", Payload.Nil), TestActor);
        Store(room, Courier.ExpectMsg<ShipBatch>());
        Time.Advance(TimeSpan.FromMilliseconds(120), TickRate);
        var lost = Received<ShipBatch>(Courier)[0].Batch;
        var lacks = new StoreAnswered(Elsewhere, new BatchTaken(RoomId, lost.EpochId, lost.Generation, -1, BatchVerdict.NeedFull, 0));
        room.Tell(lacks);
        room.Tell(lacks);
        var image = Assert.Single(Received<ShipBatch>(Courier));
        Assert.Equal((lost.Generation + 1, false), (image.Batch.Generation, image.Batch.IsLast));
        Assert.NotNull(image.Batch.Piece);
    }

    [Fact]
    public void Room_that_took_its_node_with_it_for_the_third_time_within_a_minute_is_closed()
    {
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        var machine = Played();
        var room = Asked();
        JoinCluster();
        room.Tell(Found(machine.Save(), [], crashes: [now - 59_000, now - 1000]));
        Assert.Equal(new RoomGone(RoomId), Relay.ExpectMsg<RoomGone>());
        Assert.Equal(2, Stores.ReceiveN(2).OfType<DropReplica>().Count());
        Assert.Contains(Entries.At(LogLevel.Error), said => said.Contains("it took its node with it too often", StringComparison.Ordinal));
    }

    [Fact]
    public void Room_whose_earlier_crashes_were_longer_ago_goes_on()
    {
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        var machine = Played();
        var room = Asked();
        JoinCluster();
        room.Tell(Found(machine.Save(), [], crashes: [now - 61_000, now - 1000]));
        Assert.Equal(machine.Tick, Relay.ExpectMsg<RelaySubscribed>().Tick);
        Assert.Empty(Entries.At(LogLevel.Error));
    }

    [Fact]
    public void Room_whose_game_comes_out_differently_goes_back_to_its_checkpoint_and_says_so()
    {
        var chance = 0;
        MakeGame = () => new MoodyGame(() => ++chance);
        var machine = RoomMachine.Create(MakeGame(), Identity, 1, Payload.Nil);
        var (saved, tick, events) = (machine.Save(), machine.Tick, machine.Log.Head);
        TickRecord[] records = [.. Enumerable.Range(0, 3).Select(_ => machine.Step().Record!)];

        var room = Asked();
        JoinCluster();
        room.Tell(Found(saved, records));
        var told = Relay.ExpectMsg<RelaySubscribed>();
        Assert.Equal(tick, told.Tick);
        // Whoever was told more than that is told to start anew.
        Assert.Equal(("epoch", events), (told.Epoch.Earlier[^1].Id, told.Epoch.Earlier[^1].End));
        Assert.True(machine.Log.Head > events);
        Assert.Contains(Entries.At(LogLevel.Error), said => said.Contains($"is rewound to tick {tick}", StringComparison.Ordinal));
    }

    [Fact]
    public void Players_of_a_room_of_a_newer_version_wait_until_a_node_has_it_and_its_copy_is_kept()
    {
        Settings = CounterGame.Defaults with { Version = 2, OldestVersion = 1 };
        var machine = Played();
        Settings = CounterGame.Defaults;
        var room = Asked();
        Watch(room);
        JoinCluster();
        room.Tell(Found(machine.Save(), []));
        ExpectTerminated(room);
        Assert.False(Relay.HasMessages);
        Assert.False(Stores.HasMessages);
        Assert.Contains(Entries.At(LogLevel.Warning), said => said.Contains("waits for a node of a newer version", StringComparison.Ordinal));

        Settings = CounterGame.Defaults with { Version = 3, OldestVersion = 2 };
        Asked().Tell(Found(machine.Save(), []));
        Assert.Equal(machine.Tick, Relay.ExpectMsg<RelaySubscribed>().Tick);
    }

    [Fact]
    public void Room_of_a_version_that_nobody_goes_on_with_is_gone_for_its_players()
    {
        var machine = Played();
        Settings = CounterGame.Defaults with { Version = 2 };
        var room = Asked();
        JoinCluster();
        room.Tell(Found(machine.Save(), []));
        Assert.Equal(new RoomGone(RoomId), Relay.ExpectMsg<RoomGone>());
        Assert.False(Stores.HasMessages);
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
        room.Tell(new SubscribeRelay(RoomId, Relay, format), Relay);
        Assert.Equal(spoken, Relay.ExpectMsg<RelaySubscribed>().Format);
    }

    [Fact]
    public void An_incarnation_that_ended_before_a_store_had_it_is_continued_where_it_told_of()
    {
        var machine = RoomMachine.Create(new CounterGame(Settings), Identity, 1, Payload.Nil);
        var stored = Stored(machine.Save(), []);
        machine.OfferJoin("ann", "Ann", "join", Payload.Nil, 0);
        var record = machine.Step().Record!;
        Take(stored, record);
        var first = Recovered(stored, new ReplicaEpoch(2, "middle"));
        var head = first.Events[^1].Offset;
        Assert.Equal(machine.Log.Head, head);

        // Nobody has stored anything of it when its node is gone.
        var last = Recovered(stored, new ReplicaEpoch(3, "last"));
        Assert.Equal([new EarlierEpoch("epoch", head), new EarlierEpoch("middle", head)], last.Epoch.Earlier);
        var log = new EventLog();
        log.Reset(last.LogTail);
        foreach (var kept in last.Events)
        {
            log.Append(kept);
        }

        for (var offset = last.LogTail; offset <= head; offset++)
        {
            Assert.Equal(
                new CursorResolution(offset, 0, null),
                CursorResolution.Resolve(new Cursor(2, "middle", offset, first.Tick), last.Epoch, log, 0, head));
        }
    }

    [Fact]
    public void A_record_that_is_too_large_for_a_message_goes_in_an_image_also_when_one_was_on_its_way_when_it_was_made()
    {
        JoinCluster();
        var room = Room();
        room.Tell(new CreateRoom(RoomId, "counter", false, 1, "epoch", Payload.Nil), TestActor);
        Store(room, Courier.ExpectMsg<ShipBatch>());
        room.Tell(new JoinRoom(RoomId, "ann", "Ann", "join", Payload.Nil, 0, Session), Session);
        Time.Step(TickRate);
        Received<ShipBatch>(Courier).ForEach(batch => Store(room, batch));
        var seat = Session.ExpectMsg<JoinRoomResult>().Outcome;
        room.Tell(new SubscribeRelay(RoomId, Relay), Relay);
        for (var n = 1; n <= 3; n++)
        {
            var whisper = Payload.Map(("text", new string('x', 2 * ReplicaPieces.Bytes)), ("to", 0));
            room.Tell(new SeatCommand(RoomId, seat.Seat, seat.Attach, 7, n, "whisper", whisper));
            Time.Step(TickRate);
        }

        List<RoomBatch> shipped = [];
        for (var tick = 0; tick < 12; tick++)
        {
            for (var batches = Received<ShipBatch>(Courier); batches.Count > 0; batches = Received<ShipBatch>(Courier))
            {
                shipped.AddRange(batches.Select(ship => ship.Batch));
                batches.ForEach(ship => Take(room, ship));
            }

            Time.Step(TickRate);
        }

        Assert.All(shipped, batch => Assert.All(batch.Records, record => Assert.InRange(record.Length, 0, ReplicaPieces.Bytes)));
        Assert.Equal(3, Received<RoomEnvelope>(Relay).Sum(told => told.Body.Answers.Count));
    }

    /// <summary>The store takes a piece of an image, or all of what came.</summary>
    private static void Take(IActorRef room, ShipBatch shipped)
    {
        if (shipped.Batch is { Piece: { } piece } batch && piece.Index < piece.Count - 1)
        {
            room.Tell(new StoreAnswered(Elsewhere, new BatchTaken(batch.RoomId, batch.EpochId, batch.Generation, piece.Index, null, 0)));
        }
        else
        {
            Store(room, shipped);
        }
    }

    /// <summary>What a relay is told by an incarnation that goes on from a store's copy, before anything of it is stored.</summary>
    private RelaySubscribed Recovered(StoredRoom stored, ReplicaEpoch epoch)
    {
        var between = stored.Replica.Seal(epoch).Between ?? [];
        Board.View = new ReplicationView(default, [], []);
        var room = Asked();
        JoinCluster();
        room.Tell(new CopyFound(epoch, stored.Replica.Held!.Value, stored.Pack(), between));
        var told = Relay.ExpectMsg<RelaySubscribed>();
        Sys.Stop(room);
        return told;
    }

    /// <summary>A room that is being looked for, since a relay wants it.</summary>
    private TestActorRef<RoomActor> Asked()
    {
        var room = Room();
        room.Tell(new SubscribeRelay(RoomId, Relay), Relay);
        return room;
    }

    private RoomMachine Played()
    {
        var machine = RoomMachine.Create(new CounterGame(Settings), Identity, 1, Payload.Nil);
        for (var i = 0; i < 5; i++)
        {
            machine.Step();
        }

        return machine;
    }

    private static CopyFound Found(ReadOnlyMemory<byte> state, TickRecord[] records, long[]? crashes = null)
    {
        var stored = Stored(state, records, crashes);
        return new CopyFound(new ReplicaEpoch(2, "next"), stored.Replica.Held!.Value, stored.Pack(), []);
    }

    private static StoredRoom Stored(ReadOnlyMemory<byte> state, TickRecord[] records, long[]? crashes = null)
    {
        var image = new RoomImage(Identity, new RoomEpoch(1, "epoch", []), crashes ?? [], false, state, []).Encode(NodeFormats.Newest);
        var stored = new StoredRoom();
        stored.Take(Elsewhere, new RoomBatch(RoomId, 1, "epoch", 1, 0, new CheckpointPiece(0, 1, image), [], false), TimeSpan.Zero);
        foreach (var record in records)
        {
            Take(stored, record);
        }

        return stored;
    }

    private static void Take(StoredRoom stored, TickRecord record)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        RecordCodec.Write(bytes, record);
        var after = stored.Replica.Held!.Value.Record;
        stored.Take(Elsewhere, new RoomBatch(RoomId, 1, "epoch", 1, after, null, [bytes.WrittenMemory], false), TimeSpan.Zero);
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
