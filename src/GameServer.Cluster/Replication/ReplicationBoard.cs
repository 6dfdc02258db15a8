using System.Collections.Immutable;
using GameServer.Cluster.Membership;

namespace GameServer.Cluster.Replication;

/// <summary>Who there is for a room to rely on, as one node sees it.</summary>
/// <param name="Self">The node itself.</param>
/// <param name="Members">All nodes that carry rooms, from when they are seen joining until they are removed.</param>
/// <param name="Stores">Those of them that may be the store of a room: not the ones that are about to leave.</param>
public sealed record ReplicationView(NodeId Self, ImmutableArray<NodeId> Members, ImmutableArray<NodeId> Stores);

/// <summary>
/// What the rooms of a node read at every tick, and one actor writes: the members, and what the node's lease allows. Rooms
/// look at it instead of being told, so that it is never older than the tick.
/// </summary>
public sealed class ReplicationBoard
{
    private volatile int format = NodeFormats.Oldest;
    private volatile LeaseGrant lease = LeaseGrant.None;
    private volatile ReplicationView view = new(default, [], []);

    /// <summary>Rooms that nobody keeps copies of: there is no cluster.</summary>
    public static ReplicationBoard Alone { get; } = new()
    {
        format = NodeFormats.Newest,
        lease = LeaseGrant.Always,
        view = new ReplicationView(new NodeId("alone", 0), [new NodeId("alone", 0)], [new NodeId("alone", 0)]),
    };

    /// <summary>The members as they were seen last.</summary>
    public ReplicationView View
    {
        get => view;
        internal set => view = value;
    }

    /// <summary>The format that all members read: whoever goes on with a room may be any of them.</summary>
    public int Format
    {
        get => format;
        internal set => format = value;
    }

    /// <summary>What the node's lease allows.</summary>
    public LeaseGrant Lease
    {
        get => lease;
        internal set => lease = value;
    }
}

/// <summary>Time since some moment in the past that never goes back.</summary>
internal static class MonotonicTime
{
    internal static TimeSpan Monotonic(this TimeProvider time) => time.GetElapsedTime(0);
}
