using GameServer.Protocol;

namespace Games.Arena.Tests;

public sealed class SeatTests
{
    [Fact]
    public void Who_joins_gets_a_ship_and_everyone_is_told()
    {
        var play = new Play();

        var seat = play.Join("Nova");

        var ship = play.ShipOf(seat);
        Assert.Equal(("Nova", true, Rules.FullHp, 0), (ship.Name, ship.Alive, ship.Hp, ship.Score));
        Assert.InRange(ship.Hue, 0, 359);
        var joined = play.Told("joined").Single();
        Assert.Equal((seat, "Nova"), (joined["seat"].AsInteger(), joined["name"].AsText(16)));
        Assert.Equal(ship.Key, play.Told("spawn").Single()["ship"].AsInteger());
    }

    [Fact]
    public void Ship_wears_the_hue_that_its_player_wishes()
    {
        var play = new Play();
        Assert.Equal(0, play.ShipOf(play.Join("Nova", Payload.Map(("hue", 0)))).Hue);
        Assert.Equal(359, play.ShipOf(play.Join("Rigel", Payload.Map(("hue", 359), ("later", "more")))).Hue);
    }

    [Fact]
    public void Who_comes_back_to_the_ship_may_wish_another_hue()
    {
        var play = new Play();
        var seat = play.Join("Nova", Payload.Map(("hue", 10)));
        play.Away(seat);
        play.Step();
        Assert.Equal(seat, play.Join("Nova", Payload.Map(("hue", 200))));
        Assert.Equal(200, Assert.Single(play.Ships).Hue);
        play.Away(seat);
        play.Step();
        play.Join("Nova");
        Assert.Equal(200, play.ShipOf(seat).Hue);
    }

    [Fact]
    public void Who_wishes_no_hue_gets_one_as_before()
    {
        var plain = new Play();
        var usual = plain.ShipOf(plain.Join("Nova")).Hue;
        Assert.All<Payload>([Payload.Map(), Payload.Map(("hue", Payload.Nil)), 200, "200", Payload.Array(200)], options =>
        {
            var play = new Play();
            Assert.Equal(usual, play.ShipOf(play.Join("Nova", options)).Hue);
        });
    }

    [Fact]
    public void Hue_that_is_none_is_refused_without_a_trace() => Assert.All<Payload>([-1, 360, 42.5, "red", true], hue =>
    {
        var play = new Play(new ArenaOptions { Bots = 8, Crystals = 0 });
        play.Step();
        play.OfferJoin("Nova", Payload.Map(("hue", hue)));
        play.Step();
        Assert.Equal(ErrorCodes.BadPayload, Assert.Single(play.Last.Joins).RefusalCode);
        Assert.Equal((8, 8), (play.Bots, play.Ships.Count));
        Assert.Empty(play.Told("joined"));
    });

    /// <summary>Ships once entered a small world with their noses in the wall.</summary>
    [Fact]
    public void Ships_enter_even_the_smallest_world_inside_its_walls()
    {
        for (var seed = 1UL; seed <= 50; seed++)
        {
            var play = new Play(new ArenaOptions { World = 256, Bots = 16 }, seed);
            play.Step();
            foreach (var ship in play.Ships)
            {
                Assert.InRange(ship.X, Rules.ShipRadius, play.World - Rules.ShipRadius);
                Assert.InRange(ship.Y, Rules.ShipRadius, play.World - Rules.ShipRadius);
            }
        }
    }

    [Fact]
    public void Who_leaves_takes_ship_and_shots_along_and_everyone_is_told()
    {
        var play = new Play();
        var seat = play.Join("Nova");
        play.Input(seat, Controls.Fire);
        play.Step();
        Assert.NotEmpty(play.Shots);

        play.Leave(seat);
        play.Step();

        Assert.Empty(play.Ships);
        Assert.Empty(play.Shots);
        var left = play.Told("left").Single();
        Assert.Equal((seat, "Nova"), (left["seat"].AsInteger(), left["name"].AsText(16)));
    }

    [Fact]
    public void An_input_stays_in_force_until_the_next()
    {
        var play = new Play();
        var seat = play.Join("Nova");
        play.Input(seat, Controls.Thrust);
        play.Step(5);
        Assert.True(play.ShipOf(seat).Thrust);

        play.Input(seat, 0);
        play.Step();

        Assert.False(play.ShipOf(seat).Thrust);
    }

    [Fact]
    public void An_input_is_forgotten_when_no_other_follows_for_half_a_second()
    {
        var play = new Play();
        var seat = play.Join("Nova");

        play.Input(seat, Controls.Thrust);
        play.Step(Rules.InputTicks);
        Assert.True(play.ShipOf(seat).Thrust);
        play.Step();

        Assert.False(play.ShipOf(seat).Thrust);
    }

    [Fact]
    public void The_ship_of_a_player_who_is_away_stops_acting_but_stays()
    {
        var play = new Play();
        var seat = play.Join("Nova");
        play.Input(seat, Controls.Thrust | Controls.Fire, 200);
        play.Step(2);
        var before = play.ShipOf(seat);
        Assert.True(before.Thrust);

        play.Away(seat);
        play.Step();

        Assert.False(before.Thrust);
        var (angle, shots) = (before.Angle, play.Shots.Count);
        play.Step(Rules.FireCooldown * 2);
        Assert.Equal((angle, shots), (before.Angle, play.Shots.Count));
        Assert.Same(before, play.ShipOf(seat));
    }

    [Fact]
    public void Who_comes_back_in_time_has_the_same_ship()
    {
        var play = new Play();
        var seat = play.Join("Nova");
        var ship = play.ShipOf(seat);
        ship.Score = 50;
        play.Away(seat);
        play.Step(100);

        Assert.Equal(seat, play.Join("Nova"));

        Assert.Same(ship, play.ShipOf(seat));
        Assert.Equal(50, ship.Score);
        play.Input(seat, Controls.Thrust);
        play.Step();
        Assert.True(ship.Thrust);
    }

    [Fact]
    public void Who_stays_away_too_long_loses_the_ship()
    {
        var play = new Play(new ArenaOptions { Bots = 0, Crystals = 0, Grace = TimeSpan.FromSeconds(2) });
        var seat = play.Join("Nova");

        play.Away(seat);
        play.Step(61);

        Assert.Empty(play.Ships);
        Assert.Single(play.Told("left"));
    }

    public static TheoryData<Payload> BadInputs => new(
        Payload.Nil,
        true,
        1,
        "fire",
        Payload.Array(),
        Payload.Array(1),
        Payload.Array(1, 2, 3, 4),
        Payload.Array(1, 2, Payload.Nil),
        Payload.Array(1, 2, 3.5),
        Payload.Array(1, 2, "3"),
        Payload.Array(1, 2, Payload.Array()),
        Payload.Array(32, 0),
        Payload.Array(-1, 0),
        Payload.Array(1, 1024),
        Payload.Array(1, -2),
        Payload.Array(1.0, 0),
        Payload.Array(1L << 40, 0),
        Payload.Array("1", 0),
        Payload.Array(Payload.Nil, 0),
        Payload.Array(1, Payload.Array(1)),
        Payload.Map(("buttons", 1), ("aim", 0)));

    [Theory]
    [MemberData(nameof(BadInputs), DisableDiscoveryEnumeration = true)]
    public void A_bad_input_is_ignored_and_the_one_before_stays_in_force(Payload bad)
    {
        var play = new Play();
        var seat = play.Join("Nova");
        play.Input(seat, Controls.Thrust, 0);
        play.Step();

        play.Input(seat, bad);
        play.Step();

        Assert.True(play.ShipOf(seat).Thrust);
        Assert.Null(play.Last.CloseSentence);
    }
}
