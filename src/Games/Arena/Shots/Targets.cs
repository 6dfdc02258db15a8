namespace Games.Arena;

/// <summary>The ships that a shot may meet in this tick: where they are, and where they were.</summary>
internal sealed class Targets
{
    private readonly Target[] all = new Target[ArenaOptions.MaxShips];
    private long tick;
    private int count;

    internal void Begin(long now) => (tick, count) = (now, 0);

    /// <param name="ship">A living ship, where it is now.</param>
    /// <param name="before">Where it was at the end of the tick before.</param>
    /// <param name="safe">The first tick in which it could be hit.</param>
    /// <param name="track">Where it was in earlier ticks.</param>
    internal void Add(Ship ship, FlightState before, long safe, Track track)
    {
        if (tick >= safe)
        {
            all[count++] = new Target(ship, ship.X, ship.Y, before.X, before.Y, safe, track);
        }
    }

    /// <summary>Which ship a shot meets first on its way through one tick.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="x">Where its way of that tick begins.</param>
    /// <param name="y">As <paramref name="x"/>.</param>
    /// <param name="ago">How many ticks ago that was: 0 for this one, less than <see cref="Rules.RewindTicks"/>.</param>
    /// <param name="time">When they meet, as in <see cref="Sweep.Entry"/>.</param>
    internal Ship? FirstHit(in Flying shot, int x, int y, int ago, out int time)
    {
        Ship? first = null;
        time = Sweep.Never;
        for (var i = 0; i < count; i++)
        {
            ref var target = ref all[i];
            if (target.Ship.Key == shot.Owner || !target.Ship.Alive || !TryWay(in target, ago, out var way))
            {
                continue;
            }

            // Both move in a straight line within the tick, so seen from the target the shot does too.
            var entry = Sweep.Entry(x - way.X, y - way.Y, shot.Vx - way.Dx, shot.Vy - way.Dy, Rules.ShipRadius);
            if (entry < time)
            {
                (first, time) = (target.Ship, entry);
            }
        }

        return first;
    }

    private bool TryWay(in Target target, int ago, out (int X, int Y, int Dx, int Dy) way)
    {
        if (ago == 0)
        {
            way = (target.FromX, target.FromY, target.X - target.FromX, target.Y - target.FromY);
            return true;
        }

        var then = tick - ago;
        var (fromX, fromY) = target.Track.At(then - 1);
        var (toX, toY) = target.Track.At(then);
        way = (fromX, fromY, toX - fromX, toY - fromY);
        long dx = target.X - fromX, dy = target.Y - fromY;
        return then >= target.Safe && dx * dx + dy * dy <= (long)Rules.RewindReach * Rules.RewindReach;
    }

    private readonly record struct Target(Ship Ship, int X, int Y, int FromX, int FromY, long Safe, Track Track);
}
