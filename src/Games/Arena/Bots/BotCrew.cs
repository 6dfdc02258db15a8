using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Keeps as many bots in the arena as are missing to a set number of ships.</summary>
internal sealed class BotCrew(ArenaTables tables, Spawning spawning, CrystalField field, int ships)
{
    private const int BestAim = 20;
    private const int WorstAim = 72;
    private const int LeastGreed = 6;
    private const int MostGreed = 20;
    private const int LeastBoldness = 350 * Rules.Unit;
    private const int MostBoldness = 750 * Rules.Unit;

    internal void Fill(RoomContext room)
    {
        while (tables.Ships.Count < ships)
        {
            var name = BotNames.Choose(tables.Ships, room.Chance);
            var ship = spawning.Enter(room, Ship.Bot, name);
            var mind = tables.Minds.Add(ship.Key);
            mind.Sloppiness = room.Chance.Next(BestAim, WorstAim);
            mind.Greed = room.Chance.Next(LeastGreed, MostGreed);
            mind.Boldness = room.Chance.Next(LeastBoldness, MostBoldness);
        }
    }

    /// <summary>Makes way for a person whose ship is about to come.</summary>
    internal void MakeWay(RoomContext room)
    {
        if (tables.Ships.Count >= ships && Dispensable() is { } bot)
        {
            field.Drop(room, bot);
            tables.RemoveShip(bot);
        }
    }

    /// <summary>Bots that are called as a person who is about to come look for another name.</summary>
    internal void GiveUp(RoomContext room, string name)
    {
        foreach (var ship in tables.Ships)
        {
            if (ship.IsBot && SeatNames.LookAlike(ship.Name, name))
            {
                ship.Name = BotNames.Choose(tables.Ships, room.Chance);
            }
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
