using CsCheck;

namespace Games.Arena.Tests;

public sealed class SweepTests
{
    private static readonly Gen<(int X, int Y, int Dx, int Dy, int Radius)> ways =
        Gen.Select(Gen.Int[-2000, 2000], Gen.Int[-2000, 2000], Gen.Int[-900, 900], Gen.Int[-900, 900], Gen.Int[1, 500]);

    [Fact]
    public void A_point_meets_a_circle_exactly_if_its_way_comes_near_enough() =>
        ways.Sample(
            way =>
            {
                var (x, y, dx, dy, radius) = way;

                var entry = Sweep.Entry(x, y, dx, dy, radius);

                Assert.Equal(ComesNear(x, y, dx, dy, radius), entry != Sweep.Never);
            },
            iter: 20_000);

    [Fact]
    public void It_meets_the_circle_at_its_edge() =>
        ways.Sample(
            way =>
            {
                var (x, y, dx, dy, radius) = way;
                var entry = Sweep.Entry(x, y, dx, dy, radius);
                if (entry is Sweep.Never or Sweep.AtOnce)
                {
                    return;
                }

                var part = entry / (double)Sweep.One;
                var distance = Math.Sqrt(Math.Pow(x + dx * part, 2) + Math.Pow(y + dy * part, 2));

                // A time is rounded down to 1/1024 of a way of at most 1,273, so a place is up to 1.3 early, and a root by one.
                Assert.InRange(distance, radius - 1.0, radius + 3.0);
            },
            iter: 20_000);

    [Fact]
    public void A_point_that_starts_inside_meets_it_at_once() => Assert.Equal(Sweep.AtOnce, Sweep.Entry(3, 4, 900, 0, 5));

    [Fact]
    public void A_point_that_does_not_move_meets_nothing_outside() => Assert.Equal(Sweep.Never, Sweep.Entry(3, 5, 0, 0, 5));

    [Fact]
    public void A_fast_point_does_not_pass_through_a_small_circle() =>
        Assert.InRange(Sweep.Entry(-2000, 0, 4000, 0, 1), 511, 512);

    // Another way to say it, in exact fractions: the distance of the origin from the segment.
    private static bool ComesNear(Int128 x, Int128 y, Int128 dx, Int128 dy, Int128 radius)
    {
        var (length, along) = (dx * dx + dy * dy, -(x * dx + y * dy));
        if (along <= 0)
        {
            return x * x + y * y <= radius * radius;
        }

        if (along >= length)
        {
            return (x + dx) * (x + dx) + (y + dy) * (y + dy) <= radius * radius;
        }

        var cross = x * dy - y * dx;
        return cross * cross <= radius * radius * length;
    }
}
