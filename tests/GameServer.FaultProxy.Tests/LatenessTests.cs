using CsCheck;

namespace GameServer.FaultProxy.Tests;

public sealed class LatenessTests
{
    private static readonly Gen<LinkFaults> genFaults =
        from delay in Gen.Int[0, 300]
        from jitter in Gen.Int[0, 60]
        from stallEvery in Gen.Int[0, 5_000]
        from stall in Gen.Int[0, 800]
        from rate in Gen.Int[1_000, 1_000_000]
        from narrow in Gen.Bool
        select new LinkFaults
        {
            Delay = TimeSpan.FromMilliseconds(delay),
            Jitter = TimeSpan.FromMilliseconds(jitter),
            StallEvery = TimeSpan.FromMilliseconds(stallEvery),
            Stall = TimeSpan.FromMilliseconds(stall),
            BytesPerSecond = narrow ? rate : null,
        };

    private static readonly Gen<int[]> genGaps = Gen.Int[0, 200].Array[1, 100];

    [Fact]
    public void Nothing_overtakes_and_nothing_is_earlier_than_the_least_delay() =>
        Gen.Select(Gen.Int, genFaults, genGaps).Sample((seed, faults, gaps) =>
        {
            var lateness = new Lateness(seed, 1, 0);
            var (now, before) = (TimeSpan.Zero, TimeSpan.Zero);
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromMilliseconds(gap);
                var due = lateness.DueAt(now, 100, faults);
                Assert.True(due >= before && due >= now && due >= now + faults.Delay - faults.Jitter);
                before = due;
            }
        });

    [Fact]
    public void Without_stalls_and_limits_nothing_is_later_than_the_most_delay() =>
        Gen.Select(Gen.Int, genFaults, genGaps).Sample((seed, faults, gaps) =>
        {
            var open = faults with { StallEvery = TimeSpan.Zero, BytesPerSecond = null };
            var lateness = new Lateness(seed, 1, 0);
            var now = TimeSpan.Zero;
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromMilliseconds(gap);
                Assert.True(lateness.DueAt(now, 100, open) <= now + open.Delay + open.Jitter);
            }
        });

    [Fact]
    public void In_a_stall_nothing_comes_out_and_then_all_of_it()
    {
        var faults = new LinkFaults { StallEvery = TimeSpan.FromSeconds(2), Stall = TimeSpan.FromMilliseconds(500) };
        var lateness = new Lateness(3, 1, 0);
        var silences = new List<TimeSpan>();
        var before = TimeSpan.Zero;
        for (var now = TimeSpan.Zero; now < TimeSpan.FromMinutes(1); now += TimeSpan.FromMilliseconds(10))
        {
            var due = lateness.DueAt(now, 1, faults);
            silences.Add(due - before);
            before = due;
        }

        Assert.InRange(silences.Count(silence => silence >= TimeSpan.FromMilliseconds(490)), 18, 36);
        Assert.All(silences, silence => Assert.InRange(silence, TimeSpan.Zero, TimeSpan.FromMilliseconds(510)));
    }

    [Fact]
    public void A_narrow_line_carries_no_more_than_its_rate()
    {
        var faults = new LinkFaults { BytesPerSecond = 10_000 };
        var lateness = new Lateness(3, 1, 0);
        var last = TimeSpan.Zero;
        for (var i = 0; i < 50; i++)
        {
            last = lateness.DueAt(TimeSpan.Zero, 1_000, faults);
        }

        Assert.Equal(TimeSpan.FromSeconds(5), last);
    }

    [Fact]
    public void A_seed_repeats_a_network_and_each_connection_and_direction_has_its_own()
    {
        Assert.Equal(Ways(7, 1, 0), Ways(7, 1, 0));
        Assert.NotEqual(Ways(7, 1, 0), Ways(8, 1, 0));
        Assert.NotEqual(Ways(7, 1, 0), Ways(7, 2, 0));
        Assert.NotEqual(Ways(7, 1, 0), Ways(7, 1, 1));

        static TimeSpan[] Ways(int seed, int connection, int direction)
        {
            var lateness = new Lateness(seed, connection, direction);
            var faults = LinkFaults.HalfOf(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(30));
            return [.. Enumerable.Range(0, 20).Select(i => lateness.DueAt(TimeSpan.FromSeconds(i), 1, faults))];
        }
    }
}
