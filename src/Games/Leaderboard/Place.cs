using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Leaderboard;

/// <summary>A place on a leaderboard; its key is the rank, from 1.</summary>
public sealed class Place : Row
{
    /// <summary>The player's id.</summary>
    public string PlayerId { get => Text(0); internal set => Set(0, value); }

    /// <summary>The name by which the player went last.</summary>
    public string Name { get => Text(1); internal set => Set(1, value); }

    /// <summary>Points of all rounds together.</summary>
    public long Score { get => Int(2); internal set => Set(2, value); }

    /// <summary>Rounds won.</summary>
    public long Wins { get => Int(3); internal set => Set(3, value); }

    internal static TableSchema Schema(string name) =>
        new(name, [Column.Text("player"), Column.Text("name"), Column.Int("score"), Column.Int("wins")]);
}

/// <summary>What a player has made of a period so far.</summary>
internal sealed class Tally : Row
{
    internal string PlayerId { get => Text(0); set => Set(0, value); }

    internal string Name { get => Text(1); set => Set(1, value); }

    internal long Score { get => Int(2); set => Set(2, value); }

    internal long Wins { get => Int(3); set => Set(3, value); }

    internal static TableSchema Schema(string name) =>
        new(name, [Column.Text("player"), Column.Text("name"), Column.Int("score"), Column.Int("wins")]);
}

/// <summary>Which period the tallies are of; one row with the key 0.</summary>
internal sealed class PeriodNumber : Row
{
    internal long Number { get => Int(0); set => Set(0, value); }

    internal static TableSchema Schema(string name) => new(name, [Column.Int("number")]);
}
