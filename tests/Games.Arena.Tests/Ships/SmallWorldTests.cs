namespace Games.Arena.Tests;

public sealed class SmallWorldTests
{
    [Fact]
    public void Ships_enter_the_smallest_world_inside_its_walls()
    {
        for (var seed = 1UL; seed <= 200; seed++)
        {
            var play = new Play(new ArenaOptions { Seats = 1, Bots = 8, World = 256 }, seed);
            play.Step();
            Assert.All(play.Ships, ship =>
            {
                Assert.InRange(ship.X, Rules.ShipRadius, play.World - Rules.ShipRadius);
                Assert.InRange(ship.Y, Rules.ShipRadius, play.World - Rules.ShipRadius);
            });
        }
    }
}
