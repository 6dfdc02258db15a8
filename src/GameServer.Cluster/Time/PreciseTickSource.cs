using Akka.Actor;

namespace GameServer.Cluster.Time;

/// <summary>
/// One thread that sleeps until the next deadline of any room. Akka's wheel cannot go under 10 ms and rounds every period up to
/// it; this wakes within about a millisecond and never drifts, because deadlines are absolute.
/// </summary>
public sealed class PreciseTickSource : ITickSource, IDisposable
{
    private readonly TimeProvider time;
    private readonly object gate = new();
    private readonly PriorityQueue<Subscription, long> deadlines = new();
    private readonly Thread thread;
    private bool stopped;

    /// <param name="time">The clock; a real one, since the thread really sleeps.</param>
    public PreciseTickSource(TimeProvider time)
    {
        this.time = time;
        thread = new Thread(Run) { IsBackground = true, Name = "ticks", Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    /// <inheritdoc/>
    public ITickSubscription Start(int tickRate, IActorRef room)
    {
        var subscription = new Subscription(room, time.GetTimestamp(), (double)time.TimestampFrequency / tickRate);
        lock (gate)
        {
            deadlines.Enqueue(subscription, subscription.Next());
            Monitor.Pulse(gate);
        }

        return subscription;
    }

    /// <summary>Ends the thread; no room is woken any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.Pulse(gate);
        }

        if (Thread.CurrentThread != thread)
        {
            thread.Join();
        }
    }

    private void Run()
    {
        lock (gate)
        {
            while (!stopped)
            {
                if (!deadlines.TryPeek(out var subscription, out var deadline))
                {
                    Monitor.Wait(gate);
                    continue;
                }

                var now = time.GetTimestamp();
                if (deadline > now)
                {
                    // Rounded up: a wake that is a fraction of a millisecond late costs less than spinning for it.
                    Monitor.Wait(gate, (int)Math.Min(1000, Math.Ceiling((deadline - now) * 1000.0 / time.TimestampFrequency)));
                    continue;
                }

                deadlines.Dequeue();
                if (!subscription.IsDisposed)
                {
                    subscription.Wake();
                    subscription.SkipTo(now);
                    deadlines.Enqueue(subscription, subscription.Next());
                }
            }
        }
    }

    private sealed class Subscription(IActorRef room, long start, double period) : ITickSubscription
    {
        private long ticks;
        private int pending;
        private volatile bool disposed;

        public bool IsDisposed => disposed;

        public long Next() => start + (long)Math.Ceiling(++ticks * period);

        public void SkipTo(long now) => ticks = Math.Max(ticks, (long)((now - start) / period));

        public void Wake()
        {
            if (Interlocked.Exchange(ref pending, 1) == 0)
            {
                room.Tell(TickDue.Instance, ActorRefs.NoSender);
            }
        }

        public void Handled() => Volatile.Write(ref pending, 0);

        public void Dispose() => disposed = true;
    }
}
