using GameServer.Rooms;

namespace Games.Arena;

/// <summary>What moves of a ship.</summary>
/// <param name="X">Centre, in 1/16 of a unit.</param>
/// <param name="Y">Centre, in 1/16 of a unit.</param>
/// <param name="Vx">Velocity, in 1/16 of a unit per tick.</param>
/// <param name="Vy">Velocity, in 1/16 of a unit per tick.</param>
/// <param name="Angle">Heading, 0–1023.</param>
public readonly record struct FlightState(int X, int Y, int Vx, int Vy, int Angle);

/// <summary>
/// How a ship flies: its next state from this one and the pilot's controls, and from nothing else. The web client has the same
/// function to show its own ship before the server answers, so both must agree bit for bit: every intermediate value fits into
/// 32 bits, <c>/</c> rounds towards zero, <c>&gt;&gt;</c> keeps the sign.
/// </summary>
/// <remarks>
/// Ships do not collide with each other. A client knows the others only as they were a while ago, so a collision is the one
/// thing about its own ship that it could not foretell, and every wrong guess would throw the player about.
/// </remarks>
public static class Flight
{
    /// <summary>Steps that a ship can turn in a tick.</summary>
    public const int TurnRate = 22;

    /// <summary>What a tick of thrust adds to the velocity.</summary>
    public const int Thrust = 10;

    /// <summary>The highest speed, give or take 1 for rounding.</summary>
    public const int TopSpeed = 11 * Rules.Unit;

    private const int Drag = 4;
    private const int BrakeDrag = 20;
    private const int DragOne = 256;
    private const int BounceKept = 5;
    private const int BounceOne = 8;

    /// <summary>One tick.</summary>
    /// <param name="ship">The ship before.</param>
    /// <param name="controls">What its pilot does.</param>
    /// <param name="world">Width and height of the world, in 1/16 of a unit.</param>
    public static FlightState Step(FlightState ship, Controls controls, int world)
    {
        var angle = Steer(ship.Angle, controls);
        var (vx, vy) = (ship.Vx, ship.Vy);
        if (controls.Has(Controls.Thrust))
        {
            vx += Along(Thrust, Turn.Cos(angle));
            vy += Along(Thrust, Turn.Sin(angle));
        }

        if (controls.Has(Controls.Brake))
        {
            (vx, vy) = (Brake(vx), Brake(vy));
        }

        // Rounding towards zero leaves slow ships adrift: only the brake stops one. Rounding up instead would eat the small
        // component of a shallow course and pull ships onto the axes.
        vx -= vx * Drag / DragOne;
        vy -= vy * Drag / DragOne;
        (vx, vy) = Limit(vx, vy);

        var (x, y) = (ship.X + vx, ship.Y + vy);
        (x, vx) = Bounce(x, vx, world);
        (y, vy) = Bounce(y, vy, world);
        return new FlightState(x, y, vx, vy, angle);
    }

    /// <summary>The part of a length that lies along an axis.</summary>
    /// <param name="length">At most 2¹⁶.</param>
    /// <param name="direction">The axis' sine or cosine.</param>
    public static int Along(int length, int direction) => (length * direction + Turn.One / 2) >> Turn.Shift;

    private static int Steer(int angle, Controls controls)
    {
        int turn;
        if (controls.Aim != Controls.NoAim)
        {
            var way = Turn.Difference(angle, controls.Aim);
            turn = way < -TurnRate ? -TurnRate : way > TurnRate ? TurnRate : way;
        }
        else
        {
            turn = (controls.Has(Controls.Right) ? TurnRate : 0) - (controls.Has(Controls.Left) ? TurnRate : 0);
        }

        return (angle + turn) & (Turn.Steps - 1);
    }

    private static int Brake(int velocity)
    {
        // One more than its share, so that a braking ship comes to a full stop.
        var share = velocity * BrakeDrag / DragOne;
        return velocity > 0 ? velocity - share - 1 : velocity < 0 ? velocity - share + 1 : 0;
    }

    private static (int Vx, int Vy) Limit(int vx, int vy)
    {
        var square = vx * vx + vy * vy;
        if (square <= TopSpeed * TopSpeed)
        {
            return (vx, vy);
        }

        var speed = (int)Turn.SquareRoot(square - 1) + 1;
        return (Divide(vx * TopSpeed, speed), Divide(vy * TopSpeed, speed));
    }

    // To the nearest, halves away from zero: cutting off would turn fast ships towards the axes.
    private static int Divide(int value, int by) => (value < 0 ? value - by / 2 : value + by / 2) / by;

    private static (int Position, int Velocity) Bounce(int position, int velocity, int world)
    {
        if (position < Rules.ShipRadius)
        {
            return (Rules.ShipRadius, velocity < 0 ? -velocity * BounceKept / BounceOne : velocity);
        }

        var far = world - Rules.ShipRadius;
        return position > far
            ? (far, velocity > 0 ? -velocity * BounceKept / BounceOne : velocity)
            : (position, velocity);
    }
}
