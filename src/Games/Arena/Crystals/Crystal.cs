using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>What kind of thing lies there to be taken.</summary>
public enum CrystalKind
{
    /// <summary>Is carried, and scores when it is brought through the gate.</summary>
    Crystal,

    /// <summary>Gives <see cref="Rules.RepairHp"/> hit points.</summary>
    Repair,

    /// <summary>Lets a ship fire twice as fast for <see cref="Rules.ChargeTicks"/>.</summary>
    Overcharge,
}

/// <summary>Something that lies in the arena until a ship touches it.</summary>
public sealed class Crystal : Row
{
    internal static TableSchema Schema { get; } = new("crystals",
    [
        Column.Int("x", Rules.Quantum),
        Column.Int("y", Rules.Quantum),
        Column.Int("kind"),
        Column.Int("worth"),
    ]);

    /// <summary>Where it lies, in 1/16 of a unit.</summary>
    public int X { get => (int)Int(0); set => Set(0, value); }

    /// <inheritdoc cref="X"/>
    public int Y { get => (int)Int(1); set => Set(1, value); }

    /// <summary>What it is.</summary>
    public CrystalKind Kind { get => (CrystalKind)Int(2); set => Set(2, (int)value); }

    /// <summary>What it scores; 0 if it is no <see cref="CrystalKind.Crystal"/>.</summary>
    public int Worth { get => (int)Int(3); set => Set(3, value); }
}
