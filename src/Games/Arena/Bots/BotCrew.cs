using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Keeps as many bots in the arena as are missing to a set number of ships.</summary>
internal sealed class BotCrew(ArenaTables tables, Spawning spawning, int ships)
{
    internal void Fill(RoomContext room)
    {
        while (tables.Ships.Count < ships)
        {
            var name = BotNames.Choose(tables.Ships, room.Chance);
            var ship = spawning.Enter(room, Ship.Bot, name);
            tables.Minds.Add(ship.Key).Sloppiness = room.Chance.Next(BotPilot.BestAim, BotPilot.WorstAim);
        }
    }

    /// <summary>Makes way for a person whose ship is about to come.</summary>
    internal void MakeWay()
    {
        if (tables.Ships.Count >= ships && Dispensable() is { } bot)
        {
            tables.RemoveShip(bot);
        }
    }

    // A wreck is missed least, then whoever plays worst, then the newest.
    private Ship? Dispensable()
    {
        Ship? worst = null;
        foreach (var ship in tables.Ships)
        {
            if (!ship.IsBot)
            {
                continue;
            }

            if (worst is null || (ship.Alive == worst.Alive ? ship.Score <= worst.Score : worst.Alive))
            {
                worst = ship;
            }
        }

        return worst;
    }
}
