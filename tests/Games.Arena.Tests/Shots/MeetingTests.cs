using CsCheck;

namespace Games.Arena.Tests;

public sealed class MeetingTests
{
    private static readonly Gen<(int X, int Y)> velocity = Gen.Select(Gen.Int[-120, 120], Gen.Int[-120, 120]);

    [Fact]
    public void A_shot_hits_a_flying_ship_exactly_if_their_ways_within_a_tick_come_near_enough() =>
        Gen.Select(Gen.Int[0, 1023], Gen.Int[1, 35], Gen.Int[-60, 60], velocity, velocity).Sample(
            (angle, meeting, aside, by, of) =>
            {
                var play = new Play();
                var (shooter, target) = (play.Join("Nova"), play.Join("Rigel"));
                play.Step(Rules.ProtectionTicks);
                var ship = play.Put(shooter, 2000, 2000, angle);
                ship.Flight = ship.Flight with { Vx = by.X, Vy = by.Y };
                play.Input(shooter, Controls.Fire, angle);
                play.Step();
                play.Input(shooter, 0);
                var shot = play.Shots.Single();
                var (x, y) = (shot.X + shot.Vx * meeting - of.X * meeting, shot.Y + shot.Vy * meeting - of.Y * meeting);
                var prey = play.ShipOf(target);
                prey.Flight = new FlightState(x + aside * Rules.Unit, y - aside * Rules.Unit, of.X, of.Y, 0);

                for (var age = 1; age <= Rules.ShotTtl; age++)
                {
                    var before = prey.Flight;
                    play.Step();
                    var (startX, startY) = (shot.X + shot.Vx * (age - 1) - before.X, shot.Y + shot.Vy * (age - 1) - before.Y);
                    var (endX, endY) = (shot.X + shot.Vx * age - prey.X, shot.Y + shot.Vy * age - prey.Y);
                    var near = Nearest(startX, startY, endX - startX, endY - startY);
                    if (Math.Abs(near - Rules.ShipRadius) < 0.01)
                    {
                        return;
                    }

                    Assert.Equal(near < Rules.ShipRadius ? Rules.FullHp - Rules.Damage : Rules.FullHp, prey.Hp);
                    if (near < Rules.ShipRadius)
                    {
                        return;
                    }
                }
            },
            iter: 500);

    private static double Nearest(double x, double y, double dx, double dy)
    {
        var part = Math.Clamp(-(x * dx + y * dy) / (dx * dx + dy * dy), 0, 1);
        return Math.Sqrt(Math.Pow(x + dx * part, 2) + Math.Pow(y + dy * part, 2));
    }
}
