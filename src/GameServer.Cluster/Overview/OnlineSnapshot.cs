using GameServer.Cluster.Sessions;

namespace GameServer.Cluster.Overview;

/// <summary>Who is connected to the cluster, by name and id, which everyone may know.</summary>
/// <param name="Players">Some of them, each once, by name.</param>
/// <param name="More">How many more there are. Who is connected to two nodes and named by neither counts twice.</param>
public sealed record OnlineSnapshot(IReadOnlyList<PlayerIdentity> Players, int More)
{
    /// <summary>Players in a snapshot.</summary>
    public const int MaxPlayers = 60;

    /// <summary>
    /// Makes one of what the nodes tell. Of each node those come first that it names first, so that a newcomer takes nobody's place.
    /// </summary>
    public static OnlineSnapshot Of(IReadOnlyCollection<OnlineReport> nodes)
    {
        var named = nodes
            .SelectMany(node => node.Players.Select((player, rank) => (Player: player, Rank: rank)))
            .OrderBy(one => one.Rank)
            .ThenBy(one => one.Player.PlayerId, StringComparer.Ordinal)
            .Select(one => one.Player)
            .ToArray();
        var distinct = named.DistinctBy(player => player.PlayerId).ToArray();
        var shown = distinct
            .Take(MaxPlayers)
            .OrderBy(player => player.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(player => player.PlayerId, StringComparer.Ordinal)
            .ToArray();
        return new OnlineSnapshot(shown, nodes.Sum(node => node.Count) - (named.Length - distinct.Length) - shown.Length);
    }
}

/// <summary>What a node shows to those who look.</summary>
/// <param name="Cluster">For operators: nodes and rooms.</param>
/// <param name="Online">For the lobby: players.</param>
public sealed record OverviewPicture(ClusterSnapshot Cluster, OnlineSnapshot Online);
