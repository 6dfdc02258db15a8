using GameServer.Rooms;

namespace Games.Arena;

/// <summary>When a moving point meets a circle; exact, so that nothing is ever passed through, however fast.</summary>
public static class Sweep
{
    /// <summary>The point starts inside.</summary>
    public const int AtOnce = 0;

    /// <summary>The scale of times: the end of the way.</summary>
    public const int One = 1024;

    /// <summary>The point does not meet the circle.</summary>
    public const int Never = int.MaxValue;

    /// <summary>When a point first is within a circle around the origin, on its straight way.</summary>
    /// <param name="x">Where the point starts, seen from the circle's centre; at most 2¹⁸ away.</param>
    /// <param name="y">As <paramref name="x"/>.</param>
    /// <param name="dx">Its way, seen from the circle, which may move too; at most 2¹².</param>
    /// <param name="dy">As <paramref name="dx"/>.</param>
    /// <param name="radius">The circle's radius; a point at this distance is within.</param>
    /// <returns>The part of the way until then, 0 to <see cref="One"/> rounded down, or <see cref="Never"/>.</returns>
    public static int Entry(long x, long y, long dx, long dy, long radius)
    {
        // |p + t·d|² = r² is a·t² + 2·b·t + c = 0.
        var c = x * x + y * y - radius * radius;
        if (c <= 0)
        {
            return AtOnce;
        }

        var a = dx * dx + dy * dy;
        var b = x * dx + y * dy;
        if (b >= 0)
        {
            return Never;
        }

        var discriminant = b * b - a * c;
        var endsInside = a + 2 * b + c <= 0;
        if (!endsInside && (discriminant < 0 || -b > a))
        {
            return Never;
        }

        // Only the order of hits hangs on this; whether there is one is decided above without any rounding.
        var time = (-b - Turn.SquareRoot(discriminant)) * One / a;
        return time > One ? One : (int)time;
    }
}
