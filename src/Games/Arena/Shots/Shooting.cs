using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Fires shots, moves them, and judges what they hit.</summary>
/// <remarks>
/// <para>
/// A shot is judged by what its shooter saw. Players see the others as they were a while ago, and a shot that takes half a second
/// to arrive flies through that picture all the time, not only when it is fired. So a shot is born in the tick that the shooter
/// saw (<see cref="Pilot.Rewind"/>), and the ticks since are made up for at once: in each, it meets the others where they were
/// in it. From then on it flies along with everyone. At any age, that is where it is in the shooter's picture: whoever was hit
/// there is hit here.
/// </para>
/// <para>
/// To the others the shot appears up to <see cref="Rules.RewindTicks"/> ticks of its way from the muzzle. Nobody is hit in a life
/// before this one, under protection, or further than <see cref="Rules.RewindReach"/> from where they are.
/// </para>
/// </remarks>
internal sealed class Shooting(ArenaTables tables, CrystalField field, int world)
{
    /// <summary>The living ships of this tick; filled anew in each, before anything is judged.</summary>
    internal Targets Targets { get; } = new();

    internal void Fire(RoomContext room, Ship ship, Pilot pilot)
    {
        if (room.Tick < pilot.Cooldown)
        {
            return;
        }

        pilot.Cooldown = room.Tick + Rules.Cooldown(room.Tick, ship.Charge);
        var (cos, sin) = (Turn.Cos(ship.Angle), Turn.Sin(ship.Angle));
        var shot = new Flying(
            ship.Key,
            ship.X + Flight.Along(Rules.Muzzle, cos),
            ship.Y + Flight.Along(Rules.Muzzle, sin),
            ship.Vx + Flight.Along(Rules.ShotSpeed, cos),
            ship.Vy + Flight.Along(Rules.ShotSpeed, sin),
            room.Tick - pilot.Rewind,
            Rules.ShotTtl);
        for (var ago = pilot.Rewind - 1; ago >= 0; ago--)
        {
            if (!FliesOn(room, in shot, ago))
            {
                return;
            }
        }

        var row = tables.Shots.Add(room.NextId());
        (row.Owner, row.X, row.Y, row.Vx, row.Vy) = (shot.Owner, shot.X, shot.Y, shot.Vx, shot.Vy);
        (row.Born, row.Ttl) = (shot.Born, shot.Ttl);
    }

    /// <summary>Moves all shots by one tick; those fired in it come after.</summary>
    internal void Move(RoomContext room)
    {
        foreach (var shot in tables.Shots)
        {
            if (!FliesOn(room, shot.Flying, ago: 0))
            {
                tables.Shots.Remove(shot);
            }
        }
    }

    /// <returns>Whether it is still there at the end of the tick that was so long ago.</returns>
    private bool FliesOn(RoomContext room, in Flying shot, int ago)
    {
        var age = (int)(room.Tick - ago - shot.Born);
        var (x, y) = (shot.X + shot.Vx * (age - 1), shot.Y + shot.Vy * (age - 1));
        if (Targets.FirstHit(in shot, x, y, ago, out var time) is { } ship)
        {
            Hit(room, in shot, ship, x + shot.Vx * time / Sweep.One, y + shot.Vy * time / Sweep.One);
            return false;
        }

        (x, y) = (x + shot.Vx, y + shot.Vy);
        return age < shot.Ttl && x >= 0 && y >= 0 && x <= world && y <= world;
    }

    private void Hit(RoomContext room, in Flying shot, Ship ship, int x, int y)
    {
        var damage = ship.Hp < Rules.Damage ? ship.Hp : Rules.Damage;
        ship.Hp -= damage;
        tables.Pilots[ship.Key].Hurt = room.Tick;
        // A payload has no schema that could tell a quantum, so places in events are in whole units.
        room.Emit("hit", Payload.Map(
            ("by", shot.Owner), ("target", ship.Key), ("damage", damage), ("x", x / Rules.Unit), ("y", y / Rules.Unit)));
        if (ship.Hp == 0)
        {
            Kill(room, tables.Ships[shot.Owner], ship);
        }
    }

    private void Kill(RoomContext room, Ship killer, Ship ship)
    {
        ship.Alive = false;
        ship.Thrust = false;
        ship.Deaths++;
        ship.Respawn = room.Tick + Rules.RespawnTicks;
        ship.Charge = 0;
        (ship.Vx, ship.Vy) = (0, 0);
        killer.Kills++;
        killer.Score += Rules.KillScore;
        room.Emit("kill", Payload.Map(("by", killer.Key), ("target", ship.Key)));
        field.Drop(room, ship);
    }
}
