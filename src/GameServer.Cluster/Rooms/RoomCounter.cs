using GameServer.Cluster.Telemetry;

namespace GameServer.Cluster.Rooms;

/// <summary>Counts the rooms of a node against their bound.</summary>
public sealed class RoomCounter
{
    private int rooms;

    /// <summary>The rooms there are.</summary>
    public int Count => Volatile.Read(ref rooms);

    internal bool TryEnter(int bound)
    {
        if (Interlocked.Increment(ref rooms) <= bound)
        {
            Meters.Rooms.Add(1);
            return true;
        }

        Interlocked.Decrement(ref rooms);
        return false;
    }

    /// <summary>Counts a room that is taken in whatever the bound says.</summary>
    internal void Enter()
    {
        Interlocked.Increment(ref rooms);
        Meters.Rooms.Add(1);
    }

    internal void Leave()
    {
        Interlocked.Decrement(ref rooms);
        Meters.Rooms.Add(-1);
    }
}
