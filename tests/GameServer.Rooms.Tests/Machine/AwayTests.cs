using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;

namespace GameServer.Rooms.Tests.Machine;

public sealed class AwayTests
{
    // 2 s at 4 ticks a second.
    private const int GraceTicks = 8;

    private readonly CounterGame game = new();
    private readonly RoomMachine room;
    private readonly JoinOutcome ann;

    public AwayTests()
    {
        room = Room.Of(game);
        ann = room.Join("ann");
        game.Calls.Clear();
    }

    [Fact]
    public void A_lost_player_keeps_the_seat_for_exactly_the_grace_time()
    {
        LoseAnn();
        Assert.Empty(room.Steps(GraceTicks - 1).Ended);
        Assert.True(room.SeatOf("ann").IsAway);

        var ended = room.Step().Ended.Single();
        Assert.Equal(new SeatEnded(0, ann.Attach, LeaveReason.GraceOver, room.Log.Head), ended);
        Assert.Equal(["away 0", "leave 0 ann GraceOver"], game.Calls);
        Assert.Empty(room.OccupiedSeats);
    }

    [Fact]
    public void A_player_who_comes_back_in_the_last_tick_of_grace_keeps_the_seat()
    {
        LoseAnn();
        room.Steps(GraceTicks - 1);
        var back = room.Join("ann");

        Assert.Equal((0, ann.Floor), (back.Seat, back.Floor));
        Assert.Equal(["away 0", "back 0"], game.Calls);
        room.Steps(2 * GraceTicks);
        Assert.False(room.SeatOf("ann").IsAway);
    }

    [Fact]
    public void What_a_player_says_on_coming_back_is_heard_and_what_the_game_cannot_read_is_refused()
    {
        var heard = new List<long>();
        var scripted = Room.Of(new ScriptedGame { Back = (_, _, options) => heard.Add(options.AsInteger(0, 9)) });
        var bob = scripted.Join("bob");
        scripted.OfferAway(bob.Seat, bob.Attach);
        scripted.Steps(GraceTicks - 2);

        Assert.Equal(ErrorCodes.BadPayload, scripted.Join("bob", 10).RefusalCode);
        Assert.True(scripted.SeatOf("bob").IsAway);
        Assert.Equal(bob.Seat, scripted.Join("bob", 9).Seat);
        Assert.False(scripted.SeatOf("bob").IsAway);
        Assert.Equal([9], heard);
    }

    [Fact]
    public void A_loss_that_is_reported_twice_counts_once()
    {
        LoseAnn();
        room.Steps(GraceTicks - 1);
        room.OfferAway(ann.Seat, ann.Attach);

        Assert.Single(room.Step().Ended);
        Assert.Equal(["away 0", "leave 0 ann GraceOver"], game.Calls);
    }

    [Fact]
    public void A_player_who_is_away_has_no_input_even_if_some_waited()
    {
        room.Input(ann, 1, 1);
        room.Step();
        Assert.False(room.SeatOf("ann").Input.IsNil);
        room.Input(ann, 2, 10);
        room.Input(ann, 3, 100);

        LoseAnn();

        Assert.True(room.SeatOf("ann").Input.IsNil);
        Assert.False(room.Input(ann, 4, 1000));
        room.Steps(3);
        Assert.True(room.SeatOf("ann").Input.IsNil);
        Assert.Equal(1, game.Counters[0].Value);
    }

    [Fact]
    public void A_command_that_arrived_before_the_loss_is_applied()
    {
        room.Command(ann, 1, "add", 7);

        Assert.Single(LoseAnn().Answers);
        Assert.Equal(7, game.Counters[0].Value);
    }

    [Fact]
    public void A_room_may_give_up_the_seat_at_once()
    {
        AssertGivenUpAtOnce(CounterGame.Defaults with { Away = AwayRule.GiveUpSeat });
        AssertGivenUpAtOnce(CounterGame.Defaults with { Grace = TimeSpan.Zero });
    }

    [Fact]
    public void A_leave_needs_no_grace()
    {
        room.OfferLeave(ann.Seat, ann.Attach);
        room.OfferLeave(ann.Seat, ann.Attach);

        Assert.Equal(LeaveReason.Left, room.Step().Ended.Single().Reason);
        Assert.Equal(["leave 0 ann Left"], game.Calls);
    }

    [Fact]
    public void Grace_goes_on_over_a_recovery()
    {
        LoseAnn();
        room.Steps(3);
        var recovered = Room.Restored(new CounterGame(), room.Save());

        Assert.Empty(recovered.Steps(GraceTicks - 4).Ended);
        Assert.Single(recovered.Step().Ended);
    }

    private static void AssertGivenUpAtOnce(GameSettings settings)
    {
        var room = Room.Counter(settings);
        var seat = room.Join("ann");
        room.OfferAway(seat.Seat, seat.Attach);

        Assert.Equal(LeaveReason.GraceOver, room.Step().Ended.Single().Reason);
    }

    private TickResult LoseAnn()
    {
        room.OfferAway(ann.Seat, ann.Attach);
        return room.Step();
    }
}
