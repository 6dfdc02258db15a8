using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;
using GameServer.Rooms.Tests.Machine;

namespace GameServer.Rooms.Tests.Records;

public sealed class RecordTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(30)]
    [InlineData(60)]
    public void An_idle_room_makes_a_record_at_least_every_100_ms_and_never_two_for_one_tick(int tickRate)
    {
        var room = Room.Counter(CounterGame.Defaults with { TickRate = tickRate });
        long last = 0;
        for (var i = 0; i < 10 * tickRate; i++)
        {
            if (room.Step().Record is { } record)
            {
                Assert.Equal(room.Tick, record.Tick);
                last = record.Tick;
            }

            // A tick longer than 100 ms has a record of its own.
            Assert.True((room.Tick - last) * 1000 <= 100 * tickRate || room.Tick == last);
        }
    }

    [Fact]
    public void A_tick_in_which_something_happened_has_a_record_of_it()
    {
        var room = Room.Counter(CounterGame.Defaults with { TickRate = 60 });
        room.OfferJoin("ann", "Ann", "j1", Payload.Nil);
        var result = room.Step();
        var record = result.Record!;

        Assert.Equal(new SeatPlayer("ann", "Ann", "j1", Payload.Nil), record.Operations.Single());
        Assert.Equal(["came", "welcome"], record.Events.Select(made => made.Name));
        Assert.Equal([2, 3], record.Events.Select(made => made.Offset));
        Assert.Equal(3, record.EventHead);
        Assert.Null(room.Step().Record);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_hash_is_recorded_every_ten_seconds_whenever_the_last_record_was(int shift)
    {
        var room = Room.Counter(CounterGame.Defaults with { TickRate = 30 });
        room.Steps(1 + shift);
        room.Join("ann");
        var hashed = new List<long>();
        while (room.Tick < 1200)
        {
            if (room.Step().Record is { Hash: { } hash } record)
            {
                Assert.Equal(room.Hash(), hash);
                hashed.Add(record.Tick);
            }
        }

        Assert.Equal([300, 600, 900, 1200], hashed);
    }

    [Fact]
    public void Offers_leave_no_trace_before_their_tick()
    {
        var room = Room.Counter();
        var ann = room.Join("ann");
        room.Command(ann, 1, "add", 1);
        room.Step();
        var hash = room.Hash();

        room.Command(ann, 2, "add", 1);
        room.Command(ann, 1, "add", 1, stream: 5);
        room.Input(ann, 1, 1);
        room.OfferAcknowledge(ann.Seat, ann.Attach, 1, 1);
        room.OfferJoin("bob", "bob", "b", Payload.Nil);
        room.OfferAway(ann.Seat, ann.Attach);
        room.OfferLeave(ann.Seat, ann.Attach);

        Assert.Equal(hash, room.Hash());
    }

    [Fact]
    public void An_older_acknowledgement_does_not_replace_a_newer_one_that_waits()
    {
        var room = Room.Counter();
        var ann = room.Join("ann");
        for (var n = 1; n <= 3; n++)
        {
            room.Command(ann, n, "add", n);
        }

        room.Step();
        room.OfferAcknowledge(ann.Seat, ann.Attach, 1, 3);
        room.OfferAcknowledge(ann.Seat, ann.Attach, 1, 1);
        var record = room.Step().Record!;

        Assert.Equal(new AcknowledgeAnswers(ann.Seat, ann.Attach, 1, 3), record.Operations.Single());
        Assert.Empty(room.KeptAnswers());
    }

    [Fact]
    public void A_new_stream_does_not_take_the_place_of_one_that_has_a_command_in_the_same_tick()
    {
        var room = Room.Counter();
        var ann = room.Join("ann");
        for (var stream = 1; stream <= 4; stream++)
        {
            room.Command(ann, 1, "add", stream, stream);
            room.Step();
        }

        // Stream 1 was used least recently, but is used now.
        Assert.Equal(CommandVerdict.Queued, room.Command(ann, 1, "add", 5, stream: 5));
        Assert.Equal(CommandVerdict.Queued, room.Command(ann, 2, "add", 6, stream: 1));
        room.Step();

        Assert.Equal(CommandVerdict.Repeated, room.Command(ann, 1, "add", 1, stream: 1));
        Assert.Equal(CommandVerdict.Repeated, room.Command(ann, 2, "add", 6, stream: 1));
        Assert.Equal(CommandVerdict.Repeated, room.Command(ann, 1, "add", 5, stream: 5));
        Assert.Equal([1, 3, 4, 5], room.KeptAnswers().Select(answer => answer.Stream).Distinct().Order());
    }
}
