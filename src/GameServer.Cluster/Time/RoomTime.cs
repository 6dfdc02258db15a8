namespace GameServer.Cluster.Time;

/// <summary>The clock of a room, as clients are told it.</summary>
internal static class RoomTime
{
    // A room that stands still for longer is held up, and its clock with it.
    private const double MostMs = 1000;

    /// <summary>Milliseconds.</summary>
    /// <param name="tick">The tick that the room has reached.</param>
    /// <param name="tickRate">Ticks a second.</param>
    /// <param name="since">How long ago that was.</param>
    internal static double Of(long tick, int tickRate, TimeSpan since) =>
        (tick * 1000.0 / tickRate) + Math.Min(since.TotalMilliseconds, MostMs);
}
