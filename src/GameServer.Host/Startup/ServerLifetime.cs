namespace GameServer.Host.Startup;

/// <summary>
/// How the server ends, for those who hold connections. Kestrel waits for open requests before the actor system may leave the
/// cluster, so connections have to end by themselves once stopping begins.
/// </summary>
internal sealed class ServerLifetime
{
    /// <summary>In this time sessions have said goaway; a connection that is still open then is closed without.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource drainOver = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ServerLifetime(string node, TimeProvider time, CancellationToken stopping)
    {
        Node = node;
        Stopping = stopping;
        stopping.Register(() => _ = time.CreateTimer(
            _ => drainOver.TrySetResult(), null, DrainTime, Timeout.InfiniteTimeSpan));
    }

    /// <summary>The node's name, for people.</summary>
    internal string Node { get; }

    /// <summary>Cancelled when the server begins to stop.</summary>
    internal CancellationToken Stopping { get; }

    /// <summary>Completed when no connection may be open any more.</summary>
    internal Task DrainOver => drainOver.Task;
}
