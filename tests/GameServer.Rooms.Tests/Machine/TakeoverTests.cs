using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;

namespace GameServer.Rooms.Tests.Machine;

public sealed class TakeoverTests
{
    [Fact]
    public void A_new_wish_takes_the_seat_over()
    {
        var room = Room.Counter();
        var first = Join(room, "tab 1", held: 0);
        var second = Join(room, "tab 2", held: 0);

        Assert.Equal(first.Seat, second.Seat);
        Assert.True(second.Attach > first.Attach);
    }

    [Fact]
    public void A_client_that_comes_back_does_not_take_its_seat_from_a_newer_session()
    {
        var room = Room.Counter();
        var first = Join(room, "tab 1", held: 0);
        var second = Join(room, "tab 2", held: 0);

        Assert.Equal(ErrorCodes.TakenOver, Join(room, "tab 1 again", held: first.Attach).RefusalCode);
        Assert.True(room.OfferInput(second.Seat, second.Attach, 1, 1));
    }

    [Fact]
    public void It_may_once_the_newer_session_is_away()
    {
        var room = Room.Counter();
        var first = Join(room, "tab 1", held: 0);
        var second = Join(room, "tab 2", held: 0);
        room.OfferAway(second.Seat, second.Attach);
        room.Step();

        Assert.Null(Join(room, "tab 1 again", held: first.Attach).RefusalCode);
    }

    [Fact]
    public void A_join_whose_answer_was_lost_is_no_newer_session_than_itself()
    {
        var room = Room.Counter();
        var first = Join(room, "join", held: 0);
        var lost = Join(room, "resume", held: first.Attach);
        var again = Join(room, "resume", held: first.Attach);

        Assert.Null(lost.RefusalCode);
        Assert.Null(again.RefusalCode);
        Assert.Equal(first.Seat, again.Seat);
    }

    [Fact]
    public void A_join_that_comes_after_a_later_one_of_its_client_takes_nothing()
    {
        var room = Room.Counter();
        var counts = Join(room, "join", held: 0, new JoinAttempt(7, 2));

        Assert.Equal(ErrorCodes.TakenOver, Join(room, "join", held: 0, new JoinAttempt(7, 1)).RefusalCode);
        Assert.True(room.OfferInput(counts.Seat, counts.Attach, 1, 1));
        room.OfferAway(counts.Seat, counts.Attach);
        room.Step();
        Assert.Equal(ErrorCodes.TakenOver, Join(room, "join", held: 0, new JoinAttempt(7, 1)).RefusalCode);
        Assert.Null(Join(room, "back", held: counts.Attach, new JoinAttempt(7, 3)).RefusalCode);
    }

    [Fact]
    public void A_join_of_a_client_that_was_taken_over_takes_nothing_when_it_comes_twice()
    {
        var room = Room.Counter();
        Join(room, "tab 1", held: 0, new JoinAttempt(7, 1));
        var second = Join(room, "tab 2", held: 0, new JoinAttempt(8, 1));

        Assert.Equal(ErrorCodes.TakenOver, Join(room, "tab 1", held: 0, new JoinAttempt(7, 1)).RefusalCode);
        Assert.True(room.OfferInput(second.Seat, second.Attach, 1, 1));
        Assert.Null(Join(room, "tab 1 again", held: 0, new JoinAttempt(7, 2)).RefusalCode);
    }

    [Fact]
    public void A_client_that_comes_back_takes_its_seat_from_a_join_of_its_own_that_it_never_heard_of()
    {
        var room = Room.Counter();
        var first = Join(room, "join", held: 0, new JoinAttempt(7, 1));
        Join(room, "lost", held: first.Attach, new JoinAttempt(7, 2));

        var back = Join(room, "anew", held: first.Attach, new JoinAttempt(7, 3));
        Assert.Null(back.RefusalCode);
        Assert.Equal(first.Seat, back.Seat);
    }

    [Fact]
    public void Whoever_had_the_seat_before_the_last_four_is_forgotten()
    {
        var room = Room.Counter();
        for (var stay = 1; stay <= JoinAttempts.MaxStays + 1; stay++)
        {
            Join(room, $"tab {stay}", held: 0, new JoinAttempt(stay, 5));
        }

        Assert.Equal(JoinAttempts.MaxStays, room.OccupiedSeats.Single().Attempts.Known.Count);
        Assert.NotNull(Join(room, "late", held: 0, new JoinAttempt(2, 4)).RefusalCode);
        Assert.Null(Join(room, "late", held: 0, new JoinAttempt(1, 4)).RefusalCode);
    }

    [Fact]
    public void A_restored_room_knows_which_joins_are_late()
    {
        var room = Room.Counter();
        Join(room, "tab 1", held: 0, new JoinAttempt(7, 3));
        Join(room, "tab 2", held: 0, new JoinAttempt(8, 1));
        var restored = Room.Restored(new CounterGame(), room.Save());

        Assert.Equal(room.Hash(), restored.Hash());
        Assert.NotNull(Join(restored, "tab 1", held: 0, new JoinAttempt(7, 3)).RefusalCode);
        Assert.Null(Join(restored, "tab 1 again", held: 0, new JoinAttempt(7, 4)).RefusalCode);
    }

    private static JoinOutcome Join(RoomMachine room, string joinId, long held, JoinAttempt? attempt = null)
    {
        room.OfferJoin("ann", "Ann", joinId, Payload.Nil, held, attempt);
        return room.Step().Joins.Single();
    }
}
