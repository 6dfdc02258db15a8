using GameServer.Cluster.Replication;
using GameServer.Cluster.Sessions;

namespace GameServer.Cluster.Overview;

/// <summary>What a node tells every member of itself once a second.</summary>
/// <param name="Node">Which.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Connections">How clients are connected to it.</param>
/// <param name="Rates">What it sends.</param>
/// <param name="RoomCount">Rooms that it carries.</param>
/// <param name="Rooms">The fullest of them.</param>
/// <param name="Online">Who is connected to it; older nodes do not say.</param>
public sealed record NodeReport(
    NodeId Node, string Name, ConnectionCounts Connections, NodeRates Rates, int RoomCount, IReadOnlyList<RoomReport> Rooms,
    OnlineReport? Online = null)
    : IClusterMessage
{
    /// <summary>Rooms in a report: a message has a bound, and so has what a person can see.</summary>
    public const int MaxRooms = 256;
}

/// <summary>Clients of a node.</summary>
/// <param name="WebSockets">Sessions over a WebSocket.</param>
/// <param name="Streams">Event streams.</param>
/// <param name="Polls">Polls that wait.</param>
public sealed record ConnectionCounts(int WebSockets, int Streams, int Polls);

/// <summary>Players of a node.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Players">Those who are there longest, in the order in which they came.</param>
public sealed record OnlineReport(int Count, IReadOnlyList<PlayerIdentity> Players)
{
    /// <summary>Players who are named in a report.</summary>
    public const int MaxPlayers = 32;
}

/// <summary>What a node sends, a second.</summary>
/// <param name="Envelopes">Envelopes that its rooms sent to relays.</param>
/// <param name="Frames">States that its relays gave to readers.</param>
/// <param name="Bytes">Bytes that were taken for sending to clients.</param>
/// <param name="ReplicationLag">Mean time until a store had a record; null if none was stored.</param>
public sealed record NodeRates(int Envelopes, int Frames, long Bytes, TimeSpan? ReplicationLag)
{
    /// <summary>Nothing is sent.</summary>
    public static NodeRates None { get; } = new(0, 0, 0, null);
}

/// <summary>One room of a node.</summary>
/// <param name="RoomId">Which.</param>
/// <param name="Kind">Its game.</param>
/// <param name="IsPrivate">Whether its id is a secret.</param>
/// <param name="Epoch">Its incarnation.</param>
/// <param name="Players">Seats that are taken.</param>
/// <param name="Seats">Seats there are.</param>
/// <param name="TickRate">Ticks a second.</param>
/// <param name="Tick">Its tick when it was looked at.</param>
/// <param name="Age">How long ago that was when the report was sent.</param>
/// <param name="TickMedian">Time that half of its latest ticks took at most.</param>
/// <param name="TickP99">Time that 99 of 100 of them took at most.</param>
public sealed record RoomReport(
    string RoomId, string Kind, bool IsPrivate, int Epoch, int Players, int Seats, int TickRate, long Tick, TimeSpan Age,
    TimeSpan TickMedian, TimeSpan TickP99);

/// <summary>What an operator does to a node.</summary>
public enum NodeSteer
{
    /// <summary>Its rooms and players go elsewhere, then it stops.</summary>
    Drain,

    /// <summary>It ends at once.</summary>
    Kill,
}

/// <summary>An operator's word for the node that gets it.</summary>
/// <param name="What">What it is to do.</param>
public sealed record SteerNode(NodeSteer What) : IClusterMessage;
