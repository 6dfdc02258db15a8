using GameServer.Rooms;

namespace Games.Arena;

/// <summary>How a bot turns where it wants to go into controls.</summary>
internal static class BotSteering
{
    internal const int Quarter = Turn.Steps / 4;
    internal const int CruiseSpeed = 7 * Rules.Unit;
    internal const int FullThrottle = 2 * Flight.TopSpeed;

    private const int WallForesight = 24;
    private const int DriftForesight = 10;

    /// <summary>To a place, ahead of its own drift, so that it does not circle around it.</summary>
    internal static Controls GoTo(Ship ship, int x, int y, int upTo) =>
        Head(ship, Turn.Of(x - ship.X - ship.Vx * DriftForesight, y - ship.Y - ship.Vy * DriftForesight), upTo);

    internal static Controls Head(Ship ship, int course, int upTo)
    {
        var isSlow = ship.Vx * ship.Vx + ship.Vy * ship.Vy < upTo * upTo;
        return new Controls(isSlow && Faces(ship, course, Quarter / 2) ? Controls.Thrust : 0, course);
    }

    internal static Controls AvoidWalls(Ship ship, Controls wish, int world)
    {
        var margin = world / 24;
        var (x, y) = (ship.X + ship.Vx * WallForesight, ship.Y + ship.Vy * WallForesight);
        if (x >= margin && y >= margin && x <= world - margin && y <= world - margin)
        {
            return wish;
        }

        // Still firing if it was: turning in from the wall often comes out at the enemy anyway.
        var inwards = Turn.Of(world / 2 - ship.X, world / 2 - ship.Y);
        var push = Faces(ship, inwards, Quarter) ? Controls.Thrust : Controls.Brake;
        return new Controls(push | (wish.Buttons & Controls.Fire), inwards);
    }

    internal static bool Faces(Ship ship, int course, int within)
    {
        var off = Turn.Difference(ship.Angle, course);
        return off <= within && off >= -within;
    }
}
