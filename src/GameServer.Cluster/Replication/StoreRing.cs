namespace GameServer.Cluster.Replication;

/// <summary>Which node is the store of a room: the next of the ring of those that carry rooms, so that each serves about one other.</summary>
public static class StoreRing
{
    /// <summary>The store that a node's rooms are to use.</summary>
    /// <param name="self">The node of the rooms.</param>
    /// <param name="nodes">The nodes that carry rooms and are not about to leave.</param>
    /// <param name="late">One that was too late just now; taken only if there is no other.</param>
    /// <returns>Null if there is no other node.</returns>
    public static NodeId? Next(NodeId self, IEnumerable<NodeId> nodes, NodeId? late = null)
    {
        var ring = nodes.Where(node => node != self)
            .OrderBy(node => node == late)
            .ThenBy(node => Order(node, self) < 0)
            .ThenBy(node => node.Address, StringComparer.Ordinal)
            .ThenBy(node => node.Uid);
        foreach (var node in ring)
        {
            return node;
        }

        return null;
    }

    private static int Order(NodeId node, NodeId other) => string.CompareOrdinal(node.Address, other.Address) is var order and not 0
        ? order
        : node.Uid.CompareTo(other.Uid);
}
