namespace GameServer.FaultProxy;

/// <summary>Says when what arrives now comes out at the other end of one direction. Pure: the time is given.</summary>
/// <remarks>The n-th piece of a direction has the n-th draw, so a seed gives the same ways in the same order, whatever the machine does.</remarks>
internal sealed class Lateness
{
    private readonly SeededDraws ways;
    private readonly SeededDraws stalls;
    private TimeSpan last = TimeSpan.MinValue;
    private TimeSpan lineFree = TimeSpan.Zero;
    private TimeSpan? stallAt;

    internal Lateness(int seed, int connection, int direction)
    {
        ways = new SeededDraws(seed, connection, 2 * direction);
        stalls = new SeededDraws(seed, connection, 2 * direction + 1);
    }

    /// <summary>When a piece comes out; never before the one that was asked about last.</summary>
    internal TimeSpan DueAt(TimeSpan now, int bytes, LinkFaults faults)
    {
        var way = faults.Delay + faults.Jitter * ways.Swing();
        var due = now + (way > TimeSpan.Zero ? way : TimeSpan.Zero);
        due = AfterStalls(due, faults);
        if (faults.BytesPerSecond is { } rate)
        {
            lineFree = (due > lineFree ? due : lineFree) + TimeSpan.FromSeconds((double)bytes / rate);
            due = lineFree;
        }

        return last = due > last ? due : last;
    }

    private TimeSpan AfterStalls(TimeSpan due, LinkFaults faults)
    {
        if (faults.StallEvery <= TimeSpan.Zero)
        {
            stallAt = null;
            return due;
        }

        var at = stallAt ?? NextStall(due, faults);
        while (due >= at + faults.Stall)
        {
            at = NextStall(at + faults.Stall, faults);
        }

        stallAt = at;
        return due >= at ? at + faults.Stall : due;
    }

    private TimeSpan NextStall(TimeSpan from, LinkFaults faults) => from + faults.StallEvery * (0.5 + stalls.Share());
}
