using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;

namespace GameServer.Rooms.Tests.Machine;

public sealed class FencingTests
{
    private readonly CounterGame game = new();
    private readonly RoomMachine room;

    public FencingTests() => room = Room.Of(game);

    [Fact]
    public void Inputs_commands_and_leaves_of_an_older_attach_are_ignored()
    {
        var older = room.Join("ann");
        var newer = room.Join("ann");

        Assert.False(room.Input(older, 1, 1));
        Assert.Null(room.Command(older, 1, "add", 1));
        room.OfferLeave(older.Seat, older.Attach);
        room.OfferAway(older.Seat, older.Attach);
        room.Steps(2);

        Assert.False(room.SeatOf("ann").IsAway);
        Assert.True(room.Input(newer, 1, 1));
        Assert.Equal(CommandVerdict.Queued, room.Command(newer, 1, "add", 1));
    }

    [Fact]
    public void An_acknowledgement_of_an_older_attach_is_ignored()
    {
        var older = room.Join("ann");
        room.Command(older, 1, "add", 1);
        room.Step();
        room.Join("ann");
        room.OfferAcknowledge(older.Seat, older.Attach, 1, 1);
        room.Step();

        Assert.Single(room.KeptAnswers());
    }

    [Fact]
    public void A_lost_session_whose_seat_is_being_taken_over_does_not_make_it_away()
    {
        var older = room.Join("ann");
        room.OfferJoin("ann", "ann", "again", Payload.Nil);
        room.OfferAway(older.Seat, older.Attach);
        room.Step();

        Assert.False(room.SeatOf("ann").IsAway);
    }

    [Fact]
    public void A_command_that_was_queued_by_an_older_attach_is_still_applied_once()
    {
        var older = room.Join("ann");
        room.Command(older, 1, "add", 5);
        room.OfferJoin("ann", "ann", "again", Payload.Nil);
        var result = room.Step();
        var newer = result.Joins.Single();

        Assert.Equal(5, result.Answers.Single().Answer.Payload.AsInteger());
        Assert.Equal(CommandVerdict.Repeated, room.Command(newer, 1, "add", 5));
        Assert.Equal(5, game.Counters[0].Value);
    }

    [Fact]
    public void Late_messages_of_a_seats_last_player_are_not_taken_for_the_next_ones()
    {
        var ann = room.Join("ann");
        room.OfferLeave(ann.Seat, ann.Attach);
        room.Step();
        var bob = room.Join("bob");
        Assert.Equal(ann.Seat, bob.Seat);

        Assert.False(room.Input(ann, 1, 100));
        Assert.Null(room.Command(ann, 1, "add", 100));
        room.OfferAway(ann.Seat, ann.Attach);
        room.OfferLeave(ann.Seat, ann.Attach);
        room.Step();

        Assert.False(room.SeatOf("bob").IsAway);
        Assert.Equal(0, game.Counters[0].Value);
    }

    [Fact]
    public void What_was_offered_before_a_seat_changed_hands_within_one_tick_is_dropped()
    {
        var ann = room.Join("ann");
        room.OfferLeave(ann.Seat, ann.Attach);
        room.OfferJoin("bob", "bob", "b", Payload.Nil);
        Assert.True(room.Input(ann, 9, 100));
        Assert.Equal(CommandVerdict.Queued, room.Command(ann, 1, "add", 100));
        var result = room.Step();
        var bob = result.Joins.Single();

        Assert.Equal(ann.Seat, bob.Seat);
        Assert.Equal(0, game.Counters[0].Value);
        Assert.Empty(result.Answers);
        Assert.True(room.Input(bob, 1, 1), "Bob's inputs begin at 1, whatever Ann's last number was.");
    }

    [Fact]
    public void Attach_numbers_are_given_once_also_over_a_recovery()
    {
        var ann = room.Join("ann");
        room.OfferLeave(ann.Seat, ann.Attach);
        room.Step();
        var recovered = Room.Restored(new CounterGame(), room.Save());

        Assert.True(recovered.Join("bob").Attach > ann.Attach);
    }
}
