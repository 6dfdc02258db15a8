using CsCheck;
using GameServer.Protocol;

namespace Games.Arena.Tests;

/// <summary>Shots are judged by what their shooters saw.</summary>
public sealed class RewindTests
{
    private static readonly Gen<(int X, int Y)> velocity = Gen.Select(Gen.Int[-120, 120], Gen.Int[-120, 120]);

    [Fact]
    public void A_shot_is_born_in_the_tick_that_its_shooter_saw()
    {
        var (play, shooter, _) = Duel();
        Fire(play, shooter, late: 4);

        var (ship, shot) = (play.ShipOf(shooter), play.Shots.Single());

        Assert.Equal(play.Machine.Tick - 4, shot.Born);
        Assert.Equal((ship.X + Rules.Muzzle, ship.Y), (shot.X, shot.Y));
        play.Input(shooter, 0);
        play.Step(Rules.ShotTtl - 5);
        Assert.Single(play.Shots);
        play.Step();
        Assert.Empty(play.Shots);
    }

    [Fact]
    public void Who_was_before_the_muzzle_when_the_shooter_saw_it_is_hit()
    {
        Assert.Equal(Rules.FullHp, HpOfOneWhoFlewThrough(late: 0));
        Assert.Equal(Rules.FullHp - Rules.Damage, HpOfOneWhoFlewThrough(late: 6));
    }

    [Fact]
    public void A_shot_fired_late_is_as_good_as_one_fired_in_the_tick_that_was_seen()
    {
        var (hits, tries) = (0, 0);
        Gen.Select(Gen.Int[0, 1023], Gen.Int[1, 35], Gen.Int[-40, 40], velocity, velocity, Gen.Int[1, Rules.RewindTicks]).Sample(
            (angle, meeting, aside, by, of, late) =>
            {
                var atOnce = Shoot(angle, meeting, aside, by, of, late: 0);

                Assert.Equal(atOnce, Shoot(angle, meeting, aside, by, of, late));
                Interlocked.Increment(ref tries);
                Interlocked.Add(ref hits, atOnce.Hit is null ? 0 : 1);
            },
            iter: 1000);
        Assert.InRange(hits, tries / 4, tries * 3 / 4);
    }

    [Fact]
    public void A_tick_out_of_range_counts_as_the_nearest_that_is_in()
    {
        foreach (var late in new[] { 7, 8, 100, 1_000_000, 1L << 52 })
        {
            Assert.Equal(Rules.RewindTicks, Lateness(late));
        }

        foreach (var late in new[] { 0, -1, -100, -(1L << 52) })
        {
            Assert.Equal(0, Lateness(late));
        }

        Assert.Equal(3, Lateness(3));
    }

    [Fact]
    public void An_input_without_the_tick_is_judged_by_the_present()
    {
        var (play, shooter, _) = Duel();

        play.Input(shooter, Controls.Fire);
        play.Step();

        Assert.Equal(play.Machine.Tick, play.Shots.Single().Born);
    }

    [Fact]
    public void A_held_trigger_stays_as_late_as_it_was()
    {
        var (play, shooter, _) = Duel();

        Fire(play, shooter, late: 4);
        play.Step(Rules.FireCooldown);

        Assert.Equal(Rules.FireCooldown, play.Shots[1].Born - play.Shots[0].Born);
    }

    [Fact]
    public void Who_is_somewhere_else_by_now_without_having_flown_is_not_hit()
    {
        var (play, shooter, target) = Duel();
        play.Put(target, 1076, 1000);
        play.Step(8);
        play.Put(target, 1076, 1070);
        play.Step();

        Fire(play, shooter, late: 6);

        Assert.Equal(Rules.FullHp, play.ShipOf(target).Hp);
    }

    [Fact]
    public void Who_was_protected_then_is_not_hit_then()
    {
        foreach (var (ticks, hp) in new[] { (-2, Rules.FullHp), (1, Rules.FullHp), (6, Rules.FullHp - Rules.Damage) })
        {
            var (play, shooter, _) = Duel();
            var target = play.Join("Vega");
            play.Put(target, 1048, 1000);
            play.Step((int)(play.ShipOf(target).Safe - play.Machine.Tick - 1 + ticks));

            Fire(play, shooter, late: 6);

            Assert.Equal(hp, play.ShipOf(target).Hp);
        }
    }

    [Fact]
    public void A_wreck_is_not_hit_where_it_lived()
    {
        var (play, shooter, target) = Duel();
        var ship = play.Put(target, 1076, 1000);
        play.Step(8);
        (ship.Alive, ship.Hp, ship.Respawn) = (false, 0, play.Machine.Tick + 50);

        Fire(play, shooter, late: 6);

        Assert.Empty(play.Told("hit"));
        Assert.Single(play.Shots);
    }

    [Fact]
    public void A_shot_that_had_left_the_world_by_now_never_appears()
    {
        var (play, shooter, _) = Duel();
        play.Put(shooter, 4000, 1000);

        Fire(play, shooter, late: 6);

        Assert.Empty(play.Shots);
    }

    private static int HpOfOneWhoFlewThrough(int late)
    {
        var (play, shooter, target) = Duel();
        var ship = play.Put(target, 1076, 1000 - 7 * 10);
        ship.Flight = ship.Flight with { Vy = 170 };
        play.Step(10);

        Fire(play, shooter, late);
        play.Step(10);

        return ship.Hp;
    }

    /// <summary>The shooter fires in the tick 100 or a little later, always as it would have then, and says that it saw the tick 100.</summary>
    private static (int Hp, Payload? Hit) Shoot(int angle, int meeting, int aside, (int X, int Y) by, (int X, int Y) of, int late)
    {
        var (play, shooter, target) = Duel();
        play.Step((int)(90 - play.Machine.Tick));
        var (vx, vy) = (Rules.ShotSpeed * Math.Cos(angle * Math.Tau / 1024) + by.X, Rules.ShotSpeed * Math.Sin(angle * Math.Tau / 1024) + by.Y);
        var prey = play.ShipOf(target);
        prey.Flight = new FlightState(
            32_000 + (int)(vx * meeting) - of.X * (meeting + 10) + aside * Rules.Unit,
            32_000 + (int)(vy * meeting) - of.Y * (meeting + 10) - aside * Rules.Unit,
            of.X,
            of.Y,
            0);
        play.Step(9 + late);
        play.ShipOf(shooter).Flight = new FlightState(32_000, 32_000, by.X, by.Y, angle);
        play.Input(shooter, Payload.Array(Controls.Fire, angle, 100));
        play.Step();
        play.Input(shooter, 0);
        play.Step(Rules.ShotTtl);
        return (prey.Hp, play.Told("hit").Select(hit => (Payload?)hit).SingleOrDefault());
    }

    private static long Lateness(long late)
    {
        var (play, shooter, _) = Duel();
        Fire(play, shooter, late);
        return play.Machine.Tick - play.Shots.Single().Born;
    }

    private static void Fire(Play play, int seat, long late)
    {
        play.Input(seat, Payload.Array(Controls.Fire, 0, play.Machine.Tick + 1 - late));
        play.Step();
    }

    private static (Play Play, int Shooter, int Target) Duel()
    {
        var play = new Play();
        var (shooter, target) = (play.Join("Nova"), play.Join("Rigel"));
        play.Step(Rules.ProtectionTicks);
        play.Put(shooter, 1000, 1000);
        play.Put(target, 3000, 3000);
        return (play, shooter, target);
    }
}
