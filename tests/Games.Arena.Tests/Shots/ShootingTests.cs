using System.Buffers;

namespace Games.Arena.Tests;

public sealed class ShootingTests
{
    [Fact]
    public void A_held_trigger_fires_once_per_cooldown()
    {
        var play = new Play();
        var seat = play.Join("Nova");
        for (var i = 0; i < 3 * Rules.FireCooldown; i++)
        {
            play.Input(seat, Controls.Fire);
            play.Step();
        }

        Assert.Equal(3, play.Shots.Count);
        Assert.All(play.Shots.Zip(play.Shots.Skip(1)), pair => Assert.Equal(Rules.FireCooldown, pair.Second.Born - pair.First.Born));
    }

    [Fact]
    public void A_shot_has_its_own_speed_on_top_of_the_ships()
    {
        var play = new Play();
        var seat = play.Join("Nova");
        play.Put(seat, 2000, 2000).Flight = new FlightState(32_000, 32_000, 0, 100, 0);
        play.Input(seat, Controls.Fire);
        play.Step();

        var (ship, shot) = (play.ShipOf(seat), play.Shots.Single());

        Assert.Equal((Rules.ShotSpeed, ship.Vy), (shot.Vx, shot.Vy));
        Assert.Equal((ship.X + Rules.Muzzle, ship.Y), (shot.X, shot.Y));
        Assert.Equal((ship.Key, play.Machine.Tick, Rules.ShotTtl), (shot.Owner, shot.Born, shot.Ttl));
    }

    [Fact]
    public void A_flying_shot_costs_no_bytes()
    {
        var play = new Play();
        var seat = play.Join("Nova");
        play.Step(Rules.ProtectionTicks);
        play.Put(seat, 500, 2000);
        ShootOnce(play, seat);
        var before = play.Machine.Tick;
        play.Step(10);

        var delta = new ArrayBufferWriter<byte>();
        play.Machine.WriteDelta(delta, before);

        Assert.Single(play.Shots);
        // One table has changed: the gate.
        Assert.Equal((0x91, 0x93, 0x04), (delta.WrittenSpan[0], delta.WrittenSpan[1], delta.WrittenSpan[2]));
    }

    [Fact]
    public void A_shot_is_gone_at_the_end_of_its_time()
    {
        var play = new Play();
        var seat = play.Join("Nova");
        play.Put(seat, 500, 2000);
        ShootOnce(play, seat);
        var born = play.Shots.Single().Born;

        play.Step((int)(born + Rules.ShotTtl - 1 - play.Machine.Tick));
        Assert.Single(play.Shots);
        play.Step();

        Assert.Empty(play.Shots);
    }

    [Fact]
    public void A_shot_that_leaves_the_world_is_gone()
    {
        var play = new Play();
        var seat = play.Join("Nova");
        play.Put(seat, 4000, 2000);
        play.Input(seat, Controls.Fire);
        play.Step();
        play.Input(seat, 0);
        Assert.Single(play.Shots);

        play.Step(5);

        Assert.Empty(play.Shots);
    }

    [Fact]
    public void A_hit_takes_hit_points_and_is_told_with_its_place()
    {
        var (play, shooter, target) = Duel(300);

        ShootOnce(play, shooter);

        Assert.Equal(Rules.FullHp - Rules.Damage, play.ShipOf(target).Hp);
        var hit = play.Told("hit").Single();
        Assert.Equal(play.ShipOf(shooter).Key, hit["by"].AsInteger());
        Assert.Equal(play.ShipOf(target).Key, hit["target"].AsInteger());
        Assert.Equal(Rules.Damage, hit["damage"].AsInteger());
        Assert.InRange(hit["x"].AsInteger(), 1300 - 24, 1300 - 20);
        Assert.Equal(1000, hit["y"].AsInteger());
        Assert.Empty(play.Shots);
    }

    [Fact]
    public void The_fifth_hit_kills_and_scores()
    {
        var (play, shooter, target) = Duel(300);

        for (var i = 0; i < 5; i++)
        {
            ShootOnce(play, shooter);
        }

        var (killer, wreck) = (play.ShipOf(shooter), play.ShipOf(target));
        Assert.Equal((0, false, 1), (wreck.Hp, wreck.Alive, wreck.Deaths));
        Assert.Equal((1, Rules.KillScore, 0), (killer.Kills, killer.Score, killer.Deaths));
        var kill = play.Told("kill").Single();
        Assert.Equal((killer.Key, wreck.Key), (kill["by"].AsInteger(), kill["target"].AsInteger()));
    }

    [Fact]
    public void A_wreck_comes_back_whole_elsewhere_after_its_time()
    {
        var (play, shooter, target) = Duel(300);
        while (play.ShipOf(target).Alive)
        {
            ShootOnce(play, shooter);
        }

        var wreck = play.ShipOf(target);
        var (respawn, key) = (wreck.Respawn, wreck.Key);
        play.Events.Clear();

        play.Step((int)(respawn - play.Machine.Tick - 1));
        Assert.False(wreck.Alive);
        play.Step();

        Assert.Equal((true, Rules.FullHp, 0L), (wreck.Alive, wreck.Hp, wreck.Respawn));
        Assert.Equal(key, play.Told("spawn").Single()["ship"].AsInteger());
        var by = play.ShipOf(shooter);
        Assert.True(Math.Abs(by.X - wreck.X) + Math.Abs(by.Y - wreck.Y) > 1000 * Rules.Unit, "It came back beside its killer.");
    }

    [Fact]
    public void A_wreck_neither_flies_nor_fires()
    {
        var (play, shooter, target) = Duel(300);
        while (play.ShipOf(target).Alive)
        {
            ShootOnce(play, shooter);
        }

        var before = play.ShipOf(target).Flight;

        play.Input(target, Controls.Thrust | Controls.Fire, 77);
        play.Step(10);

        Assert.Equal(before, play.ShipOf(target).Flight);
        Assert.Empty(play.Shots);
    }

    [Fact]
    public void Shots_pass_through_a_ship_that_has_just_come()
    {
        var play = new Play();
        var shooter = play.Join("Nova");
        play.Step(Rules.ProtectionTicks);
        play.Put(shooter, 1000, 1000);
        var target = play.Join("Rigel");
        play.Put(target, 1300, 1000);

        ShootOnce(play, shooter);
        Assert.Equal(Rules.FullHp, play.ShipOf(target).Hp);

        play.Step(Rules.ProtectionTicks);
        ShootOnce(play, shooter);
        Assert.Equal(Rules.FullHp - Rules.Damage, play.ShipOf(target).Hp);
    }

    [Fact]
    public void A_ship_does_not_hit_itself()
    {
        var play = new Play();
        var seat = play.Join("Nova");
        play.Step(Rules.ProtectionTicks);
        for (var i = 0; i < 100; i++)
        {
            play.Input(seat, Controls.Fire | Controls.Thrust | Controls.Right);
            play.Step();
        }

        Assert.Equal(Rules.FullHp, play.ShipOf(seat).Hp);
    }

    [Fact]
    public void Damage_mends_slowly_once_the_fight_is_over()
    {
        var (play, shooter, target) = Duel(300);
        ShootOnce(play, shooter);

        play.Step(Rules.MendAfter - 20);
        Assert.Equal(Rules.FullHp - Rules.Damage, play.ShipOf(target).Hp);
        play.Step(20 + 5 * Rules.MendEvery);
        Assert.InRange(play.ShipOf(target).Hp, Rules.FullHp - Rules.Damage + 3, Rules.FullHp - Rules.Damage + 8);
        play.Step(100 * Rules.MendEvery);
        Assert.Equal(Rules.FullHp, play.ShipOf(target).Hp);
    }

    private static (Play Play, int Shooter, int Target) Duel(int distance)
    {
        var play = new Play();
        var (shooter, target) = (play.Join("Nova"), play.Join("Rigel"));
        play.Step(Rules.ProtectionTicks);
        play.Put(shooter, 1000, 1000);
        play.Put(target, 1000 + distance, 1000);
        return (play, shooter, target);
    }

    private static void ShootOnce(Play play, int seat)
    {
        play.Input(seat, Controls.Fire);
        play.Step();
        play.Input(seat, 0);
        play.Step(20);
    }
}
