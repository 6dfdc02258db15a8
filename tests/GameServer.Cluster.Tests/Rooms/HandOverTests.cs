using Akka.Actor;
using Akka.TestKit;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.Rooms;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Rooms;

/// <summary>A room stops, to go on elsewhere.</summary>
public sealed class HandOverTests : ReplicatedRoomTest
{
    [Fact]
    public void Room_is_handed_over_when_its_last_image_is_stored_and_not_when_one_is_that_was_on_its_way_before()
    {
        Settings = CounterGame.Defaults with { EmptyFor = TimeSpan.FromMinutes(1) };
        JoinCluster();
        var room = Room();
        var image = NextImage(room);
        Watch(room);
        room.Tell(StopRoom.Instance);
        var last = Courier.ExpectMsg<ShipBatch>();
        Assert.Equal((image.Batch.After, false, true), (last.Batch.After, image.Batch.IsLast, last.Batch.IsLast));
        Store(room, image);
        Time.Step(TickRate);
        Assert.DoesNotContain(Entries.At(LogLevel.Information), said => said.Contains("is handed over", StringComparison.Ordinal));
        Store(room, last);
        ExpectTerminated(room);
        Assert.Contains(Entries.At(LogLevel.Information), said => said.Contains("is handed over", StringComparison.Ordinal));
    }

    [Fact]
    public void Pieces_of_an_image_that_a_later_one_replaces_do_not_call_for_pieces_of_that()
    {
        MakeGame = () => new WordyGame();
        JoinCluster();
        var room = Room();
        var image = NextImage(room);
        Assert.True(image.Batch.Piece!.Count > 2);
        room.Tell(Gathered(image.Batch));
        var second = Courier.ExpectMsg<ShipBatch>();
        Assert.Equal(1, second.Batch.Piece!.Index);
        room.Tell(StopRoom.Instance);
        var last = Courier.ExpectMsg<ShipBatch>();
        Assert.Equal(0, last.Batch.Piece!.Index);
        room.Tell(Gathered(second.Batch));
        Assert.False(Courier.HasMessages);
        room.Tell(Gathered(last.Batch));
        Assert.Equal(1, Courier.ExpectMsg<ShipBatch>().Batch.Piece!.Index);
    }

    [Fact]
    public void Last_image_that_is_lost_on_its_way_is_sent_again()
    {
        Settings = CounterGame.Defaults with { EmptyFor = TimeSpan.FromMinutes(1) };
        JoinCluster();
        var room = Room();
        NextImage(room);
        Watch(room);
        room.Tell(StopRoom.Instance);
        Assert.True(Courier.ExpectMsg<ShipBatch>().Batch.IsLast);
        Time.Advance(OutputCommit.Patience - TimeSpan.FromMilliseconds(100), TickRate);
        Assert.False(Courier.HasMessages);
        Time.Advance(TimeSpan.FromMilliseconds(200), TickRate);
        var again = Courier.ExpectMsg<ShipBatch>();
        Assert.True(again.Batch.IsLast);
        Store(room, again);
        ExpectTerminated(room);
    }

    [Fact]
    public void Room_that_stops_while_no_other_node_is_there_is_handed_over_to_one_that_comes()
    {
        var room = RoomByItself();
        room.Tell(StopRoom.Instance);
        Time.Advance(TimeSpan.FromSeconds(3.5), TickRate);
        Assert.False(Courier.HasMessages);
        JoinCluster();
        Time.Step(TickRate);
        var last = Courier.ExpectMsg<ShipBatch>();
        Assert.True(last.Batch.IsLast);
        Assert.Equal(new RoomGivenAway(RoomId, 1), Stores.ExpectMsg<RoomGivenAway>());
        Store(room, last);
        ExpectTerminated(room);
        Assert.Contains(Entries.At(LogLevel.Information), said => said.Contains("is handed over", StringComparison.Ordinal));
        Assert.Empty(Received<RoomEnded>(Relay));
    }

    [Fact]
    public void Room_that_stops_and_to_which_no_other_node_comes_ends_in_time_and_says_so()
    {
        var room = RoomByItself();
        room.Tell(StopRoom.Instance);
        Time.Advance(TimeSpan.FromSeconds(3.9), TickRate);
        Assert.Empty(Received<RoomEnded>(Relay));
        Time.Advance(TimeSpan.FromSeconds(0.2), TickRate);
        ExpectTerminated(room);
        Assert.Equal(LeftCodes.RoomClosed, Assert.Single(Received<RoomEnded>(Relay)).Code);
        Assert.Contains(Entries.At(LogLevel.Warning), said => said.Contains("no other node can go on with it", StringComparison.Ordinal));
        Assert.False(Stores.HasMessages);
    }

    [Fact]
    public void Room_whose_store_leaves_while_it_is_handed_over_waits_for_the_next()
    {
        var room = RoomByItself();
        JoinCluster();
        Time.Step(TickRate);
        Store(room, Courier.ExpectMsg<ShipBatch>());
        room.Tell(StopRoom.Instance);
        Assert.True(Received<ShipBatch>(Courier)[^1].Batch.IsLast);
        Board.View = new ReplicationView(Home, [Home], [Home]);
        Time.Advance(TimeSpan.FromSeconds(1), TickRate);
        Assert.False(Courier.HasMessages);
        JoinCluster();
        Time.Step(TickRate);
        Store(room, Courier.ExpectMsg<ShipBatch>());
        ExpectTerminated(room);
    }

    [Fact]
    public void Room_of_a_cluster_of_one_does_not_wait_for_others()
    {
        IsClusterOfOne = true;
        var room = RoomByItself();
        room.Tell(StopRoom.Instance);
        ExpectTerminated(room);
        Assert.Equal(LeftCodes.RoomClosed, Assert.Single(Received<RoomEnded>(Relay)).Code);
        Assert.Empty(Entries.At(LogLevel.Warning));
    }

    /// <summary>A room that plays on a node that knows of no other.</summary>
    private TestActorRef<RoomActor> RoomByItself()
    {
        Settings = CounterGame.Defaults with { EmptyFor = TimeSpan.FromMinutes(1) };
        Board.View = new ReplicationView(Home, [Home], [Home]);
        var room = Room();
        room.Tell(new CreateRoom(RoomId, "counter", false, 1, "epoch", Payload.Nil), TestActor);
        ExpectMsg<RoomCreated>();
        room.Tell(new SubscribeRelay(RoomId, Relay), Relay);
        Time.Step(TickRate);
        Watch(room);
        return room;
    }

    /// <summary>A room begins and plays on, and the store takes every record, until an image is on its way for which nobody had to ask.</summary>
    private ShipBatch NextImage(IActorRef room)
    {
        room.Tell(new CreateRoom(RoomId, "counter", false, 1, "epoch", Payload.Nil), TestActor);
        ExpectMsg<RoomCreated>();
        ShipBatch? image = Courier.ExpectMsg<ShipBatch>();
        while (Gathered(image.Batch).Taken.Piece + 1 < image.Batch.Piece!.Count)
        {
            room.Tell(Gathered(image.Batch));
            image = Courier.ExpectMsg<ShipBatch>();
        }

        Store(room, image);
        image = null;
        for (var tick = 0; image is null; tick++)
        {
            Assert.True(tick < 31 * TickRate, "No image was sent.");
            Time.Step(TickRate);
            foreach (var batch in Received<ShipBatch>(Courier))
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
        Elsewhere, new BatchTaken(batch.RoomId, batch.EpochId, batch.Generation, batch.Piece!.Index, null, 0));

    /// <summary>A game of whose events an image takes several pieces.</summary>
    private sealed class WordyGame : Game
    {
        public override GameSettings Settings { get; } = CounterGame.Defaults with { EmptyFor = TimeSpan.FromMinutes(1) };

        public override void OnTick(RoomContext room) => room.Emit("words", new string('w', 1000));
    }
}
