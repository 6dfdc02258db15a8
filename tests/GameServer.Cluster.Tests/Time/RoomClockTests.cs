using CsCheck;
using GameServer.Cluster.Time;

namespace GameServer.Cluster.Tests.Time;

public sealed class RoomClockTests
{
    [Fact]
    public void Ticks_do_not_drift_however_unevenly_the_clock_is_asked()
    {
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 1000].Array[10, 300]).Sample((rate, steps) =>
        {
            var time = new ManualTime();
            var clock = new RoomClock(time, rate);
            var period = TimeSpan.TicksPerSecond / (double)rate;
            var made = 0L;
            foreach (var step in steps)
            {
                // Never more than three periods late, so nothing is given up.
                time.Now += (long)(step / 1000.0 * 2.9 * period);
                var due = clock.TakeDue(out var lateness);
                made += due;
                Assert.InRange(due, 0, RoomClock.MaxCatchUp);
                Assert.InRange(lateness, 0, 3.0 / rate);
                // Exactly the deadlines that have passed, but for the tenth of a millisecond that a wake may come early.
                Assert.InRange(made, (long)(time.Now / period), (long)((time.Now + 1001) / period));
            }

            Assert.Equal(0, clock.GivenUp);
        });
    }

    [Fact]
    public void After_a_stall_three_ticks_are_made_up_and_the_rest_is_given_up()
    {
        Gen.Select(Gen.Int[1, 60], Gen.Int[4, 100_000]).Sample((rate, missed) =>
        {
            var time = new ManualTime();
            var clock = new RoomClock(time, rate);
            var period = TimeSpan.TicksPerSecond / (double)rate;
            time.Now = (long)((missed + 0.5) * period);
            Assert.Equal(RoomClock.MaxCatchUp, clock.TakeDue(out var lateness));
            Assert.Equal(missed - RoomClock.MaxCatchUp, clock.GivenUp);
            Assert.Equal((missed - 0.5) / rate, lateness, 0.001);

            // From there it goes on at its rate, in the same phase.
            Assert.Equal(0, clock.TakeDue(out _));
            for (var tick = 1; tick <= 100; tick++)
            {
                time.Now = (long)((missed + 0.5 + tick) * period);
                Assert.Equal(1, clock.TakeDue(out _));
            }
        });
    }

    [Fact]
    public void Wake_that_comes_a_hair_early_makes_its_tick()
    {
        var time = new ManualTime();
        var clock = new RoomClock(time, 20);
        time.Now = TimeSpan.TicksPerSecond / 20 - 900;
        Assert.Equal(1, clock.TakeDue(out var lateness));
        Assert.Equal(0, lateness);
        time.Now = 2 * TimeSpan.TicksPerSecond / 20 - 2000;
        Assert.Equal(0, clock.TakeDue(out _));
    }

    private sealed class ManualTime : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
