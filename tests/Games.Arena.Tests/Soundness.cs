using GameServer.Protocol;

namespace Games.Arena.Tests;

/// <summary>What holds in every arena after every tick, whatever people do.</summary>
internal static class Soundness
{
    internal static void Check(Play play, ArenaOptions options)
    {
        var (ships, tick, round) = (play.Ships, play.Machine.Tick, play.Game.Round);
        var people = play.Machine.OccupiedSeats;
        Assert.Equal(Math.Max(people.Count, options.Bots), ships.Count);
        Assert.Equal(people.Select(seat => seat.Index), ships.Where(s => !s.IsBot).Select(s => s.Seat).Order());
        Assert.True(round.Ends > tick);
        foreach (var ship in ships)
        {
            CheckShip(ship, play);
            Assert.False(ship.Thrust && round.IsPodium);
        }

        Assert.True(play.Shots.Count <= ships.Count * (Rules.ShotTtl / Rules.ChargedCooldown + 1));
        Assert.False(round.IsPodium && play.Shots.Count > 0);
        foreach (var shot in play.Shots)
        {
            var age = tick - shot.Born;
            Assert.InRange(age, 0, shot.Ttl - 1);
            Assert.InRange(shot.X + shot.Vx * age, 0, play.World);
            Assert.InRange(shot.Y + shot.Vy * age, 0, play.World);
            Assert.Contains(ships, ship => ship.Key == shot.Owner);
        }

        foreach (var hit in play.Last.Events.Where(told => told.Name == "hit").Select(told => told.Payload))
        {
            CheckHit(hit, play);
        }

        foreach (var crystal in play.Crystals)
        {
            Assert.InRange(crystal.X, Rules.ShipRadius, play.World - Rules.ShipRadius);
            Assert.InRange(crystal.Y, Rules.ShipRadius, play.World - Rules.ShipRadius);
            Assert.Equal(crystal.Kind == CrystalKind.Crystal, crystal.Worth > 0);
        }
    }

    private static void CheckHit(Payload hit, Play play)
    {
        Assert.False(play.Game.Round.IsPodium);
        var ship = play.Ships.Single(ship => ship.Key == hit["target"].AsInteger());
        var (x, y) = (hit["x"].AsInteger() - ship.X / 16.0, hit["y"].AsInteger() - ship.Y / 16.0);
        // Places are told in whole units, and a meeting is up to a unit early.
        Assert.InRange(Math.Sqrt(x * x + y * y), 0, (Rules.ShipRadius + Rules.RewindReach) / 16.0 + 3);
    }

    private static void CheckShip(Ship ship, Play play)
    {
        var tick = play.Machine.Tick;
        Assert.InRange(ship.X, Rules.ShipRadius, play.World - Rules.ShipRadius);
        Assert.InRange(ship.Y, Rules.ShipRadius, play.World - Rules.ShipRadius);
        Assert.InRange(ship.Angle, 0, 1023);
        Assert.InRange(ship.Hue, 0, 359);
        Assert.InRange(ship.Hp, 0, Rules.FullHp);
        Assert.Equal(ship.Alive, ship.Hp > 0);
        Assert.Equal(ship.Alive, ship.Respawn == 0);
        Assert.True(ship.Alive || ship.Respawn > tick);
        Assert.InRange(ship.Cargo, 0, ship.Alive ? Rules.Hold : 0);
        Assert.True(ship.Score >= ship.Kills * Rules.KillScore);
        Assert.False(ship.Thrust && !ship.Alive);
        Assert.True(ship.Vx * ship.Vx + ship.Vy * ship.Vy <= (Flight.TopSpeed + 1) * (Flight.TopSpeed + 1));
        Assert.True(ship.Safe == 0 || (ship.Alive && ship.Safe > tick && ship.Safe <= tick + Rules.ProtectionTicks));
        Assert.True(ship.Charge == 0 || (ship.Alive && ship.Charge > tick && ship.Charge <= tick + Rules.ChargeTicks));
    }
}
