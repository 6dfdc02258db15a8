using GameServer.Protocol;

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

    private static JoinOutcome Join(RoomMachine room, string joinId, long held)
    {
        room.OfferJoin("ann", "Ann", joinId, Payload.Nil, held);
        return room.Step().Joins.Single();
    }
}
