using GameServer.Protocol;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Simulations;

public sealed class SimulationTests : GameTestKit
{
    private static readonly SimulationOptions Lively = new()
    {
        Players = 4,
        Verifying = 4,
        CutsPerMinute = 6,
        StallsPerMinute = 6,
        Input = (_, _, chance) => chance.Next(3) == 0 ? chance.Next(-5, 6) : null,
        Command = (player, _, chance) => chance.Next(10) switch
        {
            0 => ("add", chance.Next(10)),
            1 => ("say", $"hello from {player.Number}"),
            2 => ("whisper", Payload.Map(("to", chance.Next(4)), ("text", "psst"))),
            3 => ("roll", Payload.Nil),
            _ => null,
        },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Players_that_come_and_go_lose_nothing_and_hold_the_rooms_state(ulong seed)
    {
        var simulation = Simulate(() => new CounterGame(), Lively with { Seed = seed });
        for (var minute = 0; minute < 5; minute++)
        {
            simulation.Run(TimeSpan.FromMinutes(1));
            simulation.CheckCopies();
            simulation.CheckReplay(TimeSpan.FromSeconds(10));
        }

        Assert.All(simulation.Players, player => Assert.Equal(0, player.Resyncs));
        Assert.All(simulation.Players, player => Assert.True(player.Answers > 100, $"{player.Answers} answers"));
    }
}
