using GameServer.Rooms;

namespace GameServer.Cluster.Overview;

/// <summary>What a room showed of itself last.</summary>
/// <param name="Room">Which.</param>
/// <param name="Epoch">Its incarnation.</param>
/// <param name="Players">Seats that are taken.</param>
/// <param name="Seats">Seats there are.</param>
/// <param name="TickRate">Ticks a second.</param>
/// <param name="Tick">The last tick.</param>
/// <param name="At">When that was, by the node's own clock.</param>
/// <param name="TickMedian">Time that half of the latest ticks took at most.</param>
/// <param name="TickP99">Time that 99 of 100 of them took at most.</param>
public sealed record RoomFigures(
    RoomIdentity Room, int Epoch, int Players, int Seats, int TickRate, long Tick, TimeSpan At, TimeSpan TickMedian, TimeSpan TickP99);

/// <summary>
/// Figures of one room, written by it alone. It notes every tick, which costs it nothing; once a second it puts down what others read.
/// </summary>
public sealed class RoomGauge(NodeGauges node, RoomIdentity room, GameSettings settings, int epoch) : IDisposable
{
    /// <summary>Ticks that the figures are made of.</summary>
    public const int Window = 256;

    private static readonly TimeSpan every = TimeSpan.FromSeconds(1);

    private readonly long[] took = new long[Window];
    private int noted;
    private volatile RoomFigures? latest;

    /// <summary>Null before the first tick: a room that was recovered goes on with that, not before.</summary>
    public RoomFigures? Latest => latest;

    /// <summary>The room made a tick.</summary>
    public void Ticked(long tick, int players, TimeSpan duration, TimeSpan now)
    {
        took[noted++ % Window] = duration.Ticks;
        if (latest is { } before && now - before.At < every)
        {
            return;
        }

        var isFirst = latest is null;
        var sorted = took.AsSpan(0, Math.Min(noted, Window)).ToArray();
        Array.Sort(sorted);
        latest = new RoomFigures(
            room, epoch, players, settings.Seats, settings.TickRate, tick, now, At(sorted, 0.5), At(sorted, 0.99));
        if (isFirst)
        {
            node.RoomsChanged();
        }
    }

    /// <summary>The room is here no more.</summary>
    public void Dispose() => node.Close(this);

    private static TimeSpan At(long[] sorted, double share) =>
        TimeSpan.FromTicks(sorted[(int)Math.Ceiling(sorted.Length * share) - 1]);
}
