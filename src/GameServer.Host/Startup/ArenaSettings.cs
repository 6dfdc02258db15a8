using Games.Arena;

namespace GameServer.Host.Startup;

/// <summary>Section <c>Arena</c>: the arenas of this server.</summary>
internal sealed record ArenaSettings : ISettings
{
    internal const string Section = "Arena";

    /// <summary>Seats for people.</summary>
    public int Seats { get; init; } = 16;

    /// <summary>Up to how many ships in all bots fill an arena.</summary>
    public int Bots { get; init; } = 8;

    /// <summary>How many crystals lie about at most.</summary>
    public int Crystals { get; init; } = 28;

    /// <summary>How long a round is played.</summary>
    public int RoundSeconds { get; init; } = 180;

    /// <summary>How long the podium is shown after it.</summary>
    public int PodiumSeconds { get; init; } = 12;

    /// <summary>How long the ship of a player whose connection is lost is kept.</summary>
    public int GraceSeconds { get; init; } = 30;

    internal ArenaOptions ForGame() => new()
    {
        Seats = Seats,
        Bots = Bots,
        Crystals = Crystals,
        Round = TimeSpan.FromSeconds(RoundSeconds),
        Podium = TimeSpan.FromSeconds(PodiumSeconds),
        Grace = TimeSpan.FromSeconds(GraceSeconds),
    };

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
    [
        .. SettingsReader.OutOfBounds("Arena:Seats", Seats, 1, ArenaOptions.MaxShips),
        .. SettingsReader.OutOfBounds("Arena:Bots", Bots, 0, ArenaOptions.MaxShips),
        .. SettingsReader.OutOfBounds("Arena:Crystals", Crystals, 0, ArenaOptions.MaxCrystals),
        .. SettingsReader.OutOfBounds("Arena:RoundSeconds", RoundSeconds, 5, 3600),
        .. SettingsReader.OutOfBounds("Arena:PodiumSeconds", PodiumSeconds, 1, 60),
        .. SettingsReader.OutOfBounds("Arena:GraceSeconds", GraceSeconds, 0, 600),
    ];
}
