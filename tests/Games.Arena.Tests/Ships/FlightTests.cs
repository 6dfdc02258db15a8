using System.Buffers.Binary;
using System.IO.Hashing;
using CsCheck;
using GameServer.Rooms;

namespace Games.Arena.Tests;

public sealed class FlightTests
{
    private const int World = 4096 * Rules.Unit;

    private static readonly FlightState resting = new(World / 2, World / 2, 0, 0, 0);

    [Fact]
    public void Thrust_drives_a_ship_where_its_nose_points()
    {
        foreach (var (angle, x, y) in new[] { (0, 1, 0), (256, 0, 1), (512, -1, 0), (768, 0, -1) })
        {
            var ship = Fly(resting with { Angle = angle }, new Controls(Controls.Thrust, Controls.NoAim), 10);

            Assert.Equal((x, y), (Sign(ship.Vx), Sign(ship.Vy)));
            Assert.Equal((x, y), (Sign(ship.X - World / 2), Sign(ship.Y - World / 2)));
        }
    }

    [Fact]
    public void A_ship_reaches_its_top_speed_within_a_second_and_no_more()
    {
        for (var angle = 0; angle < Turn.Steps; angle++)
        {
            var ship = Fly(resting with { Angle = angle }, new Controls(Controls.Thrust, angle), 30);

            Assert.InRange(Speed(ship), Flight.TopSpeed - 4, Flight.TopSpeed + 1);
        }
    }

    [Fact]
    public void A_ship_at_top_speed_flies_where_it_points()
    {
        for (var angle = 0; angle < Turn.Steps; angle++)
        {
            var ship = Fly(resting with { Angle = angle }, new Controls(Controls.Thrust, angle), 60);

            Assert.InRange(Turn.Difference(angle, Turn.Of(ship.Vx, ship.Vy)), -12, 12);
        }
    }

    [Fact]
    public void The_brake_brings_a_ship_to_a_full_stop()
    {
        var fast = Fly(resting with { Angle = 100 }, new Controls(Controls.Thrust, 100), 40);

        var ship = Fly(fast, new Controls(Controls.Brake, Controls.NoAim), 60);

        Assert.Equal((0, 0), (ship.Vx, ship.Vy));
    }

    [Fact]
    public void Without_thrust_a_ship_glides_and_slows()
    {
        var fast = Fly(resting, new Controls(Controls.Thrust, 0), 40);

        var ship = Fly(fast, Controls.None, 30);

        Assert.InRange(ship.Vx, Flight.TopSpeed / 2, Flight.TopSpeed * 3 / 4);
    }

    [Fact]
    public void The_keys_turn_a_ship_left_and_right()
    {
        Assert.Equal(Flight.TurnRate, Fly(resting, new Controls(Controls.Right, Controls.NoAim), 1).Angle);
        Assert.Equal(Turn.Steps - Flight.TurnRate, Fly(resting, new Controls(Controls.Left, Controls.NoAim), 1).Angle);
        Assert.Equal(0, Fly(resting, new Controls(Controls.Left | Controls.Right, Controls.NoAim), 1).Angle);
    }

    [Fact]
    public void A_ship_turns_to_its_aim_by_the_shorter_way_and_no_faster_than_it_can() =>
        Gen.Select(Gen.Int[0, 1023], Gen.Int[0, 1023]).Sample((from, aim) =>
        {
            var angle = from;
            for (var left = Abs(Turn.Difference(from, aim)); left > 0;)
            {
                var next = Fly(resting with { Angle = angle }, new Controls(0, aim), 1).Angle;
                Assert.InRange(Abs(Turn.Difference(angle, next)), 1, Flight.TurnRate);
                Assert.True(Abs(Turn.Difference(next, aim)) < left);
                (angle, left) = (next, Abs(Turn.Difference(next, aim)));
            }

            Assert.Equal(aim, angle);
        });

    [Fact]
    public void A_wall_throws_a_ship_back_softly()
    {
        var near = resting with { X = World - Rules.ShipRadius - 50, Vx = 160, Vy = 32 };

        var ship = Fly(near, Controls.None, 1);

        Assert.Equal(World - Rules.ShipRadius, ship.X);
        Assert.InRange(ship.Vx, -160 * 3 / 4, -160 / 2);
        Assert.Equal(32, ship.Vy);
    }

    [Fact]
    public void Whatever_a_pilot_does_the_ship_stays_in_the_world_and_below_its_top_speed() =>
        Gen.Select(Gen.Int[0, 31], Gen.Int[-1, 1023]).Array[1, 300].Sample(inputs =>
        {
            var ship = resting with { X = Rules.ShipRadius + 3000 };
            foreach (var (buttons, aim) in inputs)
            {
                ship = Fly(ship, new Controls(buttons, aim), 3);
                Assert.InRange(ship.X, Rules.ShipRadius, World - Rules.ShipRadius);
                Assert.InRange(ship.Y, Rules.ShipRadius, World - Rules.ShipRadius);
                Assert.InRange(ship.Angle, 0, Turn.Steps - 1);
                Assert.True(Speed(ship) <= Flight.TopSpeed + 1);
            }
        });

    /// <summary>
    /// The web client flies by the same rules. When this hash changes, the rules have: raise the game's version, and make its
    /// vectors anew.
    /// </summary>
    [Fact]
    public void The_rules_of_flight_are_the_recorded_ones()
    {
        var chance = new Chance(20_260_101);
        var hash = new XxHash3();
        Span<byte> bytes = stackalloc byte[5 * sizeof(int)];
        var ship = resting with { X = 3000, Y = World - 3000, Angle = 300 };
        for (var i = 0; i < 200; i++)
        {
            ship = Fly(ship, new Controls(chance.Next(32), chance.Next(-1, Turn.Steps)), 1);
            var (x, y, vx, vy, angle) = ship;
            ReadOnlySpan<int> values = [x, y, vx, vy, angle];
            for (var v = 0; v < values.Length; v++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes[(v * sizeof(int))..], values[v]);
            }

            hash.Append(bytes);
        }

        Assert.Equal("332ba56832aabdb9", hash.GetCurrentHashAsUInt64().ToString("x16", null));
    }

    private static FlightState Fly(FlightState ship, Controls controls, int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            ship = Flight.Step(ship, controls, World);
        }

        return ship;
    }

    private static double Speed(FlightState ship) => Math.Sqrt((double)ship.Vx * ship.Vx + (double)ship.Vy * ship.Vy);

    private static int Sign(int value) => Math.Sign(value);

    private static int Abs(int value) => Math.Abs(value);
}
