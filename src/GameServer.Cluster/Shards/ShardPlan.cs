using Akka.Util;

namespace GameServer.Cluster.Shards;

/// <summary>A node that carries rooms, as far as the places of shards depend on it.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="IsStaying">Whether it is a member that is not about to leave.</param>
/// <param name="IsReachable">Whether the other nodes reach it.</param>
/// <param name="Version">The version that it runs.</param>
/// <param name="Shards">The shards that are there.</param>
public sealed record ShardHost(string Address, bool IsStaying, bool IsReachable, AppVersion Version, IReadOnlyList<string> Shards);

/// <summary>Which node is the home of a shard, and which shards move to even things out. Pure.</summary>
public static class ShardPlan
{
    /// <summary>
    /// How many shards move at once. The rooms of a shard stand still from when its node is told until its next home is agreed on, and
    /// homes are agreed on one after another.
    /// </summary>
    public const int AtOnce = 5;

    /// <summary>
    /// The best home for a shard: a node that stays and can be reached, of the newest version, with the fewest shards.
    /// </summary>
    /// <returns>Its index.</returns>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static int Home(IReadOnlyList<ShardHost> hosts)
    {
        if (hosts.Count == 0)
        {
            throw new ArgumentException("There is no node that carries rooms.", nameof(hosts));
        }

        return Enumerable.Range(0, hosts.Count)
            .OrderByDescending(i => hosts[i].IsStaying)
            .ThenByDescending(i => hosts[i].IsReachable)
            .ThenByDescending(i => hosts[i].Version)
            .ThenBy(i => hosts[i].Shards.Count)
            .ThenBy(i => hosts[i].Address, StringComparer.Ordinal)
            .First();
    }

    /// <summary>
    /// The shards that move next: from the nodes with the most, until none has two more than another. None while something is going
    /// on anyway: others are moving, nodes come, go or cannot be reached, or a new version is brought out.
    /// </summary>
    /// <param name="hosts">All nodes that carry rooms.</param>
    /// <param name="moving">Shards that are on the move.</param>
    public static IReadOnlyList<string> Moves(IReadOnlyList<ShardHost> hosts, IReadOnlyCollection<string> moving)
    {
        if (hosts.Count < 2 || moving.Count > 0 || hosts.Any(host => !host.IsStaying || !host.IsReachable || !host.Version.Equals(hosts[0].Version)))
        {
            return [];
        }

        var counts = hosts.Select(host => host.Shards.Count).ToArray();
        var taken = new int[hosts.Count];
        List<string> moves = [];
        while (moves.Count < AtOnce)
        {
            var (most, least) = (Array.IndexOf(counts, counts.Max()), Array.IndexOf(counts, counts.Min()));
            if (counts[most] - counts[least] < 2)
            {
                break;
            }

            moves.Add(hosts[most].Shards[taken[most]++]);
            counts[most]--;
            counts[least]++;
        }

        return moves;
    }
}
