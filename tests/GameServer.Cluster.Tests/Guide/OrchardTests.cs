using GameServer.Protocol;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Guide;

public sealed class OrchardTests : GameTestKit
{
    [Fact]
    public void Ten_minutes_of_eight_wanderers_on_bad_networks()
    {
        var orchard = Simulate(() => new OrchardGame(), new SimulationOptions
        {
            Seed = 7,
            Players = 8,
            Verifying = 8,
            CutsPerMinute = 2,
            StallsPerMinute = 2,
            Input = (_, _, chance) => Payload.Array(chance.Next(-1, 2), chance.Next(-1, 2)),
            Command = (_, _, chance) => chance.Next(50) == 0 ? ("hide", Payload.Map(("apples", 1))) : null,
        });
        var picked = 0;
        orchard.Players[0].OnEvent = told => picked += told.Name == "picked" ? 1 : 0;

        orchard.Invariant(room => Assert.InRange(room.OccupiedSeats.Count, 0, 8));
        orchard.Run(TimeSpan.FromMinutes(10));

        orchard.CheckCopies();
        orchard.CheckReplay(TimeSpan.FromMinutes(1));
        Assert.InRange(picked, 1, 1000);
    }
}
