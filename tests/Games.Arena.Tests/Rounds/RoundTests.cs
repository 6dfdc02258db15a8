using GameServer.Rooms;

namespace Games.Arena.Tests;

public sealed class RoundTests
{
    private static readonly ArenaOptions options = new()
    {
        Bots = 0,
        Crystals = 10,
        Round = TimeSpan.FromSeconds(20),
        Podium = TimeSpan.FromSeconds(4),
    };

    [Fact]
    public void A_room_begins_with_a_round_of_three_minutes()
    {
        var play = new Play(new ArenaOptions());

        play.Step();

        var round = play.Game.Round;
        Assert.Equal((1, false, 3 * 60 * 30, 4096), (round.Number, round.IsPodium, round.Ends, round.World));
        Assert.Equal((0, 0, 0), (round.First, round.Second, round.Third));
        Assert.Equal(28, play.Crystals.Count);
    }

    [Fact]
    public void After_a_round_comes_a_podium_and_then_the_next_round()
    {
        var play = new Play(options);
        var round = play.Game.Round;

        RunTo(play, 599);
        Assert.False(round.IsPodium);
        play.Step();
        Assert.Equal((1, true, 720), (round.Number, round.IsPodium, round.Ends));
        Assert.Single(play.Told("podium"));

        RunTo(play, 719);
        Assert.True(round.IsPodium);
        play.Step();
        Assert.Equal((2, false, 1320), (round.Number, round.IsPodium, round.Ends));
        Assert.Equal(2, play.Told("round").Single()["number"].AsInteger());
    }

    [Fact]
    public void The_podium_has_the_three_who_scored_most()
    {
        var play = new Play(options);
        var seats = new[] { "Nova", "Rigel", "Vega", "Mizar", "Sadr" }.Select(name => play.Join(name)).ToArray();
        var ships = seats.Select(play.ShipOf).ToArray();
        (ships[1].Score, ships[2].Score, ships[3].Score, ships[4].Score) = (12, 40, 40, 7);
        ships[3].Kills = 4;

        RunTo(play, 600);

        var round = play.Game.Round;
        Assert.Equal((ships[3].Key, ships[2].Key, ships[1].Key), (round.First, round.Second, round.Third));
        var told = play.Told("podium").Single();
        Assert.Equal(
            (ships[3].Key, ships[2].Key, ships[1].Key),
            (told["first"].AsInteger(), told["second"].AsInteger(), told["third"].AsInteger()));
        Assert.Equal(
            [(ships[3].Key, "Mizar", 40), (ships[2].Key, "Vega", 40), (ships[1].Key, "Rigel", 12)],
            Enumerable.Range(0, told["places"].Count)
                .Select(i => told["places"][i])
                .Select(place => (place["ship"].AsInteger(), place["name"].AsText(16), (int)place["score"].AsInteger())));
    }

    [Fact]
    public void The_leaderboard_is_told_what_people_scored()
    {
        var play = new Play(options with { Bots = 4, Leaderboard = "board.arena" });
        var (nova, rigel) = (play.ShipOf(play.Join("Nova")), play.ShipOf(play.Join("Rigel")));
        play.Join("Vega");
        RunTo(play, 599);
        Assert.Empty(play.Machine.Letters);
        foreach (var ship in play.Ships)
        {
            ship.Score = ship.IsBot ? 5 : 0;
        }

        (nova.Score, rigel.Score) = (3, 40);
        play.Step();

        var letter = Assert.Single(play.Machine.Letters);
        Assert.Equal(("board.arena", "results", 2), (letter.To, letter.Name, letter.Payload.Count));
        Assert.Equal(
            [("player-Nova", "Nova", 3L, false), ("player-Rigel", "Rigel", 40L, true)],
            Enumerable.Range(0, 2).Select(i => letter.Payload[i]).Select(result =>
                (result[0].AsText(64), result[1].AsText(16), result[2].AsInteger(), result[3].AsBoolean())));
    }

    [Fact]
    public void Everyone_who_is_there_at_the_end_of_a_round_is_told_what_came_of_it_in_a_room_of_their_own()
    {
        var play = new Play(options with { Bots = 4, Leaderboard = "board.arena", Records = "pilot" });
        var (novasId, rigelsId) = (new string('1', 32), new string('2', 32));
        var nova = play.ShipOf(play.Join("Nova", playerId: novasId));
        var rigel = play.ShipOf(play.Join("Rigel", playerId: rigelsId));
        play.Join("Nobody's");
        RunTo(play, 599);
        foreach (var ship in play.Ships)
        {
            ship.Score = 0;
        }

        (nova.Score, nova.Kills, nova.Deaths) = (40, 3, 1);
        (rigel.Kills, rigel.Deaths) = (0, 2);
        play.Step();

        Assert.Equal(
            ["board.arena results", $"pilot.{novasId} flown 40 3 1 True", $"pilot.{rigelsId} flown 0 0 2 False"],
            play.Machine.Letters.Select(letter => letter.Name == "results" ? $"{letter.To} results" : Read(letter)));

        static string Read(Letter letter)
        {
            var flown = letter.Payload;
            var (score, kills, deaths) = (flown["score"].AsInteger(), flown["kills"].AsInteger(), flown["deaths"].AsInteger());
            return $"{letter.To} {letter.Name} {score} {kills} {deaths} {flown["won"].AsBoolean()}";
        }
    }

    [Fact]
    public void Records_that_cannot_be_reached_leave_the_leaderboard_half_of_the_mail()
    {
        var play = new Play(options with
        {
            Seats = 64,
            Round = TimeSpan.FromSeconds(5),
            Podium = TimeSpan.FromSeconds(1),
            Leaderboard = "board.arena",
            Records = "pilot",
        });
        for (var i = 0; i < 64; i++)
        {
            play.Join($"Pilot {i}", playerId: $"{i:x32}");
        }

        for (var round = 1; round <= 5; round++)
        {
            RunTo(play, play.Game.Round.Ends - 1);
            foreach (var ship in play.Ships)
            {
                ship.Score = 1;
            }

            play.Step();
            Assert.Equal(4 * round, play.Machine.Letters.Count(letter => letter.To == "board.arena"));
            RunTo(play, play.Game.Round.Ends);
        }

        Assert.Equal((RoomContext.MaxMail / 2) - (2 * 4), play.Machine.Letters.Count(letter => letter.Name == "flown"));
    }

    [Fact]
    public void Nobody_stands_on_the_podium_for_nothing()
    {
        var play = new Play(options);
        var seats = new[] { "Nova", "Rigel", "Vega" }.Select(name => play.Join(name)).ToArray();
        play.ShipOf(seats[1]).Score = 5;

        RunTo(play, 600);

        var round = play.Game.Round;
        Assert.Equal((play.ShipOf(seats[1]).Key, 0, 0), (round.First, round.Second, round.Third));
        Assert.Equal(1, play.Told("podium").Single()["places"].Count);
    }

    [Fact]
    public void During_the_podium_ships_drift_and_neither_fire_nor_take_nor_bank()
    {
        var play = new Play(options);
        var (seat, other) = (play.Join("Nova"), play.Join("Rigel"));
        RunTo(play, 590);
        play.Put(seat, 1000, 1000);
        play.Put(other, 1300, 1000);
        play.Input(seat, Controls.Fire);
        play.Step();
        RunTo(play, 599);
        Assert.NotEmpty(play.Shots);

        RunTo(play, 600);
        Assert.Empty(play.Shots);
        var ship = play.Put(seat, 1000, 1000);
        ship.Flight = ship.Flight with { Vx = 80 };
        ship.Cargo = 9;
        var rich = play.ShipOf(other);
        (rich.X, rich.Y, rich.Cargo) = (play.Game.Gate.X, play.Game.Gate.Y, 9);
        for (var i = 0; i < 60; i++)
        {
            play.Lay((ship.X + 10) / Rules.Unit, ship.Y / Rules.Unit, CrystalKind.Crystal, worth: 2);
            play.Input(seat, Controls.Fire | Controls.Thrust | Controls.Right);
            play.Step();
        }

        Assert.True(ship.X > 1000 * Rules.Unit);
        Assert.Equal((1000 * Rules.Unit, 0, false), (ship.Y, ship.Angle, ship.Thrust));
        Assert.Equal((9, 9, 0, 0), (ship.Cargo, rich.Cargo, ship.Score, rich.Score));
        Assert.Empty(play.Shots);
        Assert.Empty(play.Told("took").Concat(play.Told("banked")).Concat(play.Told("hit")));
    }

    [Fact]
    public void A_new_round_takes_everything_back_and_puts_everyone_whole_elsewhere()
    {
        var play = new Play(options);
        var (seat, other) = (play.Join("Nova"), play.Join("Rigel"));
        RunTo(play, 718);
        var (ship, wreck) = (play.ShipOf(seat), play.ShipOf(other));
        (ship.Score, ship.Kills, ship.Deaths, ship.Cargo, ship.Hp, ship.Charge) = (50, 3, 2, 12, 20, 900);
        (wreck.Alive, wreck.Hp, wreck.Respawn, wreck.Deaths) = (false, 0, 790, 1);
        var old = play.Crystals;
        play.Events.Clear();

        play.Step(2);

        foreach (var one in play.Ships)
        {
            Assert.Equal((0, 0, 0, 0), (one.Score, one.Kills, one.Deaths, one.Cargo));
            Assert.Equal((true, Rules.FullHp, 0, 0), (one.Alive, one.Hp, one.Respawn, one.Charge));
            Assert.Equal(720 + Rules.ProtectionTicks, one.Safe);
        }

        Assert.Equal([ship.Key, wreck.Key], play.Told("spawn").Select(told => told["ship"].AsInteger()));
        Assert.Equal(10, play.Crystals.Count);
        Assert.DoesNotContain(play.Crystals, old.Contains);
    }

    [Fact]
    public void A_wreck_comes_back_during_the_podium_too()
    {
        var play = new Play(options);
        var ship = play.ShipOf(play.Join("Nova"));
        RunTo(play, 590);
        (ship.Alive, ship.Hp, ship.Respawn) = (false, 0, 650);

        RunTo(play, 650);

        Assert.True(ship.Alive);
    }

    public static TheoryData<ArenaOptions> BadOptions => new(
        new ArenaOptions { Round = TimeSpan.FromSeconds(4) },
        new ArenaOptions { Round = TimeSpan.FromHours(2) },
        new ArenaOptions { Podium = TimeSpan.Zero },
        new ArenaOptions { Podium = TimeSpan.FromMinutes(2) },
        new ArenaOptions { Crystals = -1 },
        new ArenaOptions { Crystals = 65 });

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Options_out_of_bounds_are_refused(ArenaOptions bad) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArenaGame(bad));

    private static void RunTo(Play play, long tick) => play.Step((int)(tick - play.Machine.Tick));
}
