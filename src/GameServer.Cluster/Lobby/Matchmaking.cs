namespace GameServer.Cluster.Lobby;

/// <summary>What the matchmaker knows of a room.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Kind">Its game.</param>
/// <param name="IsPrivate">Whether it is left out of quick match and lists.</param>
/// <param name="Taken">Seats that are taken.</param>
/// <param name="Seats">Seats there are.</param>
public sealed record RoomListing(string RoomId, string Kind, bool IsPrivate, int Taken, int Seats);

/// <summary>
/// Proposes rooms to players. Pure: what it knows comes from the rooms' announcements, and a proposal is only that; the room
/// decides. Proposals count as taken seats for a while, so that a burst of players is spread over rooms.
/// </summary>
/// <remarks>Bounds: one entry per room; proposals and last rooms of players expire and are swept.</remarks>
public sealed class Matchmaking
{
    private static readonly TimeSpan proposalLife = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan listingLife = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan joinLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan memoryLife = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, Room> rooms = [];
    private readonly Dictionary<(string Player, string Kind), (string RoomId, TimeSpan Until)> lastRooms = [];
    private readonly Dictionary<(string Player, string JoinId), (string RoomId, TimeSpan Until)> joins = [];

    /// <summary>The public rooms, for lists.</summary>
    public IEnumerable<RoomListing> Public => rooms.Values.Where(room => !room.Listing.IsPrivate).Select(room => room.Listing);

    /// <summary>A room says how it is.</summary>
    public void Announced(RoomListing listing, TimeSpan now)
    {
        if (!rooms.TryGetValue(listing.RoomId, out var room))
        {
            room = new Room(listing);
            rooms.Add(listing.RoomId, room);
        }

        // Players that were sent there and are among the taken seats by now must not count twice; the oldest have arrived first.
        room.Arrived(listing.Taken - room.Listing.Taken);
        room.Listing = listing;
        room.Heard = now;
        room.Expire(now);
    }

    /// <summary>A room is no more.</summary>
    public void Withdrawn(string roomId) => rooms.Remove(roomId);

    /// <summary>The room that was found for a join before, if it is still there: a join that is repeated is not carried out twice.</summary>
    public string? Recall(string playerId, string joinId) =>
        joins.TryGetValue((playerId, joinId), out var found) && rooms.ContainsKey(found.RoomId) ? found.RoomId : null;

    /// <summary>Proposes a public room.</summary>
    /// <param name="kind">The game.</param>
    /// <param name="playerId">Who asks: a player goes back to the room of before, if it is still there.</param>
    /// <param name="joinId">The client's id of the join.</param>
    /// <param name="excluded">Rooms that were tried already.</param>
    /// <param name="now">The time.</param>
    /// <returns>A room id, or null if a new room is needed.</returns>
    public string? Propose(string kind, string playerId, string joinId, IReadOnlyCollection<string> excluded, TimeSpan now)
    {
        if (lastRooms.TryGetValue((playerId, kind), out var last)
            && rooms.TryGetValue(last.RoomId, out var before)
            && !before.Listing.IsPrivate
            && !excluded.Contains(last.RoomId))
        {
            return Remember(before, playerId, joinId, now);
        }

        Room? best = null;
        foreach (var room in rooms.Values)
        {
            room.Expire(now);
            if (room.Listing.Kind == kind
                && !room.Listing.IsPrivate
                && room.Free > 0
                && !excluded.Contains(room.Listing.RoomId)
                && (best is null || Better(room, best)))
            {
                best = room;
            }
        }

        return best is null ? null : Remember(best, playerId, joinId, now);
    }

    /// <summary>A player was sent to a room that was made for it.</summary>
    public void Sent(string roomId, string playerId, string joinId, TimeSpan now)
    {
        if (rooms.TryGetValue(roomId, out var room))
        {
            Remember(room, playerId, joinId, now);
        }
    }

    /// <summary>Forgets rooms that have been silent and players that have not asked for long.</summary>
    public void Sweep(TimeSpan now)
    {
        foreach (var (id, room) in rooms.Where(pair => now - pair.Value.Heard > listingLife).ToArray())
        {
            rooms.Remove(id);
        }

        foreach (var (key, _) in lastRooms.Where(pair => pair.Value.Until < now).ToArray())
        {
            lastRooms.Remove(key);
        }

        foreach (var (key, _) in joins.Where(pair => pair.Value.Until < now).ToArray())
        {
            joins.Remove(key);
        }
    }

    /// <summary>Fuller rooms first, for they are more fun; the id decides ties, so that all nodes' orders agree.</summary>
    private static bool Better(Room room, Room other) =>
        room.Free != other.Free ? room.Free < other.Free : string.CompareOrdinal(room.Listing.RoomId, other.Listing.RoomId) < 0;

    private string Remember(Room room, string playerId, string joinId, TimeSpan now)
    {
        room.Proposals.Enqueue(now + proposalLife);
        lastRooms[(playerId, room.Listing.Kind)] = (room.Listing.RoomId, now + memoryLife);
        joins[(playerId, joinId)] = (room.Listing.RoomId, now + joinLife);
        return room.Listing.RoomId;
    }

    private sealed class Room(RoomListing listing)
    {
        public RoomListing Listing { get; set; } = listing;

        public TimeSpan Heard { get; set; }

        public Queue<TimeSpan> Proposals { get; } = new();

        public int Free => Listing.Seats - Listing.Taken - Proposals.Count;

        public void Arrived(int players)
        {
            for (var i = 0; i < players && Proposals.Count > 0; i++)
            {
                Proposals.Dequeue();
            }
        }

        public void Expire(TimeSpan now)
        {
            while (Proposals.TryPeek(out var until) && until <= now)
            {
                Proposals.Dequeue();
            }
        }
    }
}
