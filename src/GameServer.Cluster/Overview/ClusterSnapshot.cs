namespace GameServer.Cluster.Overview;

/// <summary>What has become of a node.</summary>
public enum NodeStatus
{
    /// <summary>It is being taken in.</summary>
    Joining,

    /// <summary>It does its work.</summary>
    Up,

    /// <summary>It hands its rooms over and goes.</summary>
    Leaving,

    /// <summary>It does not answer; that may pass.</summary>
    Unreachable,

    /// <summary>It has left as it should.</summary>
    Left,

    /// <summary>It was lost.</summary>
    Gone,
}

/// <summary>
/// The cluster as one node sees it. Nothing in it is secret: no player is named (that is for <see cref="OnlineSnapshot"/>), and no room by
/// an id that lets one in.
/// </summary>
/// <param name="Self">The name of the node that sees it.</param>
/// <param name="Nodes">All members, and those that were until a while ago, by name.</param>
/// <param name="Moves">Rooms that went on elsewhere lately, the latest last.</param>
public sealed record ClusterSnapshot(string Self, IReadOnlyList<NodeSnapshot> Nodes, IReadOnlyList<RoomMove> Moves);

/// <summary>One node.</summary>
/// <param name="Name">No other node in the snapshot has it.</param>
/// <param name="Address">Where other nodes reach it.</param>
/// <param name="Status">What has become of it.</param>
/// <param name="Roles">What it does for the cluster.</param>
/// <param name="Connections">How clients are connected to it; null before its first report.</param>
/// <param name="Rates">What it sends, a second; null before its first report.</param>
/// <param name="RoomCount">Rooms that it carries.</param>
/// <param name="Rooms">The fullest of them. Of a node that is gone: those that nobody has gone on with yet.</param>
public sealed record NodeSnapshot(
    string Name, string Address, NodeStatus Status, IReadOnlyList<string> Roles, ConnectionCounts? Connections, RatesSnapshot? Rates,
    int RoomCount, IReadOnlyList<RoomSnapshot> Rooms);

/// <summary>What a node sends, a second.</summary>
/// <param name="Envelopes">Envelopes that its rooms sent to relays.</param>
/// <param name="Frames">States that its relays gave to readers.</param>
/// <param name="Bytes">Bytes that were taken for sending to clients.</param>
/// <param name="ReplicationLagMs">Mean time until a store had a record; null if none was stored.</param>
public sealed record RatesSnapshot(int Envelopes, int Frames, long Bytes, double? ReplicationLagMs);

/// <summary>One room.</summary>
/// <param name="Id">Its id; of a private room, whose id lets one in or names its people, no more than tells it from others.</param>
/// <param name="Kind">Its game.</param>
/// <param name="IsPrivate">Whether only those with its code get in.</param>
/// <param name="Epoch">Its incarnation.</param>
/// <param name="Players">Seats that are taken.</param>
/// <param name="Seats">Seats there are.</param>
/// <param name="TickRate">Ticks a second.</param>
/// <param name="TickMedianMs">Time that half of its latest ticks took at most.</param>
/// <param name="TickP99Ms">Time that 99 of 100 of them took at most.</param>
/// <param name="IsStill">Whether it has not ticked for a while.</param>
public sealed record RoomSnapshot(
    string Id, string Kind, bool IsPrivate, int Epoch, int Players, int Seats, int TickRate, double TickMedianMs, double TickP99Ms,
    bool IsStill);

/// <summary>A room went on as a new incarnation.</summary>
/// <param name="Room">Its id, as <see cref="RoomSnapshot.Id"/> has it.</param>
/// <param name="Kind">Its game.</param>
/// <param name="Epoch">The new incarnation.</param>
/// <param name="From">The node of the one before.</param>
/// <param name="To">The node that goes on.</param>
/// <param name="PauseMs">
/// For how long its simulation stood still: the time between two ticks that were seen, less the time that was simulated between them.
/// </param>
public sealed record RoomMove(string Room, string Kind, int Epoch, string From, string To, double PauseMs);
