namespace GameServer.Rooms;

/// <summary>The seats of a room, by rising index. The room alone decides who sits where.</summary>
internal sealed class SeatTable(int capacity)
{
    private readonly List<Seat> occupied = [];

    internal int Capacity { get; } = capacity;

    internal IReadOnlyList<Seat> Occupied => occupied;

    internal Seat? Find(int index)
    {
        foreach (var seat in occupied)
        {
            if (seat.Index == index)
            {
                return seat;
            }
        }

        return null;
    }

    internal Seat? FindPlayer(string playerId) => occupied.Find(seat => seat.PlayerId == playerId);

    /// <returns>The lowest free index, or −1 when the room is full.</returns>
    internal int FreeIndex()
    {
        for (var i = 0; i < occupied.Count; i++)
        {
            if (occupied[i].Index != i)
            {
                return i;
            }
        }

        return occupied.Count < Capacity ? occupied.Count : -1;
    }

    internal void Add(Seat seat)
    {
        var position = occupied.FindIndex(other => other.Index > seat.Index);
        occupied.Insert(position < 0 ? occupied.Count : position, seat);
    }

    internal void Remove(Seat seat) => occupied.Remove(seat);
}
