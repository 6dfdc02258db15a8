using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Lets rounds and podiums follow each other for as long as the room is there.</summary>
internal sealed class Rounds(ArenaTables tables, Spawning spawning, CrystalField field, ArenaOptions options)
{
    private readonly long playTicks = Rules.Ticks(options.Round);
    private readonly long podiumTicks = Rules.Ticks(options.Podium);

    /// <summary>The first round of a new room. Nobody is there to be told.</summary>
    internal void Create(RoomContext room)
    {
        var round = tables.Rounds.Add(Round.TheKey);
        round.World = options.World;
        round.Seats = options.Seats;
        round.Number = 1;
        round.Ends = room.Tick + playTicks;
        field.Fill(room);
    }

    /// <returns>Whether this tick is played, and not one of the podium.</returns>
    internal bool Advance(RoomContext room)
    {
        var round = tables.Round;
        if (room.Tick >= round.Ends)
        {
            if (round.IsPodium)
            {
                Begin(room, round);
            }
            else
            {
                End(room, round);
            }
        }

        return !round.IsPodium;
    }

    private void Begin(RoomContext room, Round round)
    {
        round.Number++;
        round.IsPodium = false;
        round.Ends = room.Tick + playTicks;
        (round.First, round.Second, round.Third) = (0, 0, 0);
        field.Clear();
        field.Fill(room);
        room.Emit("round", Payload.Map(("number", round.Number)));

        // All are taken out first: where a ship was in the last round must not matter to where the others begin.
        foreach (var ship in tables.Ships)
        {
            (ship.Score, ship.Kills, ship.Deaths, ship.Cargo) = (0, 0, 0, 0);
            ship.Alive = false;
        }

        foreach (var ship in tables.Ships)
        {
            spawning.Place(room, ship);
        }
    }

    private void End(RoomContext room, Round round)
    {
        round.IsPodium = true;
        round.Ends = room.Tick + podiumTicks;
        foreach (var shot in tables.Shots)
        {
            tables.Shots.Remove(shot);
        }

        var first = Best(null, null);
        var second = first is null ? null : Best(first, null);
        var third = second is null ? null : Best(first, second);
        (round.First, round.Second, round.Third) = (first?.Key ?? 0, second?.Key ?? 0, third?.Key ?? 0);
        Ship?[] places = [first, second, third];
        room.Emit("podium", Payload.Map(
            ("first", round.First),
            ("second", round.Second),
            ("third", round.Third),
            ("places", Payload.Array([.. places.OfType<Ship>().Select(Place)]))));
        if (options.Leaderboard is { } board)
        {
            RoundResults.Post(room, board, tables, first);
        }

        if (options.Records is { } kind)
        {
            FlightLog.Post(room, kind, tables, first);
        }
    }

    private static Payload Place(Ship ship) =>
        Payload.Map(("ship", ship.Key), ("name", ship.Name), ("score", ship.Score));

    // The higher score, then more kills, then fewer deaths, then who was there first. Nobody stands on a podium for nothing.
    private Ship? Best(Ship? not, Ship? nor)
    {
        Ship? best = null;
        foreach (var ship in tables.Ships)
        {
            if (ship != not && ship != nor && ship.Score > 0 && (best is null || IsBetter(ship, best)))
            {
                best = ship;
            }
        }

        return best;
    }

    private static bool IsBetter(Ship ship, Ship than) =>
        (ship.Score, ship.Kills, -ship.Deaths).CompareTo((than.Score, than.Kills, -than.Deaths)) > 0;
}
