using CsCheck;

namespace GameServer.Rooms.Tests.Determinism;

public sealed class ChanceTests
{
    // Computed apart from this code, from the definition of PCG-XSH-RR.
    [Theory]
    [InlineData(42UL, new uint[] { 3270867926, 1795671209, 1924641435, 1143034755, 4121910957, 1757328946 })]
    [InlineData(0UL, new uint[] { 3894649422, 2055130073 })]
    [InlineData(ulong.MaxValue, new uint[] { 3643879478, 3444271506 })]
    public void The_first_draws_of_a_seed_are_the_same_on_every_machine(ulong seed, uint[] expected)
    {
        var chance = new Chance(seed);
        Assert.Equal(expected, expected.Select(_ => chance.NextBits()));
    }

    [Fact]
    public void A_die_shows_what_it_always_showed()
    {
        var chance = new Chance(42);
        Assert.Equal([4, 2, 2, 1, 5, 2], Enumerable.Range(0, 6).Select(_ => chance.Next(6)));
    }

    [Fact]
    public void Draws_lie_within_their_bounds()
    {
        Gen.Select(Gen.ULong, Gen.Int[int.MinValue, int.MaxValue - 1], Gen.Int[1, int.MaxValue]).Sample((seed, min, size) =>
        {
            var chance = new Chance(seed);
            Assert.InRange(chance.Next(size), 0, size - 1);
            var max = (int)Math.Min(int.MaxValue, (long)min + size);
            Assert.InRange(chance.Next(min, max), min, max - 1);
            Assert.Equal(0, chance.Next(1));
        });
    }

    [Fact]
    public void Every_side_of_a_die_comes_about_equally_often()
    {
        var chance = new Chance(7);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
        {
            counts[chance.Next(6)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Bounds_that_hold_no_number_are_refused()
    {
        var chance = new Chance(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => chance.Next(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => chance.Next(5, 5));
        Assert.ThrowsAny<ArithmeticException>(() => chance.Next(int.MinValue, int.MaxValue));
    }
}
