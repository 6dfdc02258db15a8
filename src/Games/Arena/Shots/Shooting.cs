using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>A ship that can be hit in this tick, and its way since the tick before.</summary>
internal struct Target
{
    internal long Ship;
    internal int X;
    internal int Y;
    internal int Dx;
    internal int Dy;
}

/// <summary>Fires shots, moves them, and judges what they hit.</summary>
internal sealed class Shooting(ArenaTables tables, int world)
{
    internal void Fire(RoomContext room, Ship ship, Pilot pilot)
    {
        if (room.Tick < pilot.Cooldown)
        {
            return;
        }

        pilot.Cooldown = room.Tick + Rules.FireCooldown;
        var (cos, sin) = (Turn.Cos(ship.Angle), Turn.Sin(ship.Angle));
        var shot = tables.Shots.Add(room.NextId());
        shot.Owner = ship.Key;
        shot.X = ship.X + Flight.Along(Rules.Muzzle, cos);
        shot.Y = ship.Y + Flight.Along(Rules.Muzzle, sin);
        shot.Vx = ship.Vx + Flight.Along(Rules.ShotSpeed, cos);
        shot.Vy = ship.Vy + Flight.Along(Rules.ShotSpeed, sin);
        shot.Born = room.Tick;
        shot.Ttl = Rules.ShotTtl;
    }

    /// <summary>Moves all shots by one tick.</summary>
    /// <param name="room">The room.</param>
    /// <param name="targets">The ships that can be hit, where they are now.</param>
    internal void Move(RoomContext room, Span<Target> targets)
    {
        foreach (var shot in tables.Shots)
        {
            var age = (int)(room.Tick - shot.Born);
            if (age == 0)
            {
                continue;
            }

            var (x, y) = (shot.X + shot.Vx * (age - 1), shot.Y + shot.Vy * (age - 1));
            var hit = FirstHit(shot, x, y, targets, out var time);
            if (hit >= 0)
            {
                Hit(room, shot, ref targets[hit], x + shot.Vx * time / Sweep.One, y + shot.Vy * time / Sweep.One);
                tables.Shots.Remove(shot);
                continue;
            }

            (x, y) = (x + shot.Vx, y + shot.Vy);
            if (age >= shot.Ttl || x < 0 || y < 0 || x > world || y > world)
            {
                tables.Shots.Remove(shot);
            }
        }
    }

    private static int FirstHit(Shot shot, int x, int y, Span<Target> targets, out int time)
    {
        var first = -1;
        time = Sweep.Never;
        for (var i = 0; i < targets.Length; i++)
        {
            ref var target = ref targets[i];
            if (target.Ship == shot.Owner || target.Ship == 0)
            {
                continue;
            }

            // Both move in a straight line within the tick, so seen from the target the shot does too.
            var entry = Sweep.Entry(
                x - (target.X - target.Dx),
                y - (target.Y - target.Dy),
                shot.Vx - target.Dx,
                shot.Vy - target.Dy,
                Rules.ShipRadius);
            if (entry < time)
            {
                (first, time) = (i, entry);
            }
        }

        return first;
    }

    private void Hit(RoomContext room, Shot shot, ref Target target, int x, int y)
    {
        var ship = tables.Ships[target.Ship];
        var damage = ship.Hp < Rules.Damage ? ship.Hp : Rules.Damage;
        ship.Hp -= damage;
        tables.Pilots[ship.Key].Hurt = room.Tick;
        // A payload has no schema that could tell a quantum, so places in events are in whole units.
        room.Emit("hit", Payload.Map(
            ("by", shot.Owner), ("target", ship.Key), ("damage", damage), ("x", x / Rules.Unit), ("y", y / Rules.Unit)));
        if (ship.Hp > 0)
        {
            return;
        }

        // Later shots of this tick fly on.
        target.Ship = 0;
        ship.Alive = false;
        ship.Thrust = false;
        ship.Deaths++;
        ship.Respawn = room.Tick + Rules.RespawnTicks;
        (ship.Vx, ship.Vy) = (0, 0);
        var killer = tables.Ships[shot.Owner];
        killer.Kills++;
        killer.Score += Rules.KillScore;
        room.Emit("kill", Payload.Map(("by", killer.Key), ("target", ship.Key)));
    }
}
