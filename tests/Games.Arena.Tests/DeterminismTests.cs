using CsCheck;

namespace Games.Arena.Tests;

public sealed class DeterminismTests
{
    private const int Ticks = 500;

    [Fact]
    public void A_checkpoint_and_the_records_since_give_the_same_state() =>
        Gen.Select(Gen.Int, Gen.Int[0, Ticks]).Sample(
            (seed, checkpointAt) =>
            {
                var random = new RandomPlay(seed);
                var play = random.Play;
                var (checkpoint, before) = (play.Machine.Save(), 0);
                for (var tick = 1; tick <= Ticks; tick++)
                {
                    random.Tick();
                    if (tick == checkpointAt)
                    {
                        (checkpoint, before) = (play.Machine.Save().ToArray(), play.Records.Count);
                    }
                }

                var recovered = Play.Recover(random.Options, checkpoint, play.Records.Skip(before));
                while (recovered.Tick < play.Machine.Tick)
                {
                    recovered.Step();
                }

                Assert.Equal(play.Machine.Hash(), recovered.Hash());
            },
            iter: 60);

    [Fact]
    public void The_same_seed_gives_the_same_game() =>
        Gen.Int.Sample(
            seed =>
            {
                var (one, other) = (new RandomPlay(seed), new RandomPlay(seed));
                for (var tick = 0; tick < Ticks; tick++)
                {
                    one.Tick();
                    other.Tick();
                }

                Assert.Equal(one.Play.Machine.Hash(), other.Play.Machine.Hash());
            },
            iter: 10);

    [Fact]
    public void Whatever_people_do_the_arena_stays_sound() => Gen.Int.Sample(PlaySoundly, iter: 60);

    /// <summary>A ship entered a small world with its nose in the wall.</summary>
    [Theory]
    [InlineData(-6979)]
    public void What_broke_the_arena_once_does_so_no_more(int seed) => PlaySoundly(seed);

    private static void PlaySoundly(int seed)
    {
        var random = new RandomPlay(seed);
        for (var tick = 0; tick < Ticks; tick++)
        {
            random.Tick();
            CheckSound(random.Play, random.Options);
        }
    }

    private static void CheckSound(Play play, ArenaOptions options)
    {
        var (ships, tick) = (play.Ships, play.Machine.Tick);
        var people = play.Machine.OccupiedSeats.Count;
        Assert.Equal(Math.Max(people, options.Bots), ships.Count);
        Assert.Equal(play.Machine.OccupiedSeats.Select(seat => seat.Index), ships.Where(s => !s.IsBot).Select(s => s.Seat).Order());
        foreach (var ship in ships)
        {
            Assert.InRange(ship.X, Rules.ShipRadius, play.World - Rules.ShipRadius);
            Assert.InRange(ship.Y, Rules.ShipRadius, play.World - Rules.ShipRadius);
            Assert.InRange(ship.Angle, 0, 1023);
            Assert.InRange(ship.Hue, 0, 359);
            Assert.InRange(ship.Hp, 0, Rules.FullHp);
            Assert.Equal(ship.Alive, ship.Hp > 0);
            Assert.Equal(ship.Alive, ship.Respawn == 0);
            Assert.True(ship.Alive || ship.Respawn > tick);
            Assert.Equal(ship.Score, ship.Kills * Rules.KillScore);
            Assert.False(ship.Thrust && !ship.Alive);
            Assert.True(ship.Vx * ship.Vx + ship.Vy * ship.Vy <= (Flight.TopSpeed + 1) * (Flight.TopSpeed + 1));
        }

        Assert.True(play.Shots.Count <= ships.Count * (Rules.ShotTtl / Rules.FireCooldown + 1));
        foreach (var shot in play.Shots)
        {
            var age = tick - shot.Born;
            Assert.InRange(age, 0, shot.Ttl - 1);
            Assert.InRange(shot.X + shot.Vx * age, 0, play.World);
            Assert.InRange(shot.Y + shot.Vy * age, 0, play.World);
            Assert.Contains(ships, ship => ship.Key == shot.Owner);
        }
    }
}
