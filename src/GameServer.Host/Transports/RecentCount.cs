namespace GameServer.Host.Transports;

/// <summary>Counts what happened within the last seconds, to the second.</summary>
internal sealed class RecentCount(TimeProvider time, int seconds)
{
    private readonly int[] counts = new int[seconds];
    private readonly long start = time.GetTimestamp();
    private long current;

    /// <summary>Counts so many more and gives the sum.</summary>
    internal int Add(int count)
    {
        var second = (long)time.GetElapsedTime(start).TotalSeconds;
        if (second - current >= counts.Length)
        {
            Array.Clear(counts);
            current = second;
        }

        while (current < second)
        {
            counts[++current % counts.Length] = 0;
        }

        counts[second % counts.Length] += count;
        return counts.Sum();
    }
}
