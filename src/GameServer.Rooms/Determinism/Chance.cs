namespace GameServer.Rooms;

/// <summary>
/// The room's source of chance: PCG-XSH-RR with 64 bits of state (O'Neill 2014). The same seed gives the same draws on every
/// machine, and its state is part of checkpoints.
/// </summary>
public sealed class Chance(ulong seed)
{
    private const ulong Multiplier = 6364136223846793005;
    private const ulong Increment = 1442695040888963407;

    internal ulong State { get; set; } = unchecked((seed + Increment) * Multiplier + Increment);

    /// <summary>32 random bits.</summary>
    public uint NextBits()
    {
        var old = State;
        State = unchecked(old * Multiplier + Increment);
        var shifted = (uint)(((old >> 18) ^ old) >> 27);
        return System.Numerics.BitOperations.RotateRight(shifted, (int)(old >> 59));
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>.</summary>
    /// <param name="bound">At least 1.</param>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)(((ulong)NextBits() * (uint)bound) >> 32);
    }

    /// <summary>A number from <paramref name="min"/> up to, not including, <paramref name="max"/>.</summary>
    public int Next(int min, int max) => min + Next(checked(max - min));
}
