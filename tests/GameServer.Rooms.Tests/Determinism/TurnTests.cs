using CsCheck;

namespace GameServer.Rooms.Tests.Determinism;

public sealed class TurnTests
{
    private static readonly Gen<int> angle = Gen.Int;

    [Fact]
    public void The_table_is_the_one_that_other_clients_have()
    {
        // FNV-1a over all 1,024 sines as 16-bit little-endian numbers, computed apart from this code.
        var hash = 0xcbf29ce484222325UL;
        for (var angle = 0; angle < Turn.Steps; angle++)
        {
            var sine = (ushort)Turn.Sin(angle);
            hash = unchecked((hash ^ (byte)sine) * 0x100000001b3UL);
            hash = unchecked((hash ^ (byte)(sine >> 8)) * 0x100000001b3UL);
        }

        Assert.Equal(0x985a7572bfb24045UL, hash);
    }

    [Fact]
    public void Sines_are_those_of_real_angles_to_half_a_unit()
    {
        for (var angle = 0; angle < Turn.Steps; angle++)
        {
            Assert.Equal(Turn.One * Math.Sin(angle * 2 * Math.PI / Turn.Steps), Turn.Sin(angle), 0.5001);
        }
    }

    [Fact]
    public void Sine_and_cosine_are_symmetric_for_any_angle()
    {
        angle.Sample(angle =>
        {
            Assert.Equal(-Turn.Sin(angle), Turn.Sin(unchecked(-angle)));
            Assert.Equal(Turn.Cos(angle), Turn.Cos(unchecked(-angle)));
            Assert.Equal(-Turn.Sin(angle), Turn.Sin(unchecked(angle + Turn.Steps / 2)));
            Assert.Equal(Turn.Sin(angle), Turn.Sin(unchecked(angle + Turn.Steps)));
            Assert.Equal(Turn.Sin(Turn.Steps / 4 - (angle & 1023)), Turn.Cos(angle));
        });
    }

    [Fact]
    public void The_direction_of_a_unit_vector_is_its_angle()
    {
        for (var angle = 0; angle < Turn.Steps; angle++)
        {
            Assert.InRange(Turn.Difference(angle, Turn.Of(Turn.Cos(angle), Turn.Sin(angle))), -1, 1);
        }
    }

    [Fact]
    public void The_direction_of_any_vector_is_exact_to_one_step()
    {
        const long Far = 1L << 40;
        Gen.Select(Gen.OneOf(Gen.Long[-9, 9], Gen.Long[-Far, Far]), Gen.OneOf(Gen.Long[-9, 9], Gen.Long[-Far, Far])).Sample((x, y) =>
        {
            var found = Turn.Of(x, y);
            Assert.InRange(found, 0, Turn.Steps - 1);
            var real = Math.Atan2(y, x) * Turn.Steps / (2 * Math.PI);
            var off = Math.IEEERemainder(found - real, Turn.Steps);
            Assert.InRange(off, -1.01, 1.01);
        });
        Assert.Equal(0, Turn.Of(0, 0));
        Assert.Equal([0, 256, 512, 768], [Turn.Of(5, 0), Turn.Of(0, 5), Turn.Of(-5, 0), Turn.Of(0, -5)]);
    }

    [Fact]
    public void The_shortest_way_between_two_angles_leads_from_one_to_the_other()
    {
        Gen.Select(angle, angle).Sample((from, to) =>
        {
            var way = Turn.Difference(from, to);
            Assert.InRange(way, -512, 511);
            Assert.Equal(to & 1023, unchecked(from + way) & 1023);
        });
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(long.MaxValue, 3037000499)]
    [InlineData(3037000499L * 3037000499L, 3037000499)]
    [InlineData(3037000499L * 3037000499L - 1, 3037000498)]
    public void The_square_root_is_rounded_down(long value, long root) => Assert.Equal(root, Turn.SquareRoot(value));

    [Fact]
    public void The_square_root_is_exact_everywhere()
    {
        Gen.OneOf(Gen.Long[0, long.MaxValue], Gen.Long[0, 3037000499].Select(Gen.Long[-1, 1], (root, d) => Math.Max(0, root * root + d)))
            .Sample(value =>
            {
                Int128 root = Turn.SquareRoot(value);
                Assert.True(root * root <= value && (root + 1) * (root + 1) > value);
            });
        Assert.Throws<ArgumentOutOfRangeException>(() => Turn.SquareRoot(-1));
    }
}
