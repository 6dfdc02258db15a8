using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>
/// A shot. It flies straight, so its row says where it was born and never changes: a client draws it anywhere on its way from
/// one row, and a flying shot costs no bytes. It may be born before the tick in which its row appears (see <see cref="Shooting"/>).
/// </summary>
public sealed class Shot : Row
{
    internal static TableSchema Schema { get; } = new("shots",
    [
        Column.Int("owner"),
        Column.Int("x", Rules.Quantum),
        Column.Int("y", Rules.Quantum),
        Column.Int("vx", Rules.Quantum),
        Column.Int("vy", Rules.Quantum),
        Column.Int("born"),
        Column.Int("ttl"),
    ]);

    /// <summary>Key of the ship that fired it.</summary>
    public long Owner { get => Int(0); set => Set(0, value); }

    /// <summary>Where it was born, in 1/16 of a unit.</summary>
    public int X { get => (int)Int(1); set => Set(1, value); }

    /// <inheritdoc cref="X"/>
    public int Y { get => (int)Int(2); set => Set(2, value); }

    /// <summary>Its velocity, in 1/16 of a unit per tick.</summary>
    public int Vx { get => (int)Int(3); set => Set(3, value); }

    /// <inheritdoc cref="Vx"/>
    public int Vy { get => (int)Int(4); set => Set(4, value); }

    /// <summary>The tick of its birth: in the tick t it is at X + Vx × (t − Born).</summary>
    public long Born { get => Int(5); set => Set(5, value); }

    /// <summary>Ticks after its birth at which it is gone.</summary>
    public int Ttl { get => (int)Int(6); set => Set(6, value); }

    internal Flying Flying => new(Owner, X, Y, Vx, Vy, Born, Ttl);
}
