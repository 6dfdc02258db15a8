namespace Games.Arena.Tests;

public sealed class SmallWorldTests
{
    [Fact]
    public void Wrecks_come_back_inside_the_walls_of_even_the_smallest_world()
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var play = new Play(new ArenaOptions { Seats = 1, Bots = 8, World = 256 }, seed);
            for (var tick = 0; tick < 2000; tick++)
            {
                play.Step();
                Assert.All(play.Ships, ship =>
                {
                    Assert.InRange(ship.X, Rules.ShipRadius, play.World - Rules.ShipRadius);
                    Assert.InRange(ship.Y, Rules.ShipRadius, play.World - Rules.ShipRadius);
                });
            }
        }
    }
}
