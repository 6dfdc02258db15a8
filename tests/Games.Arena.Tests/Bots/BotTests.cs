using Xunit.Abstractions;

namespace Games.Arena.Tests;

public sealed class BotTests(ITestOutputHelper output)
{
    [Fact]
    public void Bots_fill_an_empty_arena_under_different_names()
    {
        var play = new Play(new ArenaOptions());

        play.Step();

        Assert.Equal(8, play.Bots);
        Assert.Equal(8, play.Ships.Select(ship => ship.Name).Distinct().Count());
        Assert.Equal(8, play.Ships.Select(ship => ship.Hue).Distinct().Count());
        Assert.Empty(play.Told("joined"));
    }

    [Fact]
    public void Each_person_takes_the_place_of_one_bot_and_gives_it_back()
    {
        var play = new Play(new ArenaOptions());
        for (var people = 1; people <= 16; people++)
        {
            play.Join($"Player {people}");
            Assert.Equal(Math.Max(8, people), play.Ships.Count);
            Assert.Equal(Math.Max(0, 8 - people), play.Bots);
        }

        foreach (var seat in play.Seats.ToArray())
        {
            play.Leave(seat);
            play.Step();
            Assert.Equal(Math.Max(8, play.Seats.Count), play.Ships.Count);
        }

        Assert.Equal(8, play.Bots);
    }

    [Fact]
    public void A_room_full_of_bots_still_has_a_place_for_everyone_who_joins_at_once()
    {
        var play = new Play(new ArenaOptions { Bots = 16 });
        play.Step();
        for (var people = 1; people <= 20; people++)
        {
            play.OfferJoin($"Player {people}");
        }

        play.Step();

        Assert.Equal((16, 0), (play.Ships.Count, play.Bots));
        Assert.Equal(4, play.Last.Joins.Count(join => join.RefusalCode == "room_full"));
    }

    [Fact]
    public void The_bot_that_makes_way_is_the_one_that_is_missed_least()
    {
        var play = new Play(new ArenaOptions { Bots = 3 });
        play.Step();
        var bots = play.Ships;
        (bots[0].Score, bots[1].Score, bots[2].Score) = (20, 10, 30);

        play.Join("Nova");
        Assert.False(bots[1].IsPresent);

        (bots[2].Alive, bots[2].Respawn) = (false, 1000);
        play.Join("Rigel");
        Assert.False(bots[2].IsPresent);
    }

    [Fact]
    public void Bots_fly_about_fight_and_keep_off_the_walls()
    {
        var play = new Play(new ArenaOptions(), seed: 3);
        var (alive, atWall, resting) = (0, 0, 0);
        for (var tick = 0; tick < 3 * 60 * Rules.TickRate; tick++)
        {
            play.Step();
            foreach (var ship in play.Ships.Where(ship => ship.Alive))
            {
                alive++;
                atWall += IsAtWall(ship, play.World) ? 1 : 0;
                resting += ship.Vx == 0 && ship.Vy == 0 ? 1 : 0;
            }
        }

        var ships = play.Ships;
        Assert.InRange(play.Told("kill").Count(), 10, 200);
        Assert.All(ships, ship => Assert.True(ship.Kills + ship.Deaths > 0, $"{ship.Name} took no part in anything."));
        Assert.True(atWall < alive / 50, $"Bots were at a wall {atWall} times of {alive}.");
        Assert.True(resting < alive / 10, $"Bots stood still {resting} times of {alive}.");
    }

    [Fact]
    public void Bots_hit_with_some_of_their_shots_only()
    {
        var play = new Play(new ArenaOptions(), seed: 5);
        var shots = new HashSet<long>();
        for (var tick = 0; tick < 3 * 60 * Rules.TickRate; tick++)
        {
            play.Step();
            shots.UnionWith(play.Shots.Select(shot => shot.Key));
        }

        var share = play.Told("hit").Count() * 100 / shots.Count;
        Assert.InRange(share, 5, 50);
    }

    [Fact]
    public void Bots_gather_bank_and_rob_each_other()
    {
        var (dropped, took) = (0L, new HashSet<long>());
        var play = new Play(new ArenaOptions(), seed: 7);
        for (var tick = 0; tick < 3 * 60 * Rules.TickRate; tick++)
        {
            var cargo = play.Ships.ToDictionary(ship => ship.Key, ship => ship.Cargo);
            play.Step();
            dropped += play.Last.Events.Where(told => told.Name == "kill").Sum(told => cargo[told.Payload["target"].AsInteger()]);
        }

        var ships = play.Ships;
        took.UnionWith(play.Told("took").Where(told => told["kind"].AsInteger() == 0).Select(told => told["ship"].AsInteger()));
        var banked = play.Told("banked").GroupBy(told => told["ship"].AsInteger(), told => told["amount"].AsInteger());
        output.WriteLine(
            $"a round of eight bots: {play.Told("kill").Count()} kills, {banked.Sum(ship => ship.Sum())} banked in "
            + $"{play.Told("banked").Count()} visits, {dropped} lost to others, "
            + $"{play.Told("took").Count(told => told["kind"].AsInteger() == 1)} repairs, "
            + $"{play.Told("took").Count(told => told["kind"].AsInteger() == 2)} overcharges; "
            + $"podium {string.Join(", ", Enumerable.Range(0, play.Told("podium").Single()["places"].Count).Select(i => play.Told("podium").Single()["places"][i].ToString()))}");
        Assert.Equal(ships.Count, took.Count);
        Assert.True(banked.Count() >= ships.Count - 1, $"Only {banked.Count()} banked anything.");
        Assert.True(dropped > 0);
    }

    private static bool IsAtWall(Ship ship, int world) =>
        Math.Min(Math.Min(ship.X, ship.Y), Math.Min(world - ship.X, world - ship.Y)) <= Rules.ShipRadius;
}
