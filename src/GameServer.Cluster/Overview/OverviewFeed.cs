namespace GameServer.Cluster.Overview;

/// <summary>The newest picture of the cluster for those who watch it. Nothing queues: who is slow misses pictures.</summary>
public sealed class OverviewFeed
{
    private readonly Lock gate = new();
    private TaskCompletionSource changed = New();
    private OverviewPicture? latest;

    /// <summary>The newest picture; null before the first.</summary>
    public OverviewPicture? Latest
    {
        get
        {
            lock (gate)
            {
                return latest;
            }
        }
    }

    /// <summary>Waits for a picture other than the one that was seen.</summary>
    /// <param name="seen">The one that was seen last, or null.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<OverviewPicture> NextAsync(OverviewPicture? seen, CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (latest is not null && !ReferenceEquals(latest, seen))
                {
                    return latest;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellation);
        }
    }

    /// <summary>Shows a newer picture.</summary>
    public void Publish(OverviewPicture picture)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            latest = picture;
            told = changed;
            changed = New();
        }

        told.SetResult();
    }

    // Without this flag, what waits would run inside the actor that publishes.
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
