using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>A ship, as everyone sees it.</summary>
public sealed class Ship : Row
{
    /// <summary>The <see cref="Seat"/> of a ship that a bot flies.</summary>
    public const int Bot = -1;

    internal static TableSchema Schema { get; } = new("ships",
    [
        Column.Int("seat"),
        Column.Text("name"),
        Column.Int("hue"),
        Column.Int("x", Rules.Quantum),
        Column.Int("y", Rules.Quantum),
        Column.Int("vx", Rules.Quantum),
        Column.Int("vy", Rules.Quantum),
        Column.Int("angle"),
        Column.Int("thrust"),
        Column.Int("hp"),
        Column.Int("score"),
        Column.Int("kills"),
        Column.Int("deaths"),
        Column.Int("alive"),
        Column.Int("respawn"),
        Column.Int("cargo"),
        Column.Int("safe"),
        Column.Int("charge"),
    ]);

    /// <summary>Whose it is, or <see cref="Bot"/>.</summary>
    public int Seat { get => (int)Int(0); set => Set(0, value); }

    /// <summary>The name beside it.</summary>
    public string Name { get => Text(1); set => Set(1, value); }

    /// <summary>Its colour, 0–359.</summary>
    public int Hue { get => (int)Int(2); set => Set(2, value); }

    /// <summary>Where its centre is, in 1/16 of a unit.</summary>
    public int X { get => (int)Int(3); set => Set(3, value); }

    /// <inheritdoc cref="X"/>
    public int Y { get => (int)Int(4); set => Set(4, value); }

    /// <summary>Its velocity, in 1/16 of a unit per tick.</summary>
    public int Vx { get => (int)Int(5); set => Set(5, value); }

    /// <inheritdoc cref="Vx"/>
    public int Vy { get => (int)Int(6); set => Set(6, value); }

    /// <summary>Where its nose points, 0–1023.</summary>
    public int Angle { get => (int)Int(7); set => Set(7, value); }

    /// <summary>Whether its engine burns.</summary>
    public bool Thrust { get => Int(8) != 0; set => Set(8, value ? 1 : 0); }

    /// <summary>Hit points; 0 for a wreck.</summary>
    public int Hp { get => (int)Int(9); set => Set(9, value); }

    /// <summary>Points.</summary>
    public int Score { get => (int)Int(10); set => Set(10, value); }

    /// <summary>Ships it shot down.</summary>
    public int Kills { get => (int)Int(11); set => Set(11, value); }

    /// <summary>How often it was shot down.</summary>
    public int Deaths { get => (int)Int(12); set => Set(12, value); }

    /// <summary>Whether it is there to be seen and shot at.</summary>
    public bool Alive { get => Int(13) != 0; set => Set(13, value ? 1 : 0); }

    /// <summary>The tick at which it comes back; 0 while alive.</summary>
    public long Respawn { get => Int(14); set => Set(14, value); }

    /// <summary>The worth of the crystals it carries; lost when it is shot down, score when it is banked.</summary>
    public int Cargo { get => (int)Int(15); set => Set(15, value); }

    /// <summary>The first tick in which it can be hit again; 0 when it can.</summary>
    public long Safe { get => Int(16); set => Set(16, value); }

    /// <summary>The first tick in which it is not overcharged any more; 0 when it is not.</summary>
    public long Charge { get => Int(17); set => Set(17, value); }

    /// <summary>Whether a bot flies it.</summary>
    public bool IsBot => Seat == Bot;

    /// <summary>What <see cref="Flight"/> moves.</summary>
    public FlightState Flight
    {
        get => new(X, Y, Vx, Vy, Angle);
        set => (X, Y, Vx, Vy, Angle) = value;
    }
}
