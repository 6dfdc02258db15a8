using GameServer.Cluster.Telemetry;

namespace GameServer.Cluster.Time;

/// <summary>
/// Tells how many ticks are due. Tick <c>n</c> is due at start + n × period, whenever the room is woken, so ticks do not drift.
/// After a stall at most <see cref="MaxCatchUp"/> ticks are made up at once; the rest of the lost time is given up.
/// </summary>
public sealed class RoomClock
{
    /// <summary>The most ticks that are made in one go.</summary>
    public const int MaxCatchUp = 3;

    private const double EarlyBySeconds = 0.0001;

    private readonly TimeProvider time;
    private readonly double perTick;
    private double start;
    private long made;

    /// <param name="time">The clock.</param>
    /// <param name="tickRate">Ticks a second.</param>
    public RoomClock(TimeProvider time, int tickRate)
    {
        this.time = time;
        perTick = (double)time.TimestampFrequency / tickRate;
        start = time.GetTimestamp();
    }

    /// <summary>Ticks that were given up since the start.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Ticks to make now; they count as made.</summary>
    /// <param name="latenessSeconds">How long ago the oldest of them was due, in seconds.</param>
    public int TakeDue(out double latenessSeconds)
    {
        // Wakes may come a hair early, by the rounding of whoever wakes.
        var now = time.GetTimestamp() + EarlyBySeconds * time.TimestampFrequency;
        var due = (long)Math.Floor((now - start) / perTick) - made;
        latenessSeconds = due > 0 ? Math.Max(0, (now - start - (made + 1) * perTick) / time.TimestampFrequency - EarlyBySeconds) : 0;
        if (due > MaxCatchUp)
        {
            GivenUp += due - MaxCatchUp;
            Meters.TicksGivenUp.Add(due - MaxCatchUp);
            start += (due - MaxCatchUp) * perTick;
            due = MaxCatchUp;
        }

        made += Math.Max(0, due);
        return (int)Math.Max(0, due);
    }
}
