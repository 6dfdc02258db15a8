using Akka.TestKit;
using GameServer.Cluster.Lobby;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Cluster.Tests.Lobby;

public sealed class MatchmakerActorTests : GameTestKit
{
    private readonly TestProbe rooms;
    private readonly VirtualTime time;

    public MatchmakerActorTests()
    {
        rooms = CreateTestProbe("rooms");
        time = VirtualTime.Of(Sys);
    }

    [Fact]
    public void Unknown_kind_makes_no_room()
    {
        var matchmaker = Matchmaker();
        matchmaker.Tell(Quick("ann") with { Kind = "chess" }, TestActor);
        Assert.Equal(ErrorCodes.UnknownKind, ExpectMsg<NoProposal>().Code);
        Assert.False(rooms.HasMessages);
    }

    [Fact]
    public void Room_that_could_not_be_made_is_told_to_all_who_wait_for_it()
    {
        var matchmaker = Matchmaker();
        matchmaker.Tell(Quick("ann"), TestActor);
        matchmaker.Tell(Quick("bob") with { Handle = 2 }, TestActor);
        var create = rooms.ExpectMsg<CreateRoom>();
        matchmaker.Tell(new RoomNotCreated(create.RoomId, ErrorCodes.Busy, "No place."));

        Assert.Equal(new NoProposal(1, "join", ErrorCodes.Busy, "No place."), ExpectMsg<NoProposal>());
        Assert.Equal(2, ExpectMsg<NoProposal>().Handle);
        matchmaker.Tell(Quick("ann"), TestActor);
        Assert.NotEqual(create.RoomId, rooms.ExpectMsg<CreateRoom>().RoomId);
    }

    [Fact]
    public void Room_that_is_not_made_in_time_is_busy_and_its_late_answer_does_no_harm()
    {
        var matchmaker = Matchmaker();
        matchmaker.Tell(Quick("ann"), TestActor);
        var create = rooms.ExpectMsg<CreateRoom>();
        time.Advance(TimeSpan.FromSeconds(7), 20);
        Assert.Equal(ErrorCodes.Busy, ExpectMsg<NoProposal>().Code);

        matchmaker.Tell(new RoomCreated(create.RoomId, "counter", 4));
        matchmaker.Tell(new RoomAnnounced(create.RoomId, "counter", false, 0, 4));
        matchmaker.Tell(Quick("ann"), TestActor);
        Assert.Equal(create.RoomId, ExpectMsg<RoomProposed>().RoomId);
    }

    [Fact]
    public void Fresh_matchmaker_listens_for_rooms_before_it_makes_one()
    {
        var matchmaker = Matchmaker(TimeSpan.FromSeconds(2.5));
        matchmaker.Tell(Quick("ann"), TestActor);
        matchmaker.Tell(Quick("bob") with { Private = true }, TestActor);
        time.Advance(TimeSpan.FromSeconds(2), 20);
        Assert.False(rooms.HasMessages);
        matchmaker.Tell(new RoomAnnounced("ABCDEFGHJK", "counter", false, 2, 4));
        time.Advance(TimeSpan.FromSeconds(1), 20);

        Assert.Equal("ABCDEFGHJK", ExpectMsg<RoomProposed>().RoomId);
        Assert.True(rooms.ExpectMsg<CreateRoom>().IsPrivate);
    }

    [Fact]
    public void Players_that_wait_share_a_public_room_up_to_its_seats_and_private_rooms_are_for_one()
    {
        var matchmaker = Matchmaker();
        for (var player = 0; player < 5; player++)
        {
            matchmaker.Tell(Quick($"player-{player}"), TestActor);
        }

        matchmaker.Tell(Quick("ann") with { Private = true, Options = "big" }, TestActor);
        matchmaker.Tell(Quick("ann") with { Private = true, Options = "big" }, TestActor);
        matchmaker.Tell(Quick("bob") with { Private = true }, TestActor);
        var made = Enumerable.Range(0, 4).Select(_ => rooms.ExpectMsg<CreateRoom>()).ToArray();

        Assert.False(rooms.HasMessages);
        Assert.Equal([false, false, true, true], made.Select(create => create.IsPrivate));
        Assert.Equal([Payload.Nil, Payload.Nil, "big", Payload.Nil], made.Select(create => create.Options));
        foreach (var create in made)
        {
            matchmaker.Tell(new RoomCreated(create.RoomId, create.Kind, 4));
        }

        // The join that was sent twice is answered twice, with the same room.
        var proposed = Enumerable.Range(0, 8).Select(_ => ExpectMsg<RoomProposed>().RoomId).ToArray();
        Assert.Equal([4, 1, 2, 1], made.Select(create => proposed.Count(roomId => roomId == create.RoomId)));
    }

    [Fact]
    public void Rooms_that_were_tried_are_not_proposed_again()
    {
        var matchmaker = Matchmaker();
        matchmaker.Tell(new RoomAnnounced("ABCDEFGHJK", "counter", false, 0, 4));
        matchmaker.Tell(Quick("ann"), TestActor);
        Assert.Equal("ABCDEFGHJK", ExpectMsg<RoomProposed>().RoomId);
        matchmaker.Tell(Quick("ann") with { Excluded = ["ABCDEFGHJK"] }, TestActor);
        rooms.ExpectMsg<CreateRoom>();
    }

    private static FindRoom Quick(string player) => new(1, "join", "counter", player, false, Payload.Nil, []);

    private TestActorRef<MatchmakerActor> Matchmaker(TimeSpan listenFor = default)
    {
        var services = new NodeServices(
            new GameCatalog().Add(() => new CounterGame()),
            time,
            new SchedulerTickSource(Sys.Scheduler),
            new SeededIds(1),
            new NodeLimits(),
            NullLogger.Instance);
        return ActorOfAsTestActorRef<MatchmakerActor>(MatchmakerActor.Props(rooms, services, listenFor));
    }
}
