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
    public void Whatever_people_do_the_arena_stays_sound() =>
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomPlay(seed);
                for (var tick = 0; tick < Ticks; tick++)
                {
                    random.Tick();
                    Soundness.Check(random.Play, random.Options);
                }
            },
            iter: 60);
}
