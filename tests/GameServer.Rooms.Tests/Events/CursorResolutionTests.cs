using CsCheck;
using GameServer.Protocol;

namespace GameServer.Rooms.Tests.Events;

public sealed class CursorResolutionTests
{
    private static readonly RoomEpoch second = new(2, "second", [new EarlierEpoch("first", End: 20)]);

    [Fact]
    public void A_cursor_of_this_epoch_goes_on_where_it_stands() =>
        Assert.Equal(new CursorResolution(25, 90, null), Resolve(new Cursor(2, "second", 25, 90)));

    [Fact]
    public void A_cursor_of_the_epoch_before_goes_on_without_its_baseline() =>
        Assert.Equal(new CursorResolution(20, 0, null), Resolve(new Cursor(1, "first", 20, 90)));

    [Fact]
    public void A_cursor_beyond_the_end_of_the_epoch_before_is_told_of_the_new_epoch() =>
        Assert.Equal(new CursorResolution(30, 0, ResyncReasons.Epoch), Resolve(new Cursor(1, "first", 21, 90)));

    [Fact]
    public void A_cursor_goes_on_over_several_epochs_if_none_of_them_ended_before_it()
    {
        var third = second.Next(4, "third", end: 30);
        var log = Log(first: 1, last: 40, kept: 40);
        Assert.Equal(new CursorResolution(20, 0, null), CursorResolution.Resolve(new Cursor(1, "first", 20, 90), third, log, 0, 0));
        Assert.Equal(new CursorResolution(30, 0, null), CursorResolution.Resolve(new Cursor(2, "second", 30, 90), third, log, 0, 0));
        Assert.Equal(
            new CursorResolution(40, 0, ResyncReasons.Epoch), CursorResolution.Resolve(new Cursor(1, "first", 21, 90), third, log, 0, 0));
        Assert.Equal(
            new CursorResolution(40, 0, ResyncReasons.Epoch), CursorResolution.Resolve(new Cursor(2, "second", 31, 90), third, log, 0, 0));
    }

    [Fact]
    public void A_cursor_of_an_epoch_that_left_nothing_holds_up_to_where_that_began()
    {
        var fourth = second.Next(4, "fourth", end: 30, "third");
        var log = Log(first: 1, last: 40, kept: 40);
        Assert.Equal(new CursorResolution(30, 0, null), CursorResolution.Resolve(new Cursor(3, "third", 30, 90), fourth, log, 0, 0));
        Assert.Equal(
            new CursorResolution(40, 0, ResyncReasons.Epoch), CursorResolution.Resolve(new Cursor(3, "third", 31, 90), fourth, log, 0, 0));
        Assert.True(fourth.IsAfter(new RoomEpoch(3, "third", [])));
        Assert.True(fourth.IsAfter(second));
        Assert.False(fourth.IsAfter(RoomEpoch.First("another")));
    }

    [Fact]
    public void An_epoch_remembers_so_many_before_it()
    {
        var epoch = RoomEpoch.First("1");
        for (var n = 2; n <= RoomEpoch.MaxEarlier + 2; n++)
        {
            epoch = epoch.Next(n, $"{n}", end: n);
        }

        Assert.Equal(RoomEpoch.MaxEarlier, epoch.Earlier.Count);
        Assert.Equal("2", epoch.Earlier[0].Id);
    }

    [Fact]
    public void A_cursor_of_a_twin_epoch_is_foreign() =>
        Assert.Equal(new CursorResolution(30, 0, ResyncReasons.Epoch), Resolve(new Cursor(2, "twin", 25, 90)));

    [Fact]
    public void A_cursor_older_than_the_log_is_told_so() =>
        Assert.Equal(new CursorResolution(30, 0, ResyncReasons.LogTrimmed), Resolve(new Cursor(2, "second", 9, 90)));

    [Fact]
    public void A_cursor_from_before_the_seat_was_taken_may_not_read_on() =>
        Assert.Equal(new CursorResolution(30, 0, ResyncReasons.Epoch), Resolve(new Cursor(2, "second", 17, 90), floor: 18));

    [Fact]
    public void A_first_join_begins_at_its_own_offset() =>
        Assert.Equal(new CursorResolution(28, 0, null), Resolve(null, floor: 28, joinOffset: 28));

    [Fact]
    public void A_first_join_that_was_trimmed_already_is_told_so() =>
        Assert.Equal(new CursorResolution(30, 0, ResyncReasons.LogTrimmed), Resolve(null, floor: 5, joinOffset: 5));

    [Fact]
    public void A_log_that_lags_behind_the_join_does_not_show_what_came_before_it()
    {
        // A relay may hear of the join before it has the envelope of that tick.
        var log = Log(first: 1, last: 30, kept: 30);
        var resolution = CursorResolution.Resolve(null, second, log, floor: 33, joinOffset: 33);

        Assert.Equal(33, resolution.Offset);
        Assert.Equal(0, log.After(resolution.Offset).Length);
    }

    [Fact]
    public void No_cursor_is_answered_with_a_silent_gap_or_led_below_the_seats_floor()
    {
        var cursor = Gen.Select(
            Gen.Int[0, 4],
            Gen.OneOf<string>("first", "second", "zero", ""),
            Gen.OneOf(Gen.Long[-3, 40], Gen.OneOf<long>(long.MinValue, long.MaxValue)),
            Gen.OneOf(Gen.Long[-3, 200], Gen.OneOf<long>(long.MinValue, long.MaxValue)),
            (epoch, id, offset, baseline) => new Cursor(epoch, id, offset, baseline));
        Gen.Select(
            Gen.OneOf(cursor.Select(c => (Cursor?)c), Gen.Const((Cursor?)null)),
            Gen.Int[0, 30],
            Gen.Int[0, 30],
            Gen.Int[1, 40],
            Gen.Int[0, 34],
            Gen.Int[0, 6]).Sample(
            (held, start, made, kept, floor, afterFloor) =>
            {
                var epoch = new RoomEpoch(2, "second", [new EarlierEpoch("first", start)]);
                var log = Log(start + 1, start + made, kept);
                var joinOffset = floor + afterFloor;
                var resolution = CursorResolution.Resolve(held, epoch, log, floor, joinOffset);

                Assert.True(resolution.Offset >= floor, "Led below the floor.");
                Assert.InRange(resolution.Offset, 0, Math.Max(log.Head, joinOffset));
                Assert.True(resolution.Baseline == 0 || resolution.Baseline == held!.Value.Baseline);
                AssertNoSilentGap(held, epoch, log, joinOffset, resolution);
            },
            iter: 20_000);
    }

    private static void AssertNoSilentGap(Cursor? held, RoomEpoch epoch, EventLog log, long joinOffset, CursorResolution resolution)
    {
        if (resolution.ResyncReason is not null)
        {
            Assert.Equal(0, resolution.Baseline);
            return;
        }

        var had = held?.Offset ?? joinOffset;
        var next = had;
        foreach (var made in log.After(resolution.Offset))
        {
            Assert.Equal(++next, made.Offset);
        }

        Assert.True(next >= log.Head, $"Events {next + 1}–{log.Head} are silently lost.");
        if (held is { } cursor)
        {
            // The id tells incarnations apart; the number only orders them.
            var leadsHere = cursor is { Epoch: < 2, EpochId: "first" } && cursor.Offset <= epoch.Earlier[0].End;
            Assert.True(cursor is { Epoch: 2, EpochId: "second" } || leadsHere, "A foreign cursor was honoured.");
            Assert.True(cursor.Epoch == 2 || resolution.Baseline == 0, "The baseline of another epoch was honoured.");
        }
    }

    private static CursorResolution Resolve(Cursor? cursor, long floor = 0, long joinOffset = 0) =>
        CursorResolution.Resolve(cursor, second, Log(first: 1, last: 30, kept: 20), floor, joinOffset);

    private static EventLog Log(long first, long last, int kept)
    {
        var log = new EventLog(kept);
        log.Reset(first - 1);
        for (var offset = first; offset <= last; offset++)
        {
            log.Append(new RoomEvent(offset, Audience.Everyone, "said", Payload.Nil));
        }

        return log;
    }
}
