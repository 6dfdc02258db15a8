using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Pilot;

/// <summary>What a player has made of all rounds so far, and what the player's ships look like; one row with the key <see cref="TheKey"/>.</summary>
public sealed class FlightRecord : Row
{
    /// <summary>The key of the only row.</summary>
    public const long TheKey = 1;

    /// <summary>The <see cref="Hue"/> of a player who has chosen none.</summary>
    public const int NoHue = -1;

    internal static TableSchema Schema { get; } = new("record",
    [
        Column.Int("rounds"),
        Column.Int("wins"),
        Column.Int("points"),
        Column.Int("kills"),
        Column.Int("deaths"),
        Column.Int("best"),
        Column.Int("since"),
        Column.Int("last"),
        Column.Int("hue"),
    ]);

    /// <summary>Rounds at whose end the player was there.</summary>
    public long Rounds { get => Int(0); internal set => Set(0, value); }

    /// <summary>Rounds in which the player came first.</summary>
    public long Wins { get => Int(1); internal set => Set(1, value); }

    /// <summary>Points of all rounds together.</summary>
    public long Points { get => Int(2); internal set => Set(2, value); }

    /// <summary>Ships shot down.</summary>
    public long Kills { get => Int(3); internal set => Set(3, value); }

    /// <summary>How often the player was shot down.</summary>
    public long Deaths { get => Int(4); internal set => Set(4, value); }

    /// <summary>The most points of a round.</summary>
    public long Best { get => Int(5); internal set => Set(5, value); }

    /// <summary>When the first round was counted, in milliseconds since 1970; 0 for never.</summary>
    public long Since { get => Int(6); internal set => Set(6, value); }

    /// <summary>When the last one was.</summary>
    public long Last { get => Int(7); internal set => Set(7, value); }

    /// <summary>The colour in which others see the player's ships, 0–359, or <see cref="NoHue"/>.</summary>
    public int Hue { get => (int)Int(8); internal set => Set(8, value); }

    internal void Count(Flown flown, long utcMs)
    {
        Rounds++;
        Wins += flown.HasWon ? 1 : 0;
        Points += flown.Score;
        Kills += flown.Kills;
        Deaths += flown.Deaths;
        Best = Math.Max(Best, flown.Score);
        Since = Since == 0 ? utcMs : Since;
        Last = utcMs;
    }
}
