using System.Collections.Concurrent;
using GameServer.Rooms;

namespace GameServer.Cluster.Overview;

/// <summary>How a client is connected to its node.</summary>
public enum Connection
{
    /// <summary>A session over a WebSocket.</summary>
    WebSocket,
    /// <summary>An event stream.</summary>
    Stream,
    /// <summary>A poll that waits.</summary>
    Poll,
}

/// <summary>
/// Figures of what is on a node: rooms and sessions write them from wherever they run, and one actor reads them. Bound: the node's own
/// bounds of rooms and sessions.
/// </summary>
public sealed class NodeGauges
{
    private readonly ConcurrentDictionary<RoomGauge, RoomGauge> rooms = new();
    private readonly int[] connections = new int[Enum.GetValues<Connection>().Length];
    private Action? changed;

    /// <summary>Who is connected.</summary>
    public OnlinePlayers Online { get; } = new();

    /// <summary>The rooms that have ticked.</summary>
    public IEnumerable<RoomFigures> Rooms => rooms.Keys.Select(room => room.Latest).OfType<RoomFigures>();

    /// <summary>Connections of a kind.</summary>
    public int Count(Connection by) => Volatile.Read(ref connections[(int)by]);

    /// <summary>Sessions, by whatever transport.</summary>
    public int Sessions => Count(Connection.WebSocket) + Count(Connection.Stream);

    /// <summary>Counts one more.</summary>
    public void Opened(Connection by) => Interlocked.Increment(ref connections[(int)by]);

    /// <summary>Counts one less.</summary>
    public void Closed(Connection by) => Interlocked.Decrement(ref connections[(int)by]);

    /// <summary>Begins to show a room. One that everybody may watch, or find in lists, is no secret, though quick match leaves it out.</summary>
    public RoomGauge Open(RoomIdentity room, GameSettings settings, int epoch)
    {
        var isSecret = room.IsPrivate && !settings.Public && settings.Standing?.Lists(room.RoomId) != true;
        var gauge = new RoomGauge(this, room with { IsPrivate = isSecret }, settings, epoch);
        rooms[gauge] = gauge;
        return gauge;
    }

    /// <summary>Has it called, from any thread, when a room has begun or is gone.</summary>
    public void WhenRoomsChange(Action? call) => Volatile.Write(ref changed, call);

    internal void RoomsChanged() => Volatile.Read(ref changed)?.Invoke();

    internal void Close(RoomGauge gauge)
    {
        if (rooms.TryRemove(gauge, out _))
        {
            RoomsChanged();
        }
    }
}
