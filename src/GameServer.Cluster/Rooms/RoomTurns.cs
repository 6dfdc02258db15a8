using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Rooms;

/// <summary>
/// Which rooms of a node are in the midst of a message, for somebody outside of them to see which never return: nothing can abort a
/// game, and a room that is stuck cannot say so.
/// </summary>
public sealed class RoomTurns
{
    private readonly Lock gate = new();
    private readonly HashSet<RoomTurn> turns = [];

    /// <summary>The rooms that have not returned from one and the same message for so many looks.</summary>
    /// <remarks>
    /// Time is counted in looks: a process that stood still as a whole, frozen or under a debugger, comes back to one look more and not to
    /// the minutes that have passed.
    /// </remarks>
    /// <param name="patience">Looks.</param>
    public IReadOnlyList<RoomTurn> Look(int patience)
    {
        lock (gate)
        {
            return [.. turns.Where(turn => turn.Look() >= patience)];
        }
    }

    /// <summary>Whether there are no other rooms on the node.</summary>
    /// <param name="rooms">Those that do not count.</param>
    public bool AreOnly(IReadOnlyCollection<RoomTurn> rooms)
    {
        lock (gate)
        {
            return turns.All(rooms.Contains);
        }
    }

    internal RoomTurn Open(string roomId, ReplicationLinks links)
    {
        var turn = new RoomTurn(roomId, links);
        lock (gate)
        {
            turns.Add(turn);
        }

        return turn;
    }

    internal void Close(RoomTurn turn)
    {
        lock (gate)
        {
            turns.Remove(turn);
        }
    }
}

/// <summary>Whether one room is in the midst of a message. The room writes it, the one who looks reads it.</summary>
public sealed class RoomTurn
{
    private readonly ReplicationLinks links;
    private volatile Incarnation? incarnation;
    // Odd while the room deals with a message.
    private long steps;
    private long seen;
    private int looks;

    internal RoomTurn(string roomId, ReplicationLinks links)
    {
        RoomId = roomId;
        this.links = links;
    }

    /// <summary>The room.</summary>
    public string RoomId { get; }

    /// <summary>Its game, as soon as that is known.</summary>
    public string Kind => incarnation?.Kind ?? "?";

    /// <summary>Drops all copies of the room: it would get stuck on the next node again.</summary>
    public void Abandon()
    {
        if (incarnation is { } known)
        {
            links.Abandon(RoomId, known.Epoch);
        }
    }

    internal void Is(string kind, ReplicaEpoch epoch) => incarnation = new Incarnation(kind, epoch);

    internal void Begin() => Volatile.Write(ref steps, steps + 1);

    internal void End() => Volatile.Write(ref steps, steps + 1);

    internal int Look()
    {
        var now = Volatile.Read(ref steps);
        looks = now == seen && now % 2 != 0 ? looks + 1 : 0;
        seen = now;
        return looks;
    }

    private sealed record Incarnation(string Kind, ReplicaEpoch Epoch);
}
