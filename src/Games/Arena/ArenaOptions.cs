namespace Games.Arena;

/// <summary>What may differ between arenas.</summary>
public sealed record ArenaOptions
{
    /// <summary>The most ships that an arena may hold; what a tick keeps on the stack is sized by it.</summary>
    public const int MaxShips = 64;

    /// <summary>The most crystals that may grow in an arena.</summary>
    public const int MaxCrystals = 64;

    /// <summary>Seats for people, 1–64.</summary>
    public int Seats { get; init; } = 16;

    /// <summary>Up to how many ships in total bots fill the arena, 0–64.</summary>
    public int Bots { get; init; } = 8;

    /// <summary>Width and height in units, 256–16,384. Clients read it in the table <c>round</c>.</summary>
    public int World { get; init; } = 4096;

    /// <summary>How long the ship of a player whose connection is lost is kept.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a round is played, 5 s to an hour.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long the podium is shown after it, 1 s to a minute.</summary>
    public TimeSpan Podium { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How many crystals lie about at most, what wrecks dropped aside; 0–64.</summary>
    public int Crystals { get; init; } = 28;

    /// <summary>The id of the room that is told the results of each round, or null for none.</summary>
    public string? Leaderboard { get; init; }

    /// <summary>
    /// The kind of the standing rooms that are told what their players made of each round, or null for none; they are named by the
    /// players' ids.
    /// </summary>
    public string? Records { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Seats, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Seats, MaxShips);
        ArgumentOutOfRangeException.ThrowIfLessThan(Bots, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Bots, MaxShips);
        ArgumentOutOfRangeException.ThrowIfLessThan(World, 256);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(World, 16_384);
        ArgumentOutOfRangeException.ThrowIfLessThan(Round, TimeSpan.FromSeconds(5));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Round, TimeSpan.FromHours(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(Podium, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Podium, TimeSpan.FromMinutes(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(Crystals, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Crystals, MaxCrystals);
    }
}
