using System.Diagnostics;

namespace GameServer.FaultProxy;

/// <summary>Something a proxy did to the traffic.</summary>
/// <param name="At">Time since the proxy started.</param>
/// <param name="Subject">The number of the connection or request it was done to, in order of arrival from 1; 0 for the proxy as a whole.</param>
/// <param name="What">What was done, for people.</param>
public sealed record FaultLogEntry(TimeSpan At, int Subject, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"{At.TotalMilliseconds,9:0.0} ms  #{Subject}  {What}";
}

/// <summary>What a proxy did, in order. A test that fails prints it together with the proxy's seed.</summary>
/// <remarks>Keeps the newest 10,000 entries. Safe for use from several threads.</remarks>
public sealed class FaultLog
{
    private const int Kept = 10_000;

    private readonly Queue<FaultLogEntry> entries = new();
    private readonly long startedAt = Stopwatch.GetTimestamp();

    /// <summary>A copy of what is kept.</summary>
    public IReadOnlyList<FaultLogEntry> Entries
    {
        get
        {
            lock (entries)
            {
                return [.. entries];
            }
        }
    }

    /// <summary>One line an entry.</summary>
    public override string ToString() => string.Join('\n', Entries);

    internal void Add(int subject, string what)
    {
        lock (entries)
        {
            entries.Enqueue(new FaultLogEntry(Stopwatch.GetElapsedTime(startedAt), subject, what));
            if (entries.Count > Kept)
            {
                entries.Dequeue();
            }
        }
    }
}
