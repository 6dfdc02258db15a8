using CsCheck;

namespace GameServer.Rooms.Tests.Events;

public sealed class EventLogTests
{
    [Fact]
    public void The_oldest_events_go_when_there_are_too_many()
    {
        var log = new EventLog(maxEvents: 3);
        for (var offset = 1; offset <= 5; offset++)
        {
            log.Append(Event(offset, 1));
        }

        Assert.Equal(5, log.Head);
        Assert.Equal(2, log.Tail);
        Assert.Equal([3, 4, 5], Offsets(log.Kept));
        Assert.Equal([4, 5], Offsets(log.After(3)));
        Assert.Empty(Offsets(log.After(5)));
    }

    [Fact]
    public void The_oldest_events_go_when_they_are_too_many_bytes()
    {
        var one = Event(1, 100).Size;
        var log = new EventLog(maxEvents: 100, maxBytes: (3 * one) - 1);
        for (var offset = 1; offset <= 3; offset++)
        {
            log.Append(Event(offset, 100));
        }

        Assert.Equal([2, 3], Offsets(log.Kept));
        Assert.Equal(1, log.Tail);
    }

    [Fact]
    public void An_event_over_the_bound_of_bytes_is_kept_alone()
    {
        var log = new EventLog(maxEvents: 100, maxBytes: 50);
        log.Append(Event(1, 10));
        log.Append(Event(2, 1000));

        Assert.Equal([2], Offsets(log.Kept));
    }

    [Fact]
    public void The_defaults_are_those_of_the_protocol()
    {
        var log = new EventLog();
        for (var offset = 1; offset <= 1025; offset++)
        {
            log.Append(Event(offset, 1));
        }

        Assert.Equal(1, log.Tail);
        Assert.Equal(256 * 1024, EventLog.DefaultBytes);
    }

    [Fact]
    public void An_event_that_does_not_follow_is_refused()
    {
        var log = new EventLog();
        log.Append(Event(1, 1));

        Assert.Throws<ArgumentException>(() => log.Append(Event(1, 1)));
        Assert.Throws<ArgumentException>(() => log.Append(Event(3, 1)));
    }

    [Fact]
    public void A_log_that_is_reset_goes_on_after_the_offset()
    {
        var log = new EventLog();
        log.Append(Event(1, 1));
        log.Reset(41);
        log.Append(Event(42, 1));

        Assert.Equal((41, 42), (log.Tail, log.Head));
        Assert.Equal([42], Offsets(log.After(41)));
    }

    [Fact]
    public void Whatever_is_appended_the_log_is_within_its_bounds_and_gives_the_newest_without_gap()
    {
        Gen.Select(Gen.Int[1, 90], Gen.Int[40, 4000], Gen.Int[0, 300].Array[0, 400]).Sample(
            (maxEvents, maxBytes, sizes) =>
            {
                var log = new EventLog(maxEvents, maxBytes);
                foreach (var size in sizes)
                {
                    log.Append(Event(log.Head + 1, size));
                    Assert.InRange(log.Kept.Length, 1, maxEvents);
                    Assert.True(log.Kept.Length == 1 || Bytes(log.Kept) <= maxBytes);
                    Assert.Equal(log.Head - log.Tail, log.Kept.Length);
                }

                for (var offset = log.Tail; offset <= log.Head; offset++)
                {
                    var expected = offset;
                    foreach (var made in log.After(offset))
                    {
                        Assert.Equal(++expected, made.Offset);
                    }

                    Assert.Equal(log.Head, expected);
                }
            },
            iter: 100);
    }

    private static int Bytes(ReadOnlySpan<RoomEvent> events)
    {
        var sum = 0;
        foreach (var made in events)
        {
            sum += made.Size;
        }

        return sum;
    }

    private static RoomEvent Event(long offset, int length) => new(offset, Audience.Everyone, "said", new string('x', length));

    private static long[] Offsets(ReadOnlySpan<RoomEvent> events)
    {
        var offsets = new long[events.Length];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = events[i].Offset;
        }

        return offsets;
    }
}
