using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Lets crystals grow, mostly around the centre, gives them to ships that touch them, and scatters what wrecks carried.</summary>
internal sealed class CrystalField(ArenaTables tables, int world, int most)
{
    /// <summary>Into how many rings the width of the world is divided; 8 reach from the centre to the nearest wall.</summary>
    private const int Rings = 16;

    private const int CoreBegin = 1;
    private const int RichEnd = 2;
    private const int FairEnd = 3;
    private const int CoreEnd = 5;
    private const int FarEnd = 8;

    private const int MaxRepairs = 3;
    private const int MaxOvercharges = 2;
    private const int MaxPieces = 6;
    private const int ScatterNear = 24 * Rules.Unit;
    private const int ScatterFar = 64 * Rules.Unit;

    internal void Clear()
    {
        foreach (var crystal in tables.Crystals)
        {
            tables.Crystals.Remove(crystal);
        }
    }

    internal void Fill(RoomContext room)
    {
        while (tables.Crystals.Count < most)
        {
            Spawn(room);
        }
    }

    /// <summary>One more from time to time, as long as few lie about.</summary>
    internal void Grow(RoomContext room)
    {
        if (room.Tick % Rules.GrowTicks == 0 && tables.Crystals.Count < most)
        {
            Spawn(room);
        }
    }

    /// <summary>Gives what is touched to the nearest ship that can use it.</summary>
    internal void Take(RoomContext room)
    {
        foreach (var crystal in tables.Crystals)
        {
            if (NearestTaker(crystal) is { } ship)
            {
                Give(room, ship, crystal);
                tables.Crystals.Remove(crystal);
            }
        }
    }

    /// <summary>Whether a ship takes such a thing when it touches it: a full hold and a whole ship leave it to others.</summary>
    internal static bool CanUse(Ship ship, Crystal crystal) => crystal.Kind switch
    {
        CrystalKind.Repair => ship.Hp < Rules.FullHp,
        CrystalKind.Overcharge => true,
        _ => ship.Cargo + crystal.Worth <= Rules.Hold,
    };

    /// <summary>Scatters a ship's cargo around it, as at most <see cref="MaxPieces"/> crystals.</summary>
    internal void Drop(RoomContext room, Ship ship)
    {
        var pieces = Math.Min(ship.Cargo, MaxPieces);
        var start = pieces > 0 ? room.Chance.Next(Turn.Steps) : 0;
        for (var i = 0; i < pieces; i++)
        {
            var angle = start + i * Turn.Steps / pieces;
            var distance = room.Chance.Next(ScatterNear, ScatterFar);
            var worth = ship.Cargo / pieces + (i < ship.Cargo % pieces ? 1 : 0);
            Add(room, ship.X, ship.Y, angle, distance, CrystalKind.Crystal).Worth = worth;
        }

        ship.Cargo = 0;
    }

    private Ship? NearestTaker(Crystal crystal)
    {
        Ship? nearest = null;
        var (x, y, best) = (crystal.X, crystal.Y, Rules.TakeRange * Rules.TakeRange + 1);
        foreach (var ship in tables.Ships)
        {
            int dx = ship.X - x, dy = ship.Y - y;
            if (dx > Rules.TakeRange || dx < -Rules.TakeRange || dy > Rules.TakeRange || dy < -Rules.TakeRange)
            {
                continue;
            }

            var square = dx * dx + dy * dy;
            if (square < best && ship.Alive && CanUse(ship, crystal))
            {
                (nearest, best) = (ship, square);
            }
        }

        return nearest;
    }

    private static void Give(RoomContext room, Ship ship, Crystal crystal)
    {
        switch (crystal.Kind)
        {
            case CrystalKind.Repair:
                ship.Hp = Math.Min(ship.Hp + Rules.RepairHp, Rules.FullHp);
                break;
            case CrystalKind.Overcharge:
                ship.Charge = room.Tick + Rules.ChargeTicks;
                break;
            default:
                ship.Cargo += crystal.Worth;
                break;
        }

        room.Emit("took", Payload.Map(("ship", ship.Key), ("kind", (int)crystal.Kind), ("worth", crystal.Worth)));
    }

    private void Spawn(RoomContext room)
    {
        var chance = room.Chance;
        var kind = chance.Next(12) switch
        {
            0 when Count(CrystalKind.Repair) < MaxRepairs => CrystalKind.Repair,
            1 when Count(CrystalKind.Overcharge) < MaxOvercharges => CrystalKind.Overcharge,
            _ => CrystalKind.Crystal,
        };
        // Any distance in the core is as likely as any other, so they lie the closer together the nearer they are to the centre.
        var isFar = chance.Next(4) == 0;
        var distance = isFar
            ? chance.Next(world * CoreEnd, world * FarEnd) / Rings
            : chance.Next(world * CoreBegin, world * CoreEnd) / Rings;
        var crystal = Add(room, world / 2, world / 2, chance.Next(Turn.Steps), distance, kind);
        crystal.Worth = kind == CrystalKind.Crystal ? WorthAt(distance) : 0;
    }

    private int WorthAt(int distance)
    {
        var ring = (long)distance * Rings;
        return ring < (long)world * RichEnd ? 5 : ring < (long)world * FairEnd ? 3 : ring < (long)world * CoreEnd ? 2 : 1;
    }

    private int Count(CrystalKind kind)
    {
        var count = 0;
        foreach (var crystal in tables.Crystals)
        {
            count += crystal.Kind == kind ? 1 : 0;
        }

        return count;
    }

    private Crystal Add(RoomContext room, int x, int y, int angle, int distance, CrystalKind kind)
    {
        var crystal = tables.Crystals.Add(room.NextId());
        crystal.X = Inside(x + Flight.Along(distance, Turn.Cos(angle)));
        crystal.Y = Inside(y + Flight.Along(distance, Turn.Sin(angle)));
        crystal.Kind = kind;
        return crystal;
    }

    // Where a ship's centre can be.
    private int Inside(int place) => Math.Clamp(place, Rules.ShipRadius, world - Rules.ShipRadius);
}
