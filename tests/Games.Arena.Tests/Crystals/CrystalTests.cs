namespace Games.Arena.Tests;

public sealed class CrystalTests
{
    [Fact]
    public void A_ship_carries_the_crystal_that_it_touches_and_everyone_is_told()
    {
        var (play, ship) = Room();
        var crystal = play.Lay(1000 + 31, 1000, CrystalKind.Crystal, worth: 3);

        play.Step();

        Assert.False(crystal.IsPresent);
        Assert.Equal((3, 0), (ship.Cargo, ship.Score));
        var told = play.Told("took").Single();
        Assert.Equal((ship.Key, 0, 3), (told["ship"].AsInteger(), told["kind"].AsInteger(), told["worth"].AsInteger()));
    }

    [Fact]
    public void A_crystal_that_is_not_touched_stays()
    {
        var (play, ship) = Room();
        var crystal = play.Lay(1000 + 33, 1000, CrystalKind.Crystal, worth: 3);

        play.Step();

        Assert.True(crystal.IsPresent);
        Assert.Equal(0, ship.Cargo);
    }

    [Fact]
    public void Of_two_ships_the_nearer_one_takes_it()
    {
        var (play, ship) = Room();
        var other = play.Put(play.Join("Rigel"), 1000 + 40, 1000);
        play.Lay(1000 + 22, 1000, CrystalKind.Crystal, worth: 3);

        play.Step();

        Assert.Equal((0, 3), (ship.Cargo, other.Cargo));
    }

    [Fact]
    public void A_full_hold_leaves_what_does_not_fit_in_whole()
    {
        var (play, ship) = Room();
        ship.Cargo = Rules.Hold - 3;
        var (big, small) = (play.Lay(1000, 1000, worth: 5), play.Lay(1000, 1000, worth: 2));

        play.Step();

        Assert.Equal((true, false, Rules.Hold - 1), (big.IsPresent, small.IsPresent, ship.Cargo));
    }

    [Fact]
    public void A_repair_mends_and_a_whole_ship_leaves_it()
    {
        var (play, ship) = Room();
        ship.Hp = 30;
        play.Lay(1000, 1000, CrystalKind.Repair);
        play.Step();
        Assert.Equal(70, ship.Hp);

        play.Lay(1000, 1000, CrystalKind.Repair);
        play.Step();
        Assert.Equal(100, ship.Hp);

        var left = play.Lay(1000, 1000, CrystalKind.Repair);
        play.Step();
        Assert.True(left.IsPresent);
    }

    [Fact]
    public void An_overcharged_ship_fires_twice_as_fast_for_eight_seconds()
    {
        var (play, ship) = Room();
        play.Lay(1000, 1000, CrystalKind.Overcharge);
        play.Step();
        Assert.Equal(play.Machine.Tick + 240, ship.Charge);

        var shots = new SortedSet<long>();
        while (ship.Charge > 0)
        {
            play.Input(ship.Seat, Controls.Fire);
            play.Step();
            shots.UnionWith(play.Shots.Select(shot => shot.Born));
        }

        Assert.Equal(60, shots.Count);
        Assert.Equal(4, shots.ElementAt(1) - shots.ElementAt(0));
    }

    [Fact]
    public void A_wreck_drops_all_that_it_carried()
    {
        var (play, ship) = Room();
        play.Step(Rules.ProtectionTicks);
        var shooter = play.Join("Rigel");
        play.Put(shooter, 800, 1000);
        (ship.Cargo, ship.Hp) = (20, 20);

        play.Input(shooter, Controls.Fire);
        play.Step(10);

        Assert.Equal((false, 0), (ship.Alive, ship.Cargo));
        Assert.Equal([4, 4, 3, 3, 3, 3], play.Crystals.Select(crystal => crystal.Worth).OrderDescending());
        Assert.All(play.Crystals, crystal => Assert.InRange(
            Math.Sqrt(Math.Pow(crystal.X - ship.X, 2) + Math.Pow(crystal.Y - ship.Y, 2)) / Rules.Unit, 23, 65));
    }

    [Fact]
    public void Who_leaves_drops_all_that_was_carried()
    {
        var (play, ship) = Room();
        ship.Cargo = 4;

        play.Leave(ship.Seat);
        play.Step();

        Assert.Equal(4, play.Crystals.Sum(crystal => crystal.Worth));
    }

    [Fact]
    public void What_was_carried_into_a_corner_is_dropped_where_ships_can_come()
    {
        var (play, ship) = Room();
        play.Put(ship.Seat, 22, 22);
        ship.Cargo = 12;

        play.Leave(ship.Seat);
        play.Step();

        Assert.All(play.Crystals, crystal => Assert.True(Math.Min(crystal.X, crystal.Y) >= Rules.ShipRadius));
    }

    [Fact]
    public void Cargo_becomes_score_in_the_gate()
    {
        var (play, ship) = Room();
        ship.Cargo = 17;
        play.Step();
        Assert.Equal(0, ship.Score);

        play.Put(ship.Seat, play.Game.Gate.X / Rules.Unit + 100, play.Game.Gate.Y / Rules.Unit);
        play.Step();

        Assert.Equal((0, 17), (ship.Cargo, ship.Score));
        var told = play.Told("banked").Single();
        Assert.Equal((ship.Key, 17), (told["ship"].AsInteger(), told["amount"].AsInteger()));
        play.Step();
        Assert.Single(play.Told("banked"));
    }

    [Fact]
    public void The_gate_goes_around_the_centre_slowly()
    {
        var play = new Play();
        play.Step();
        var gate = play.Game.Gate;
        var before = (gate.X, gate.Y);
        for (var tick = 0; tick < 2048; tick++)
        {
            var (x, y) = (gate.X, gate.Y);
            play.Step();
            var moved = Math.Sqrt(Math.Pow(gate.X - x, 2) + Math.Pow(gate.Y - y, 2)) / Rules.Unit;
            Assert.True(moved < 20, $"It jumped by {moved} units.");
            Assert.InRange(Distance(gate.X, gate.Y), 1535, 1537);
        }

        Assert.Equal(before, (gate.X, gate.Y));
        Assert.Equal(120, gate.Radius);
    }

    [Fact]
    public void Most_crystals_grow_in_the_core_and_are_worth_more_nearer_to_the_centre()
    {
        var crystals = Enumerable.Range(1, 50)
            .SelectMany(seed => new Play(new ArenaOptions { Crystals = 64 }, (ulong)seed).Crystals)
            .ToList();

        Assert.InRange(crystals.Count(crystal => Distance(crystal.X, crystal.Y) < 1280) / (double)crystals.Count, 0.7, 0.8);
        foreach (var crystal in crystals.Where(crystal => crystal.Kind == CrystalKind.Crystal))
        {
            var distance = Distance(crystal.X, crystal.Y);
            Assert.InRange(distance, 255, 2049);
            Assert.InRange(crystal.Worth, distance < 511 ? 5 : distance < 767 ? 3 : 1, distance > 769 ? 2 : 5);
        }

        Assert.Equal([5, 3, 2, 1], crystals.Select(crystal => crystal.Worth).Where(worth => worth > 0).Distinct().OrderDescending());
        Assert.Contains(crystals, crystal => crystal.Kind == CrystalKind.Repair);
        Assert.Contains(crystals, crystal => crystal.Kind == CrystalKind.Overcharge);
    }

    [Fact]
    public void What_was_taken_grows_again()
    {
        var play = new Play(new ArenaOptions { Bots = 0, Crystals = 5 });
        foreach (var crystal in play.Crystals)
        {
            play.Game.Crystals.Remove(crystal);
        }

        play.Step(5 * Rules.GrowTicks + 100);

        Assert.Equal(5, play.Crystals.Count);
    }

    private static double Distance(int x, int y) =>
        Math.Sqrt(Math.Pow(x / 16.0 - 2048, 2) + Math.Pow(y / 16.0 - 2048, 2));

    private static (Play Play, Ship Ship) Room()
    {
        var play = new Play();
        return (play, play.Put(play.Join("Nova"), 1000, 1000));
    }
}
