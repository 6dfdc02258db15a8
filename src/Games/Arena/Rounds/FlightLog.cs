using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Tells the room of each person's record what came of a round: <c>flown</c>, <c>{score, kills, deaths, won}</c>.</summary>
internal static class FlightLog
{
    // The other half is for the leaderboard: rooms that cannot be opened, as at nodes that are full, must not keep it from hearing.
    private const int MostMail = RoomContext.MaxMail / 2;

    internal static void Post(RoomContext room, string kind, ArenaTables tables, Ship? winner)
    {
        foreach (var seat in room.Seats)
        {
            if (tables.ShipOf(seat) is { } ship && PlayerIds.IsValid(seat.PlayerId) && room.MailOnTheWay < MostMail)
            {
                room.Post(
                    StandingRooms.IdOf(kind, seat.PlayerId),
                    "flown",
                    Payload.Map(("score", ship.Score), ("kills", ship.Kills), ("deaths", ship.Deaths), ("won", ship == winner)));
            }
        }
    }
}
