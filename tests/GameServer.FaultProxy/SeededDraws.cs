namespace GameServer.FaultProxy;

/// <summary>Chance that is the same for the same seed in every process and on every version of .NET (SplitMix64).</summary>
internal sealed class SeededDraws
{
    private ulong state;

    /// <summary>Draws of their own for each combination of <paramref name="seed"/>, <paramref name="subject"/> and <paramref name="lane"/>.</summary>
    internal SeededDraws(int seed, int subject, int lane)
    {
        state = (uint)seed;
        state = Next() ^ (uint)subject;
        state = Next() ^ (uint)lane;
    }

    /// <summary>At least 0, less than 1.</summary>
    internal double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From -1 to 1.</summary>
    internal double Swing() => 2 * Share() - 1;

    /// <summary>At least <paramref name="from"/>, less than <paramref name="to"/>.</summary>
    internal int Between(int from, int to) => from + (int)(Share() * (to - from));

    private ulong Next()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
