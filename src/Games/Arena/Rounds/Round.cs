using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Where the game stands; one row with the key <see cref="TheKey"/>.</summary>
public sealed class Round : Row
{
    /// <summary>The key of the only row.</summary>
    public const long TheKey = 1;

    internal static TableSchema Schema { get; } = new("round",
    [
        Column.Int("number"),
        Column.Int("phase"),
        Column.Int("ends"),
        Column.Int("world"),
        Column.Int("first"),
        Column.Int("second"),
        Column.Int("third"),
        Column.Int("seats"),
    ]);

    /// <summary>Counts the rounds, from 1.</summary>
    public int Number { get => (int)Int(0); set => Set(0, value); }

    /// <summary>Whether the podium is shown: nobody fires, steers, takes or scores anything.</summary>
    public bool IsPodium { get => Int(1) != 0; set => Set(1, value ? 1 : 0); }

    /// <summary>The first tick that is not of this phase any more.</summary>
    public long Ends { get => Int(2); set => Set(2, value); }

    /// <summary>Width and height of the world, in units.</summary>
    public int World { get => (int)Int(3); set => Set(3, value); }

    /// <summary>Key of the ship on the podium's first place, which may have left since; 0 for none, and while the round is played.</summary>
    public long First { get => Int(4); set => Set(4, value); }

    /// <inheritdoc cref="First"/>
    public long Second { get => Int(5); set => Set(5, value); }

    /// <inheritdoc cref="First"/>
    public long Third { get => Int(6); set => Set(6, value); }

    /// <summary>How many people the arena seats; with the ships that have a seat it tells watchers whether there is room.</summary>
    public int Seats { get => (int)Int(7); set => Set(7, value); }
}
