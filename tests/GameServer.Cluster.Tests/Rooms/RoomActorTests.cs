using Akka.Cluster.Sharding;
using Akka.TestKit;
using GameServer.Cluster.Lobby;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Rooms;

/// <summary>One room among probes.</summary>
public sealed class RoomActorTests : GameTestKit
{
    private const string RoomId = "ABCDEFGHJK";

    private readonly TestProbe matchmaker;
    private readonly TestProbe relays;
    private readonly TestProbe relay;
    private readonly TestProbe session;
    private readonly VirtualTime time;
    private readonly NodeServices services;
    private readonly RoomCounter counter = new();

    public RoomActorTests()
    {
        (matchmaker, relays, relay, session) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        time = VirtualTime.Of(Sys);
        services = new NodeServices(
            new GameCatalog().Add(() => new CounterGame()),
            time,
            new SchedulerTickSource(Sys.Scheduler),
            new SeededIds(1),
            new NodeLimits { Rooms = 1 },
            new RecordingLog());
    }

    [Fact]
    public void Creation_that_is_asked_for_again_is_answered_again_and_changes_nothing()
    {
        var room = Created();
        room.Tell(Join("ann"), session);
        time.Step(20);
        Assert.Null(session.ExpectMsg<JoinRoomResult>().Outcome.RefusalCode);

        room.Tell(Creation(), TestActor);
        Assert.Equal(new RoomCreated(RoomId, "counter", 4), ExpectMsg<RoomCreated>());
        room.Tell(new SubscribeRelay(RoomId, relay));
        Assert.Single(relay.ExpectMsg<RelaySubscribed>().Inputs);
        Assert.Equal(1, counter.Count);
    }

    [Fact]
    public void Messages_to_a_room_that_does_not_exist_are_answered_room_gone()
    {
        IRoomMessage[] messages =
        [
            Join("ann"),
            new SubscribeRelay(RoomId, relay),
            new SeatInput(RoomId, 0, 1, 1, 1),
            new SeatCommand(RoomId, 0, 1, 1, 1, "add", 1),
            new SeatAcknowledge(RoomId, 0, 1, 1, 1),
            new LeaveRoom(RoomId, 0, 1),
            new DetachSeat(RoomId, 0, 1),
            new UnsubscribeRelay(RoomId, relay),
            new EndPoll(RoomId, 1, session),
        ];
        foreach (var message in messages)
        {
            Room().Tell(message, session);
            Assert.Equal(new RoomGone(RoomId), session.ExpectMsg<RoomGone>());
            ExpectMsg<Passivate>();
        }

        Assert.Equal(0, counter.Count);
    }

    [Fact]
    public void Room_over_the_nodes_bound_is_refused_as_busy_and_leaves_no_trace()
    {
        Created();
        var second = Room();
        second.Tell(Creation() with { RoomId = "KKKKKKKKKK" }, TestActor);
        Assert.Equal(ErrorCodes.Busy, ExpectMsg<RoomNotCreated>().Code);
        second.Tell(ExpectMsg<Passivate>().StopMessage);
        Assert.Equal(1, counter.Count);
    }

    [Fact]
    public void Unknown_kind_is_refused()
    {
        Room().Tell(Creation() with { Kind = "chess" }, TestActor);
        Assert.Equal(ErrorCodes.UnknownKind, ExpectMsg<RoomNotCreated>().Code);
        Assert.Equal(0, counter.Count);
    }

    [Fact]
    public void Join_repeated_by_its_session_is_settled_once_and_answered_again()
    {
        var room = Created();
        room.Tell(Join("ann"), session);
        room.Tell(Join("ann"), session);
        time.Step(20);
        var first = session.ExpectMsg<JoinRoomResult>();
        Assert.False(session.HasMessages);
        room.Tell(Join("ann"), session);
        Assert.Equal(first, session.ExpectMsg<JoinRoomResult>());
    }

    [Fact]
    public void Session_that_ends_before_its_join_is_settled_leaves_a_seat_that_is_away()
    {
        var room = Created();
        var ended = CreateTestProbe();
        Watch(ended);
        room.Tell(Join("ann") with { Session = ended }, ended);
        Sys.Stop(ended);
        ExpectTerminated(ended);
        time.Step(20);
        time.Step(20);
        room.Tell(new SubscribeRelay(RoomId, relay));
        Assert.Equal(1L, Away(relay.ExpectMsg<RelaySubscribed>()));
    }

    [Fact]
    public void Whoever_wants_into_a_standing_room_while_it_stops_is_left_to_the_next_one()
    {
        const string Standing = "counter.lounge";
        var games = new GameCatalog().Add(() => new CounterGame(CounterGame.Defaults with { Standing = new StandingRooms(_ => true) }));
        var room = ActorOfAsTestActorRef<RoomActor>(
            RoomActor.Props(Standing, services with { Games = games }, new RoomNeighbours(matchmaker, relays), counter), TestActor);
        room.Tell(Join("ann") with { RoomId = Standing }, session);
        time.Advance(TimeSpan.FromSeconds(1), 20);
        var seat = session.ExpectMsg<JoinRoomResult>().Outcome;
        room.Tell(new LeaveRoom(Standing, seat.Seat, seat.Attach));
        time.Advance(CounterGame.Defaults.EmptyFor + TimeSpan.FromSeconds(1), 20);
        ExpectMsg<Passivate>();

        var late = Join("bob") with { RoomId = Standing };
        room.Tell(late, session);
        ExpectMsgFrom(session.Ref, late);
        Assert.False(session.HasMessages);
    }

    [Fact]
    public void Detaching_an_old_attach_does_nothing()
    {
        var room = Created();
        room.Tell(Join("ann"), session);
        time.Step(20);
        var older = session.ExpectMsg<JoinRoomResult>().Outcome;
        var newer = CreateTestProbe();
        room.Tell(Join("ann") with { Session = newer }, newer);
        time.Step(20);
        Assert.Equal(new SeatTakenOver(RoomId, older.Seat, older.Attach), session.ExpectMsg<SeatTakenOver>());

        room.Tell(new DetachSeat(RoomId, older.Seat, older.Attach));
        time.Step(20);
        room.Tell(new SubscribeRelay(RoomId, relay));
        Assert.Equal(0L, Away(relay.ExpectMsg<RelaySubscribed>()));
    }

    [Fact]
    public void Relay_that_subscribes_twice_misses_no_envelope()
    {
        var room = Created();
        room.Tell(Join("ann"), session);
        room.Tell(new SubscribeRelay(RoomId, relay));
        var first = relay.ExpectMsg<RelaySubscribed>();
        time.Step(20);
        Assert.Equal(first.Seq + 1, relay.ExpectMsg<RoomEnvelope>().Seq);

        // The relay did not get the answer in time and asked again, but then got both.
        room.Tell(new SubscribeRelay(RoomId, relay));
        var second = relay.ExpectMsg<RelaySubscribed>();
        Assert.Equal(first.Seq + 1, second.Seq);
        time.Advance(TimeSpan.FromSeconds(1), 20);
        Assert.Equal(second.Seq + 1, relay.ExpectMsg<RoomEnvelope>().Seq);
    }

    [Fact]
    public void Room_that_ends_lets_waiting_joins_go()
    {
        var room = Created();
        room.Tell(Join("ann"), session);
        time.Step(20);
        var seat = session.ExpectMsg<JoinRoomResult>().Outcome;
        var late = CreateTestProbe();
        room.Tell(new SeatCommand(RoomId, seat.Seat, seat.Attach, 1, 1, "fail", Payload.Nil), session);
        room.Tell(Join("bob") with { Session = late }, late);
        time.Step(20);
        Assert.Equal(new RoomGone(RoomId), late.ExpectMsg<RoomGone>());
    }

    [Fact]
    public void Room_announces_itself_withdraws_and_asks_for_its_relay()
    {
        var room = Created();
        Assert.Equal(new EnsureRelay(RoomId), relays.ExpectMsg<EnsureRelay>());
        Assert.Equal(new RoomAnnounced(RoomId, "counter", false, 0, 4), matchmaker.ExpectMsg<RoomAnnounced>());
        room.Tell(Join("ann"), session);
        time.Step(20);
        Assert.Equal(1, matchmaker.ExpectMsg<RoomAnnounced>().Taken);
        var seat = session.ExpectMsg<JoinRoomResult>().Outcome;
        room.Tell(new LeaveRoom(RoomId, seat.Seat, seat.Attach));
        time.Advance(CounterGame.Defaults.EmptyFor + TimeSpan.FromSeconds(1), 20);
        matchmaker.FishForMessage(message => message is RoomWithdrawn);
    }

    private static CreateRoom Creation() => new(RoomId, "counter", false, 1, "epoch", Payload.Nil);

    private static long Away(RelaySubscribed snapshot)
    {
        var copy = new PlayerCopy();
        copy.Apply(new FullFrame(1, 0, 1, "epoch", snapshot.Tick, snapshot.Schema, snapshot.Tables));
        return (long)copy.Rows("counters").Single().Values[1]!;
    }

    private JoinRoom Join(string player) => new(RoomId, player, player, "join", Payload.Nil, 0, session);

    private TestActorRef<RoomActor> Room() => ActorOfAsTestActorRef<RoomActor>(
        RoomActor.Props(RoomId, services, new RoomNeighbours(matchmaker, relays), counter), TestActor);

    private TestActorRef<RoomActor> Created()
    {
        var room = Room();
        room.Tell(Creation(), TestActor);
        ExpectMsg<RoomCreated>();
        return room;
    }
}
