using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Where cargo becomes score; one row with the key <see cref="TheKey"/>.</summary>
public sealed class Gate : Row
{
    /// <summary>The key of the only row.</summary>
    public const long TheKey = 1;

    internal static TableSchema Schema { get; } = new("gate",
    [
        Column.Int("x", Rules.Quantum),
        Column.Int("y", Rules.Quantum),
        Column.Int("radius"),
    ]);

    /// <summary>Its centre, in 1/16 of a unit.</summary>
    public int X { get => (int)Int(0); set => Set(0, value); }

    /// <inheritdoc cref="X"/>
    public int Y { get => (int)Int(1); set => Set(1, value); }

    /// <summary>How near a ship's centre must come, in whole units.</summary>
    public int Radius { get => (int)Int(2); set => Set(2, value); }
}
