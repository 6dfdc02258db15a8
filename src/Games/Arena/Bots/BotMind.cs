using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>What a bot is about.</summary>
internal enum BotMode
{
    /// <summary>Goes from one point to another.</summary>
    Wander,

    /// <summary>Goes for something that lies about.</summary>
    Collect,

    /// <summary>Brings its cargo to the gate.</summary>
    Bank,

    /// <summary>Goes for the ship it has in mind.</summary>
    Chase,

    /// <summary>Turns off, having come too close.</summary>
    BreakOff,

    /// <summary>Runs from the nearest ship, being weak.</summary>
    Flee,
}

/// <summary>What a bot has in mind.</summary>
internal sealed class BotMind : Row
{
    internal static TableSchema Schema { get; } = new("minds",
    [
        Column.Int("mode"),
        Column.Int("until"),
        Column.Int("next"),
        Column.Int("target"),
        Column.Int("wayX", Rules.Quantum),
        Column.Int("wayY", Rules.Quantum),
        Column.Int("course"),
        Column.Int("sloppiness"),
        Column.Int("burst"),
        Column.Int("rest"),
        Column.Int("greed"),
        Column.Int("boldness", Rules.Quantum),
    ]);

    /// <summary>What it does.</summary>
    internal BotMode Mode { get => (BotMode)Int(0); set => Set(0, (int)value); }

    /// <summary>The tick at which it has had enough of that; 0 if it depends on other things.</summary>
    internal long Until { get => Int(1); set => Set(1, value); }

    /// <summary>The tick in which it thinks again.</summary>
    internal long Next { get => Int(2); set => Set(2, value); }

    /// <summary>The ship it is after, or 0.</summary>
    internal long Target { get => Int(3); set => Set(3, value); }

    /// <summary>Where it wanders to; both 0 when it does not know yet.</summary>
    internal int WayX { get => (int)Int(4); set => Set(4, value); }

    /// <inheritdoc cref="WayX"/>
    internal int WayY { get => (int)Int(5); set => Set(5, value); }

    /// <summary>The heading on which it turns off.</summary>
    internal int Course { get => (int)Int(6); set => Set(6, value); }

    /// <summary>By how many steps at most its aim is off.</summary>
    internal int Sloppiness { get => (int)Int(7); set => Set(7, value); }

    /// <summary>Until this tick it keeps firing.</summary>
    internal long Burst { get => Int(8); set => Set(8, value); }

    /// <summary>Before this tick it begins no other burst.</summary>
    internal long Rest { get => Int(9); set => Set(9, value); }

    /// <summary>With this much cargo it goes to the gate.</summary>
    internal int Greed { get => (int)Int(10); set => Set(10, value); }

    /// <summary>How near others must be for it to leave all else and fight.</summary>
    internal int Boldness { get => (int)Int(11); set => Set(11, value); }
}
