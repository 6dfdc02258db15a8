using System.Collections.Immutable;

namespace GameServer.Cluster.Replication;

/// <summary>Who there is for a room to rely on, as one node sees it.</summary>
/// <param name="Self">The node itself.</param>
/// <param name="Members">All nodes that carry rooms, from when they are seen joining until they are removed.</param>
/// <param name="Stores">Those of them that may be the store of a room: not the ones that are about to leave.</param>
public sealed record ReplicationView(NodeId Self, ImmutableArray<NodeId> Members, ImmutableArray<NodeId> Stores);

/// <summary>
/// What the rooms of a node read at every tick, and one actor writes: the members, and until when the node holds its lease. Rooms
/// look at it instead of being told, so that it is never older than the tick.
/// </summary>
public sealed class ReplicationBoard
{
    private long leaseUntil = long.MinValue;
    private volatile ReplicationView view = new(default, [], []);

    /// <summary>Rooms that nobody keeps copies of: there is no cluster.</summary>
    public static ReplicationBoard Alone { get; } = new()
    {
        leaseUntil = long.MaxValue,
        view = new ReplicationView(new NodeId("alone", 0), [new NodeId("alone", 0)], [new NodeId("alone", 0)]),
    };

    /// <summary>The members as they were seen last.</summary>
    public ReplicationView View
    {
        get => view;
        internal set => view = value;
    }

    /// <summary>Whether rooms of this node may release.</summary>
    /// <param name="now">The time of the clock that the lease is kept by.</param>
    public bool IsLeaseHeld(TimeSpan now) => now.Ticks < Volatile.Read(ref leaseUntil);

    internal void HoldLeaseUntil(TimeSpan end) => Volatile.Write(ref leaseUntil, end.Ticks);
}

/// <summary>Time since some moment in the past that never goes back.</summary>
internal static class MonotonicTime
{
    internal static TimeSpan Monotonic(this TimeProvider time) => time.GetElapsedTime(0);
}
