using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Seats;

public sealed class EndOfRoomTests : NodeTest
{
    [Fact]
    public void Empty_room_stops_by_itself_and_is_gone()
    {
        var ann = Seated("ann", out var joined);
        using var gaps = new Measured("gameserver.relay.gaps");
        ann.Send(new LeaveFrame(1));
        Pass(TimeSpan.FromSeconds(2.9));
        Assert.Equal(1, Server.RoomCount.Count);
        Pass(TimeSpan.FromSeconds(0.3));
        Assert.Equal(0, Server.RoomCount.Count);

        ann.Skim();
        ann.Room(joined.RoomId, "late");
        ann.ExpectError(ErrorCodes.RoomGone);
        Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(0, gaps.Total);
        Assert.Empty(Entries.At(LogLevel.Warning));
    }

    [Fact]
    public void Room_whose_players_are_away_waits_for_the_grace_time_before_it_is_empty()
    {
        var ann = Seated("ann");
        ann.Connection.Cut();
        Pass(TimeSpan.FromSeconds(7.9));
        Assert.Equal(1, Server.RoomCount.Count);
        Pass(TimeSpan.FromSeconds(0.3));
        Assert.Equal(0, Server.RoomCount.Count);
    }

    [Fact]
    public void Watchers_do_not_keep_a_room()
    {
        var ann = Seated("ann", out var joined);
        var watcher = Connect("eve");
        watcher.Room(joined.RoomId, watch: true);
        ann.Send(new LeaveFrame(1));
        Pass(TimeSpan.FromSeconds(3.2));
        Assert.Equal(0, Server.RoomCount.Count);
        watcher.ExpectLeft(LeftCodes.RoomClosed);
    }

    [Fact]
    public void Player_that_is_kicked_is_told_and_its_seat_is_free()
    {
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        bob.Command(1, "kick", 0);
        Ticks(1);
        ann.ExpectLeft(LeftCodes.Kicked);
        bob.Expect<AnswerFrame>();
        ann.Command(1, "add", 1);
        ann.ExpectError(ErrorCodes.NotJoined);

        var carl = Connect("carl");
        carl.Room(joined.RoomId);
        Ticks(1);
        Assert.Equal(0, carl.Expect<JoinedFrame>().Seat);
    }

    [Fact]
    public void Room_that_its_game_closes_tells_last_events_and_answers_and_then_why()
    {
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        ann.Command(1, "say", "good bye");
        ann.Command(2, "close");
        Ticks(1);

        Assert.Equal([1L, 2], ann.All<AnswerFrame>().Select(answer => answer.N));
        Assert.Equal("The game is over.", ann.ExpectLeft(LeftCodes.RoomClosed).Message);
        Assert.Equal("The game is over.", bob.ExpectLeft(LeftCodes.RoomClosed).Message);
        Assert.Contains(bob.Events, item => item.Name == "said");
        Assert.Equal(0, Server.RoomCount.Count);
        bob.Room(joined.RoomId, "late");
        bob.ExpectError(ErrorCodes.RoomGone);
        bob.Quick("next");
        Ticks(1);
        Assert.NotEqual(joined.RoomId, bob.Expect<JoinedFrame>().RoomId);
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("fail-tick")]
    [InlineData("fail-leave")]
    public void Game_that_fails_ends_its_room_and_no_other(string command)
    {
        Settings = Settings with { Seats = 2 };
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        var carl = Seated("carl", out var elsewhere);
        Assert.NotEqual(joined.RoomId, elsewhere.RoomId);

        ann.Command(1, command);
        Ticks(2);
        ann.ExpectLeft(LeftCodes.GameFailed);
        bob.ExpectLeft(LeftCodes.GameFailed);
        var entry = Assert.Single(Entries.At(LogLevel.Error));
        Assert.Contains(joined.RoomId, entry);

        carl.Command(1, "add", 1);
        Ticks(1);
        Assert.Equal(1, carl.Expect<AnswerFrame>().Payload);
        carl.ExpectNone<LeftFrame>();
        Assert.Equal(1, Server.RoomCount.Count);
        ann.Quick("next");
        bob.Quick("next");
        Pass(TimeSpan.FromSeconds(1));
        Assert.All(new[] { ann, bob }, client => Assert.NotEqual(joined.RoomId, client.Expect<JoinedFrame>().RoomId));
    }

    [Fact]
    public void Game_that_fails_over_a_join_sends_the_newcomer_elsewhere()
    {
        var ann = Seated("ann", out var joined);
        var bob = Connect("bob");
        bob.Quick(options: Payload.Map(("fail", true)));
        var carl = Connect("carl");
        carl.Room(joined.RoomId);
        Ticks(1);
        ann.ExpectLeft(LeftCodes.GameFailed);
        carl.ExpectError(ErrorCodes.RoomGone);
        Assert.Single(Entries.At(LogLevel.Error));
    }

    [Fact]
    public void Game_that_cannot_be_started_makes_no_room()
    {
        var ann = Connect("ann");
        ann.Create(options: "fail");
        ann.ExpectError(ErrorCodes.Busy);
        Assert.Equal(0, Server.RoomCount.Count);
        Assert.Single(Entries.At(LogLevel.Error));
    }
}
