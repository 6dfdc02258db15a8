using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Tests.Rooms;

public sealed class StandingRoomTests : NodeTest
{
    private const string Lounge = "counter.lounge";

    public StandingRoomTests() => Settings = Settings with { Standing = new StandingRooms(name => name == "lounge") };

    [Fact]
    public void First_who_asks_finds_it_begun_and_the_next_meets_them_there()
    {
        var ann = Inside("ann", out var first);
        Inside("bob", out var second);

        Assert.Equal((Lounge, "counter", 0, false), (first.RoomId, first.Kind, first.Seat, first.Private));
        Assert.Equal((Lounge, 1, first.EpochId), (second.RoomId, second.Seat, second.EpochId));
        ann.Command(1, "say", "hello");
        Ticks(1);
        Assert.Equal(1, ann.Expect<AnswerFrame>().N);
    }

    [Fact]
    public void Watching_it_is_enough()
    {
        var eve = Connect("eve");
        eve.Room(Lounge, watch: true);
        Ticks(1);
        var joined = eve.Expect<JoinedFrame>();
        Assert.Equal((Lounge, -1), (joined.RoomId, joined.Seat));
        eve.Expect<FullFrame>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_joined_and_watched_over_requests_alike(bool watch)
    {
        var ann = new HttpPlayer(Server, "ann");
        var join = ann.Join(how: JoinBy.Room, target: Lounge, watch: watch);
        Ticks(1);
        var joined = Assert.Single(ann.Read(join).OfType<JoinedFrame>());
        Assert.Equal((Lounge, watch ? -1 : 0), (joined.RoomId, joined.Seat));
    }

    [Theory]
    [InlineData("counter.attic")]
    [InlineData("counter.")]
    [InlineData("counter.lounge.")]
    [InlineData("counter.Lounge")]
    [InlineData("chess.lounge")]
    [InlineData(".lounge")]
    public void Names_that_the_game_does_not_allow_lead_nowhere(string roomId)
    {
        var ann = Connect("ann");
        foreach (var watch in (bool[])[false, true])
        {
            ann.Room(roomId, watch: watch);
            Pass(TimeSpan.FromSeconds(1));
            ann.ExpectError(ErrorCodes.RoomGone);
        }

        Assert.Equal(0, Server.RoomCount.Count);
    }

    [Fact]
    public void Its_name_is_no_code()
    {
        var ann = Connect("ann");
        ann.Code(Lounge);
        ann.ExpectError(ErrorCodes.BadCode);
    }

    [Fact]
    public void Empty_it_ends_and_begins_anew_for_who_asks_again()
    {
        var ann = Inside("ann", out var before);
        ann.Send(new LeaveFrame(1));
        Pass(Settings.EmptyFor + TimeSpan.FromSeconds(1));
        Assert.Equal(0, Server.RoomCount.Count);

        Inside("bob", out var after);
        Assert.Equal(Lounge, after.RoomId);
        Assert.NotEqual(before.EpochId, after.EpochId);
    }

    [Fact]
    public void Empty_it_stays_if_its_game_says_for_ever()
    {
        Settings = Settings with { EmptyFor = Timeout.InfiniteTimeSpan };
        var ann = Inside("ann", out var before);
        ann.Send(new LeaveFrame(1));
        Pass(TimeSpan.FromMinutes(5));

        Inside("bob", out var after);
        Assert.Equal(before.EpochId, after.EpochId);
    }

    [Fact]
    public void Quick_match_leads_into_a_public_one()
    {
        Inside("ann", out _);
        Seated("bob", out var joined);
        Assert.Equal(Lounge, joined.RoomId);
    }

    [Fact]
    public void Quick_match_leaves_a_private_one_alone()
    {
        Settings = Settings with { Standing = Settings.Standing! with { IsPrivate = true } };
        Inside("ann", out var standing);
        Assert.True(standing.Private);
        Seated("bob", out var joined);
        Assert.NotEqual(Lounge, joined.RoomId);
    }

    [Fact]
    public void Node_that_carries_no_more_rooms_is_busy()
    {
        Limits = Limits with { Rooms = 1 };
        Seated("ann");
        var bob = Connect("bob");
        bob.Room(Lounge);
        Ticks(1);
        bob.ExpectError(ErrorCodes.Busy);
        Assert.Equal(1, Server.RoomCount.Count);
    }

    [Fact]
    public void Game_that_fails_ends_it_and_the_next_who_asks_finds_another()
    {
        var ann = Inside("ann", out var before);
        ann.Command(1, "fail");
        Ticks(1);
        ann.ExpectLeft(LeftCodes.GameFailed);
        ann.Room(Lounge, "again");
        Ticks(1);
        Assert.NotEqual(before.EpochId, ann.Expect<JoinedFrame>().EpochId);
    }

    [Fact]
    public void Mail_begins_it_as_soon_as_the_node_can_carry_it_and_is_taken_once()
    {
        Limits = Limits with { Rooms = 2 };
        var ann = Seated("ann");
        var bob = Connect("bob");
        bob.Create();
        ann.Command(1, "post", Payload.Map(("to", Lounge), ("text", "hello")));
        Ticks(2);
        Assert.True(ann.Expect<AnswerFrame>().Payload.AsBoolean());
        bob.Send(new LeaveFrame(1));
        Pass(Settings.EmptyFor + TimeSpan.FromSeconds(2));
        Assert.Equal(2, Server.RoomCount.Count);

        // Nothing asks for it any more.
        Pass(Settings.EmptyFor + TimeSpan.FromSeconds(10));
        Assert.Equal(1, Server.RoomCount.Count);
    }

    private Client Inside(string player, out JoinedFrame joined)
    {
        var client = Connect(player);
        client.Room(Lounge);
        Ticks(1);
        joined = client.Expect<JoinedFrame>();
        client.Skim();
        return client;
    }
}
