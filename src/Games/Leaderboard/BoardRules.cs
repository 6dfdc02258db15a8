namespace Games.Leaderboard;

/// <summary>The bounds of a leaderboard.</summary>
public static class BoardRules
{
    /// <summary>Ticks a second.</summary>
    public const int TickRate = 2;

    /// <summary>Places that are shown.</summary>
    public const int Places = 50;

    /// <summary>Players whose scores are kept for a period; beyond that, whoever has the lowest is forgotten.</summary>
    public const int Players = 1000;

    /// <summary>Milliseconds of a day; a day is one of UTC.</summary>
    internal const long DayMs = 24 * 60 * 60 * 1000;
}
