namespace GameServer.Rooms;

/// <summary>
/// Angles and trigonometry in integers. A full turn has <see cref="Steps"/> steps; 0 points along +x and angles grow from +x to
/// +y. Results are scaled by <see cref="One"/>.
/// </summary>
/// <remarks>
/// <c>Math.Sin</c> differs between .NET and browsers in the last bits, so both sides read this table: the quarter wave
/// <c>round(16384 · sin(π/2 · i/256))</c>.
/// </remarks>
public static class Turn
{
    /// <summary>Steps in a full turn.</summary>
    public const int Steps = 1024;

    /// <summary>The scale of <see cref="Sin"/> and <see cref="Cos"/>: 1.0 is 16,384.</summary>
    public const int One = 1 << Shift;

    /// <summary>Bits by which a product with a sine or cosine is shifted right.</summary>
    public const int Shift = 14;

    private static readonly short[] quarter =
    [
        0, 101, 201, 302, 402, 503, 603, 704, 804, 904, 1005, 1105, 1205, 1306, 1406, 1506,
        1606, 1706, 1806, 1906, 2006, 2105, 2205, 2305, 2404, 2503, 2603, 2702, 2801, 2900, 2999, 3098,
        3196, 3295, 3393, 3492, 3590, 3688, 3786, 3883, 3981, 4078, 4176, 4273, 4370, 4467, 4563, 4660,
        4756, 4852, 4948, 5044, 5139, 5235, 5330, 5425, 5520, 5614, 5708, 5803, 5897, 5990, 6084, 6177,
        6270, 6363, 6455, 6547, 6639, 6731, 6823, 6914, 7005, 7096, 7186, 7276, 7366, 7456, 7545, 7635,
        7723, 7812, 7900, 7988, 8076, 8163, 8250, 8337, 8423, 8509, 8595, 8680, 8765, 8850, 8935, 9019,
        9102, 9186, 9269, 9352, 9434, 9516, 9598, 9679, 9760, 9841, 9921, 10001, 10080, 10159, 10238, 10316,
        10394, 10471, 10549, 10625, 10702, 10778, 10853, 10928, 11003, 11077, 11151, 11224, 11297, 11370, 11442, 11514,
        11585, 11656, 11727, 11797, 11866, 11935, 12004, 12072, 12140, 12207, 12274, 12340, 12406, 12472, 12537, 12601,
        12665, 12729, 12792, 12854, 12916, 12978, 13039, 13100, 13160, 13219, 13279, 13337, 13395, 13453, 13510, 13567,
        13623, 13678, 13733, 13788, 13842, 13896, 13949, 14001, 14053, 14104, 14155, 14206, 14256, 14305, 14354, 14402,
        14449, 14497, 14543, 14589, 14635, 14680, 14724, 14768, 14811, 14854, 14896, 14937, 14978, 15019, 15059, 15098,
        15137, 15175, 15213, 15250, 15286, 15322, 15357, 15392, 15426, 15460, 15493, 15525, 15557, 15588, 15619, 15649,
        15679, 15707, 15736, 15763, 15791, 15817, 15843, 15868, 15893, 15917, 15941, 15964, 15986, 16008, 16029, 16049,
        16069, 16088, 16107, 16125, 16143, 16160, 16176, 16192, 16207, 16221, 16235, 16248, 16261, 16273, 16284, 16295,
        16305, 16315, 16324, 16332, 16340, 16347, 16353, 16359, 16364, 16369, 16373, 16376, 16379, 16381, 16383, 16384,
        16384,
    ];

    /// <summary>Sine of an angle in steps; any integer is allowed.</summary>
    public static int Sin(int angle)
    {
        var step = angle & (Steps - 1);
        var inQuarter = step & 255;
        return (step >> 8) switch
        {
            0 => quarter[inQuarter],
            1 => quarter[256 - inQuarter],
            2 => -quarter[inQuarter],
            _ => -quarter[256 - inQuarter],
        };
    }

    /// <summary>Cosine of an angle in steps; any integer is allowed.</summary>
    public static int Cos(int angle) => Sin(angle + Steps / 4);

    /// <summary>The direction of a vector, in steps 0–1023; 0 for the zero vector. Exact to one step.</summary>
    public static int Of(long x, long y)
    {
        if (x == 0 && y == 0)
        {
            return 0;
        }

        long ax = Math.Abs(x), ay = Math.Abs(y);
        int low = 0, high = 256;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            // sin(m)·ax >= cos(m)·ay: the vector's angle is at most m.
            if (quarter[middle] * ax >= quarter[256 - middle] * ay)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        var step = (x >= 0, y >= 0) switch
        {
            (true, true) => low,
            (false, true) => 512 - low,
            (false, false) => 512 + low,
            _ => 1024 - low,
        };
        return step & (Steps - 1);
    }

    /// <summary>The shortest way from one angle to another, −512 to 511 steps.</summary>
    public static int Difference(int from, int to) => ((to - from + Steps / 2) & (Steps - 1)) - Steps / 2;

    /// <summary>Integer square root, rounded down.</summary>
    /// <param name="value">0 or more.</param>
    public static long SquareRoot(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        // The root of the largest value: the floating-point root may lie above it, and its square would overflow.
        const long Largest = 3_037_000_499;
        var root = Math.Min((long)Math.Sqrt(value), Largest);
        // The floating-point root may be off by one for large values; these two steps make it exact everywhere.
        while (root * root > value)
        {
            root--;
        }

        while (root < Largest && (root + 1) * (root + 1) <= value)
        {
            root++;
        }

        return root;
    }
}
