using CsCheck;
using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;

namespace GameServer.Rooms.Tests.Machine;

public sealed class JoinTests
{
    [Fact]
    public void Players_take_the_lowest_free_seat_and_their_join_is_told_after_the_tick()
    {
        var room = Room.Counter();
        var ann = room.Join("ann");
        var bob = room.Join("bob");
        room.OfferLeave(ann.Seat, ann.Attach);
        room.Step();
        var eve = room.Join("eve");

        Assert.Equal((0, 1, 0), (ann.Seat, bob.Seat, eve.Seat));
        Assert.Equal(4, eve.Tick);
        Assert.Equal(["eve", "bob"], room.OccupiedSeats.Select(seat => seat.PlayerId));
    }

    [Fact]
    public void A_joiner_reads_from_just_before_its_own_join()
    {
        var room = Room.Counter();
        var ann = room.Join("ann");
        var result = room.Step();
        var bob = room.Join("bob");

        // "created" is event 1; each join makes two.
        Assert.Equal((1, 1), (ann.Offset, ann.Floor));
        Assert.Equal((3, 3), (bob.Offset, bob.Floor));
        Assert.Empty(result.Events);
    }

    [Fact]
    public void A_full_room_refuses()
    {
        var room = Room.Counter();
        room.Join("ann");
        room.Join("bob");
        room.Join("cat");

        Assert.Equal(ErrorCodes.RoomFull, room.Join("dan").RefusalCode);
        Assert.Null(room.Join("cat").RefusalCode);
    }

    [Fact]
    public void A_game_may_refuse_and_the_join_leaves_no_trace()
    {
        var room = Room.Counter();
        var ann = room.Join("ann");
        var hash = HashOfNextTick(room);

        room.OfferJoin("bob", "bob", "b", Payload.Map(("pin", 1)));
        var refused = room.Step().Joins.Single();

        Assert.Equal((ErrorCodes.JoinRefused, "The pin is wrong."), (refused.RefusalCode, refused.RefusalMessage));
        Assert.Equal(hash, room.Hash());
        Assert.Equal(ann.Attach + 1, room.Join("bob", Payload.Map(("pin", 1234))).Attach);
    }

    [Fact]
    public void Options_that_the_game_cannot_read_refuse_the_join_and_leave_no_trace()
    {
        var room = Room.Counter();
        room.Join("ann");
        var hash = HashOfNextTick(room);

        room.OfferJoin("bob", "bob", "b", Payload.Map(("pin", "abc")));
        var refused = room.Step().Joins.Single();

        Assert.Equal(ErrorCodes.BadPayload, refused.RefusalCode);
        Assert.Equal("pin must be an integer from 0 to 9999, not a text.", refused.RefusalMessage);
        Assert.Equal(hash, room.Hash());
    }

    [Fact]
    public void A_player_who_joins_again_gets_the_same_seat_and_a_higher_attach_number()
    {
        var game = new CounterGame();
        var room = Room.Of(game);
        var first = room.Join("ann");
        room.Input(first, 5, 1);
        room.Step();
        var second = room.Join("ann");

        Assert.Equal(first.Seat, second.Seat);
        Assert.True(second.Attach > first.Attach);
        Assert.Equal(first.Floor, second.Floor);
        Assert.Equal(5, second.LastInput);
        Assert.Equal(["join 0 ann"], game.Calls);
    }

    [Fact]
    public void At_most_256_joins_wait_for_a_tick()
    {
        var room = Room.Counter();
        for (var i = 0; i < RoomMachine.MaxWaitingJoins; i++)
        {
            Assert.True(room.OfferJoin($"p{i}", "p", "j", Payload.Nil));
        }

        Assert.False(room.OfferJoin("late", "late", "j", Payload.Nil));
        Assert.Equal(3, room.Step().Joins.Count(join => join.RefusalCode is null));
        Assert.True(room.OfferJoin("late", "late", "j", Payload.Nil));
    }

    [Fact]
    public void Outcomes_come_in_the_order_of_the_offers()
    {
        var room = Room.Counter();
        foreach (var player in new[] { "ann", "bob", "ann", "cat", "dan" })
        {
            room.OfferJoin(player, player, player, Payload.Nil);
        }

        Assert.Equal([0, 1, 0, 2, -1], room.Step().Joins.Select(join => join.Seat));
    }

    [Fact]
    public void Whatever_happens_a_room_never_has_more_players_than_seats_or_one_player_twice()
    {
        MachineScript.Any.Sample(
            script =>
            {
                var run = new MachineRun(new CounterGame());
                foreach (var act in script)
                {
                    run.Do(act);
                    var seats = run.Machine.OccupiedSeats;
                    Assert.True(seats.Count <= run.Machine.Settings.Seats);
                    Assert.Equal(seats.Count, seats.Select(seat => seat.PlayerId).Distinct().Count());
                    Assert.Equal(seats.Select(seat => seat.Index).Distinct().Order(), seats.Select(seat => seat.Index));
                    Assert.All(seats, seat => Assert.InRange(seat.Index, 0, run.Machine.Settings.Seats - 1));
                }
            },
            iter: 300);
    }

    /// <summary>What the room would look like one tick later if nothing were offered.</summary>
    private static ulong HashOfNextTick(RoomMachine room)
    {
        var twin = Room.Restored(new CounterGame(), room.Save());
        twin.Step();
        return twin.Hash();
    }
}
