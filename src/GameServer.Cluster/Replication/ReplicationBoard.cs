using System.Collections.Immutable;

namespace GameServer.Cluster.Replication;

/// <summary>Who there is for a room to rely on, as one node sees it.</summary>
/// <param name="Self">The node itself.</param>
/// <param name="Members">All nodes that carry rooms, from when they are seen joining until they are removed.</param>
/// <param name="Stores">Those of them that may be the store of a room: not the ones that are about to leave.</param>
public sealed record ReplicationView(NodeId Self, ImmutableArray<NodeId> Members, ImmutableArray<NodeId> Stores);

/// <summary>
/// What the rooms of a node read at every tick, and one actor writes: the members, and when the node was given its lease. Rooms
/// look at it instead of being told, so that it is never older than the tick.
/// </summary>
public sealed class ReplicationBoard
{
    private long granted = TimeSpan.MinValue.Ticks;
    private volatile ReplicationView view = new(default, [], []);

    /// <summary>Rooms that nobody keeps copies of: there is no cluster.</summary>
    public static ReplicationBoard Alone { get; } = new()
    {
        granted = TimeSpan.MaxValue.Ticks,
        view = new ReplicationView(new NodeId("alone", 0), [new NodeId("alone", 0)], [new NodeId("alone", 0)]),
    };

    /// <summary>The members as they were seen last.</summary>
    public ReplicationView View
    {
        get => view;
        internal set => view = value;
    }

    /// <summary>When a majority was last asked that has answered, as <see cref="Lease.Granted"/> says it.</summary>
    public TimeSpan Granted
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref granted));
        internal set => Volatile.Write(ref granted, value.Ticks);
    }

    /// <summary>Whether rooms of this node may tick.</summary>
    /// <param name="now">The time of the clock that the lease is kept by.</param>
    public bool IsLeaseHeld(TimeSpan now) => Lease.IsHeld(Granted, now, TimeSpan.MinValue);
}

/// <summary>Time since some moment in the past that never goes back.</summary>
internal static class MonotonicTime
{
    internal static TimeSpan Monotonic(this TimeProvider time) => time.GetElapsedTime(0);
}
