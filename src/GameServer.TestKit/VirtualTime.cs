using Akka.Actor;
using Akka.TestKit;

namespace GameServer.TestKit;

/// <summary>
/// The clock of a simulation: it stands still until the test advances it. Its time of day begins at the same moment in every run, since
/// rooms may show it.
/// </summary>
/// <param name="scheduler">The actor system's test scheduler.</param>
public sealed class VirtualTime(TestScheduler scheduler) : TimeProvider
{
    private static readonly DateTimeOffset start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly long began = scheduler.Now.UtcTicks;
    private long origin = scheduler.Now.UtcTicks;
    private long steps;
    private int rate;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The test scheduler of an actor system.</summary>
    /// <exception cref="ArgumentException">The system runs in real time.</exception>
    public static VirtualTime Of(ActorSystem system) => system.Scheduler is TestScheduler scheduler
        ? new VirtualTime(scheduler)
        : throw new ArgumentException("The actor system has no TestScheduler; derive the test from GameTestKit.", nameof(system));

    /// <inheritdoc/>
    public override long GetTimestamp() => scheduler.Now.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start.AddTicks(scheduler.Now.UtcTicks - began);

    /// <summary>Goes on by one period of a tick rate, without the rounding of periods adding up.</summary>
    /// <param name="tickRate">Ticks a second.</param>
    public void Step(int tickRate)
    {
        if (tickRate != rate)
        {
            rate = tickRate;
            origin = scheduler.Now.UtcTicks;
            steps = 0;
        }

        var target = origin + (++steps * TimeSpan.TicksPerSecond + tickRate - 1) / tickRate;
        var way = target - scheduler.Now.UtcTicks;
        if (way <= 0)
        {
            // Somebody advanced the clock in between: the steps begin anew from there.
            origin = scheduler.Now.UtcTicks;
            steps = 1;
            way = (TimeSpan.TicksPerSecond + tickRate - 1) / tickRate;
        }

        scheduler.Advance(TimeSpan.FromTicks(way));
    }

    /// <summary>
    /// Goes on by a time, in steps of a tick rate: a scheduler that leaps fires a periodic timer only once.
    /// </summary>
    public void Advance(TimeSpan time, int tickRate)
    {
        var end = scheduler.Now + time;
        while (scheduler.Now < end)
        {
            Step(tickRate);
        }
    }
}
