using System.Security.Cryptography;
using GameServer.Cluster.Overview;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Time;
using GameServer.Rooms;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster;

/// <summary>What the actors of a node share and do not make themselves: time, chance, games, bounds, the log.</summary>
/// <param name="Games">The games there are.</param>
/// <param name="Time">The clock. Rooms, relays and sessions know no other.</param>
/// <param name="Ticks">Wakes the rooms at their deadlines.</param>
/// <param name="Ids">Random ids and seeds.</param>
/// <param name="Limits">The node's bounds.</param>
/// <param name="Log">The node's log.</param>
/// <param name="Observer">Sees every room after every tick, or null.</param>
public sealed record NodeServices(
    GameCatalog Games,
    TimeProvider Time,
    ITickSource Ticks,
    IIdSource Ids,
    NodeLimits Limits,
    ILogger Log,
    IRoomObserver? Observer = null)
{
    /// <summary>
    /// Whether durable rooms are kept in Akka's journal, which the actor system has to be configured for. Without it they live and die
    /// like others.
    /// </summary>
    public bool HasJournal { get; init; }

    /// <summary>Whether the node looks for no others: rooms that stop do not wait for one that could go on with them.</summary>
    public bool IsClusterOfOne { get; init; }

    /// <summary>What the node shows of itself and sees of the cluster.</summary>
    public NodeOverview Overview { get; init; } = new();

    /// <summary>What the node's key is known by to other nodes, which must have the same. It says nothing of the key.</summary>
    public string KeyMark { get; init; } = "";

    /// <summary>Which rooms are in the midst of a message.</summary>
    public RoomTurns Turns { get; } = new();

    /// <summary>Says which rooms have messages that are too large for other nodes.</summary>
    public OversizeLog Oversize { get; } = new(Log, Time);
}

/// <summary>
/// Sees rooms after their ticks, from within their actors: it must be quick and change nothing. Recordings and simulations use it.
/// </summary>
public interface IRoomObserver
{
    /// <summary>A room made a tick.</summary>
    /// <param name="machine">The room's state; not to be kept.</param>
    /// <param name="result">What the tick brought about.</param>
    void Ticked(RoomMachine machine, TickResult result);
}

/// <summary>The bounds of a node; at each of them newcomers get <c>busy</c> or <c>server_full</c>.</summary>
public sealed record NodeLimits
{
    /// <summary>Sessions on this node.</summary>
    public int Sessions { get; init; } = 5000;

    /// <summary>Rooms on this node.</summary>
    public int Rooms { get; init; } = 1000;

    /// <summary>Bytes that may wait for one client before it is cut off as too slow.</summary>
    public int OutboxBytes { get; init; } = 256 * 1024;

    /// <summary>Silence after which a connection counts as lost.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a join may take before it is answered with <c>busy</c>.</summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long one who was in a room waits for it to be somewhere again before it is over for that one (<c>room_closed</c>). Longer than
    /// whatever a room survives: the death of its node, a hand-over that fails, a database that is away for a moment.
    /// </summary>
    public TimeSpan ReturnTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>Random ids. Rooms' own chance is seeded from here once and then deterministic.</summary>
public interface IIdSource
{
    /// <summary>An id for a room: 10 characters of Crockford's base 32 (50 bits).</summary>
    string NewRoomId();

    /// <summary>An id for an epoch: 16 hexadecimal digits.</summary>
    string NewEpochId();

    /// <summary>A seed for a room's chance.</summary>
    ulong NewSeed();
}

/// <summary>Ids that nobody can guess, since a private room's id is its code.</summary>
public sealed class SecureIdSource : IIdSource
{
    /// <inheritdoc/>
    public string NewRoomId() => RandomNumberGenerator.GetString(Lobby.RoomCode.Alphabet, Lobby.RoomCode.Length);

    /// <inheritdoc/>
    public string NewEpochId() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <inheritdoc/>
    public ulong NewSeed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
}
