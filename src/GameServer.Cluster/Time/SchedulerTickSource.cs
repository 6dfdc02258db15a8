using Akka.Actor;

namespace GameServer.Cluster.Time;

/// <summary>Wakes rooms by an Akka scheduler, so that TestKit's virtual time drives them.</summary>
/// <param name="scheduler">The scheduler of the actor system.</param>
public sealed class SchedulerTickSource(IScheduler scheduler) : ITickSource
{
    /// <inheritdoc/>
    public ITickSubscription Start(int tickRate, IActorRef room)
    {
        var period = TimeSpan.FromTicks(TimeSpan.TicksPerSecond / tickRate);
        var timer = scheduler.ScheduleTellRepeatedlyCancelable(period, period, room, TickDue.Instance, ActorRefs.NoSender);
        return new Subscription(timer);
    }

    private sealed class Subscription(ICancelable timer) : ITickSubscription
    {
        public void Handled()
        {
        }

        public void Dispose() => timer.Cancel();
    }
}
