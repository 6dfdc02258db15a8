namespace GameServer.Cluster.Replication;

/// <summary>
/// The answers that a node gives to the leases of others, and its promise by them: it takes no part in the recovery of a room from a
/// node that it still lets release.
/// </summary>
/// <remarks>
/// Without the promise, a node that was cut off and comes back just when it is removed gets a lease once more from those who have not
/// heard of the removal, and tells what its store, cut off with it, has acknowledged, after another has recovered the room.
/// </remarks>
public sealed class Votes
{
    private readonly Dictionary<NodeId, TimeSpan> given = [];
    private HashSet<NodeId> members = [];

    /// <summary>Sets the nodes that carry rooms, from when they are seen joining until they are removed. The others get no vote.</summary>
    public void SetMembers(IEnumerable<NodeId> nodes) => members = [.. nodes];

    /// <summary>Whether to answer a node that wants the lease.</summary>
    public bool Give(NodeId asker, TimeSpan now)
    {
        if (!members.Contains(asker))
        {
            return false;
        }

        given[asker] = now;
        return true;
    }

    /// <summary>
    /// Whether this node's store may be sealed now for one that recovers a room among those members: once this node has heard of all
    /// removals that the other knows of, and what it has let the removed ones do is over. Else say nothing; it asks again.
    /// </summary>
    public bool MaySeal(IEnumerable<NodeId> recoverersMembers, TimeSpan now)
    {
        foreach (var over in given.Where(vote => now - vote.Value >= Lease.Length).ToArray())
        {
            given.Remove(over.Key);
        }

        return members.Union(given.Keys).All(recoverersMembers.ToHashSet().Contains);
    }
}
