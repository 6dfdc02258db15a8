using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Tells a leaderboard what people made of a round: <c>results</c>, <c>[[player, name, score, won], …]</c>.</summary>
internal static class RoundResults
{
    // So many fit into a letter, with the longest names.
    private const int InLetter = 16;

    internal static void Post(RoomContext room, string board, ArenaTables tables, Ship? winner)
    {
        var results = from seat in room.Seats
                      let ship = tables.ShipOf(seat)
                      where ship is { Score: > 0 }
                      select Payload.Array(seat.PlayerId, ship.Name, ship.Score, ship == winner);
        foreach (var part in results.Chunk(InLetter))
        {
            // What is not posted is lost, but only after hours in which the leaderboard could not be reached.
            room.Post(board, "results", Payload.Array(part));
        }
    }
}
