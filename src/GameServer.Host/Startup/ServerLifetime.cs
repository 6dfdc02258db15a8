using System.Security.Cryptography;
using GameServer.Cluster.Sessions;

namespace GameServer.Host.Startup;

/// <summary>
/// How the server ends, for those who hold connections. Kestrel waits for open requests before the actor system may leave the
/// cluster, so connections have to end by themselves once stopping begins.
/// </summary>
internal sealed class ServerLifetime : IDisposable
{
    /// <summary>So long after the last session has said goaway, a connection that is still open is closed without.</summary>
    internal static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    /// <summary>A client that takes nothing, or does not answer the close, has until so long after that moment.</summary>
    internal static readonly TimeSpan CutTime = TimeSpan.FromSeconds(4);

    // What another node has to do for each that comes.
    private static readonly TimeSpan forEach = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource drained;
    private readonly CancellationTokenSource cut;
    private readonly Lazy<TimeSpan> spread;

    /// <param name="node">The node's name, for people.</param>
    /// <param name="time">The clock.</param>
    /// <param name="spread">Over which time clients are to come back elsewhere; asked when the server begins to stop.</param>
    /// <param name="stopping">Cancelled when the server begins to stop.</param>
    internal ServerLifetime(string node, TimeProvider time, Func<TimeSpan> spread, CancellationToken stopping)
    {
        Node = node;
        Stopping = stopping;
        this.spread = new Lazy<TimeSpan>(spread);
        drained = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        stopping.Register(() =>
        {
            var served = Spread < SessionsActor.ServedAtMost ? Spread : SessionsActor.ServedAtMost;
            drained.CancelAfter(served + DrainTime);
            cut.CancelAfter(served + CutTime);
        });
    }

    /// <summary>The node's name, for people.</summary>
    internal string Node { get; }

    /// <summary>Cancelled when the server begins to stop.</summary>
    internal CancellationToken Stopping { get; }

    /// <summary>Over which time clients come back elsewhere. Not to be asked before the server stops.</summary>
    internal TimeSpan Spread => spread.Value;

    /// <summary>Cancelled when connections are to be closed, whatever their sessions did.</summary>
    internal CancellationToken Drained => drained.Token;

    /// <summary>Cancelled when connections that are still there are to be cut.</summary>
    internal CancellationToken Cut => cut.Token;

    /// <summary>Over which time so many clients are to come back: no longer than it takes, for each is without its game meanwhile.</summary>
    /// <param name="most">The longest time.</param>
    /// <param name="clients">How many there are.</param>
    internal static TimeSpan SpreadOf(TimeSpan most, int clients) => clients * forEach < most ? clients * forEach : most;

    /// <summary>
    /// After how many milliseconds a client that is sent away at once is to come back: by lot, within the spread. Never 0, which where it
    /// is read means no time at all.
    /// </summary>
    internal int NextRetryMs() => Lot(Spread);

    /// <summary>The same for one that was served until its turn came.</summary>
    internal int RetryOfServedMs() => Lot(Spread - SessionsActor.ServedAtMost);

    private static int Lot(TimeSpan spread) => RandomNumberGenerator.GetInt32(1, Math.Max(0, (int)spread.TotalMilliseconds) + 2);

    public void Dispose()
    {
        drained.Dispose();
        cut.Dispose();
    }
}
