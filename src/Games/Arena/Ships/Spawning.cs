using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Brings ships into the arena: where nobody is near, facing the middle, and out of reach for a moment.</summary>
internal sealed class Spawning(ArenaTables tables, int world)
{
    internal const int Hues = 360;

    private const int Tries = 8;
    private const int HueTries = 12;

    internal Ship Enter(RoomContext room, int seat, string name, JoinWish wish = default)
    {
        var hue = wish.Hue ?? FreeHue(room.Chance);
        var ship = tables.Ships.Add(room.NextId());
        ship.Seat = seat;
        ship.Name = name;
        ship.Hue = hue;
        tables.Pilots.Add(ship.Key);
        tables.Tracks.Add(ship.Key);
        Place(room, ship);
        return ship;
    }

    /// <summary>Puts a new ship or a wreck into play.</summary>
    internal void Place(RoomContext room, Ship ship)
    {
        var (x, y) = Spot(room.Chance);
        ship.Flight = new FlightState(x, y, 0, 0, Turn.Of(world / 2 - x, world / 2 - y));
        ship.Hp = Rules.FullHp;
        ship.Alive = true;
        ship.Respawn = 0;
        var pilot = tables.Pilots[ship.Key];
        pilot.Safe = room.Tick + Rules.ProtectionTicks;
        ship.Safe = pilot.Safe;
        ship.Charge = 0;
        pilot.Cooldown = 0;
        pilot.Hurt = 0;
        room.Emit("spawn", Payload.Map(("ship", ship.Key)));
    }

    private (int X, int Y) Spot(Chance chance)
    {
        var margin = Math.Max(world / 16, Rules.ShipRadius);
        var (best, bestX, bestY) = (-1L, 0, 0);
        for (var i = 0; i < Tries; i++)
        {
            var (x, y) = (chance.Next(margin, world - margin), chance.Next(margin, world - margin));
            var free = FreeAround(x, y);
            if (free > best)
            {
                (best, bestX, bestY) = (free, x, y);
            }
        }

        return (bestX, bestY);
    }

    private long FreeAround(long x, long y)
    {
        var nearest = long.MaxValue;
        foreach (var ship in tables.Ships)
        {
            var square = (ship.X - x) * (ship.X - x) + (ship.Y - y) * (ship.Y - y);
            if (ship.Alive && square < nearest)
            {
                nearest = square;
            }
        }

        return nearest;
    }

    private int FreeHue(Chance chance)
    {
        var start = chance.Next(Hues);
        var (best, bestHue) = (-1, 0);
        for (var i = 0; i < HueTries; i++)
        {
            var hue = (start + i * (Hues / HueTries)) % Hues;
            var apart = Hues;
            foreach (var ship in tables.Ships)
            {
                var way = (hue - ship.Hue + Hues) % Hues;
                way = way > Hues / 2 ? Hues - way : way;
                apart = way < apart ? way : apart;
            }

            if (apart > best)
            {
                (best, bestHue) = (apart, hue);
            }
        }

        return bestHue;
    }
}
