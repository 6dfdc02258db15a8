using System.Security.Cryptography;

namespace GameServer.Host.Startup;

/// <summary>
/// How the server ends, for those who hold connections. Kestrel waits for open requests before the actor system may leave the
/// cluster, so connections have to end by themselves once stopping begins.
/// </summary>
internal sealed class ServerLifetime : IDisposable
{
    /// <summary>In this time sessions have said goaway; a connection that is still open then is closed without.</summary>
    internal static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    /// <summary>A client that takes nothing, or does not answer the close, has until then.</summary>
    internal static readonly TimeSpan CutTime = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource drained;
    private readonly CancellationTokenSource cut;

    internal ServerLifetime(string node, TimeSpan drainSpread, TimeProvider time, CancellationToken stopping)
    {
        Node = node;
        DrainSpread = drainSpread;
        Stopping = stopping;
        drained = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        stopping.Register(() =>
        {
            drained.CancelAfter(DrainTime);
            cut.CancelAfter(CutTime);
        });
    }

    /// <summary>The node's name, for people.</summary>
    internal string Node { get; }

    /// <summary>Over which time the clients' return is spread when the server stops.</summary>
    internal TimeSpan DrainSpread { get; }

    /// <summary>Cancelled when the server begins to stop.</summary>
    internal CancellationToken Stopping { get; }

    /// <summary>Cancelled when connections are to be closed, whatever their sessions did.</summary>
    internal CancellationToken Drained => drained.Token;

    /// <summary>Cancelled when connections that are still there are to be cut.</summary>
    internal CancellationToken Cut => cut.Token;

    /// <summary>After how many milliseconds a client of a server that stops is to come back: by lot, within the spread. Never 0, which
    /// where it is read means no time at all.</summary>
    internal int NextRetryMs() => RandomNumberGenerator.GetInt32(1, (int)DrainSpread.TotalMilliseconds + 2);

    public void Dispose()
    {
        drained.Dispose();
        cut.Dispose();
    }
}
