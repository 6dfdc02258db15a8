using System.Diagnostics;
using Xunit.Abstractions;

namespace GameServer.Chaos;

/// <summary>A node that carries many rooms dies: all of them are recovered at once, by those who carry as many.</summary>
[Collection(nameof(Alone))]
public sealed class ManyRoomsTests(ITestOutputHelper output)
{
    private const int Rooms = 300;
    private const int Victim = 0;

    // It is the nodes that have much to do here.
    private const int StatesASecond = 5;

    [SkippableFact]
    public async Task All_rooms_of_a_node_that_dies_go_on_at_others()
    {
        ChaosTests.SkipUnlessLong();
        await using var nodes = new Nodes(3);
        await Task.WhenAll(nodes.StartAsync(0), nodes.StartAsync(1), nodes.StartAsync(2));
        await nodes.BecomeOneClusterAsync(0, 1, 2);
        var players = new List<ChaosPlayer>();
        try
        {
            for (var i = 0; i < Rooms; i++)
            {
                var first = 1 + (i % 2);
                players.Add(await ChaosPlayer.JoinAsync($"{i}", [nodes.AddressOf(first), nodes.AddressOf(3 - first)], rate: StatesASecond));
            }

            ChaosPlayer[] there = [.. players.Where(player => nodes.HomeOf(player.RoomId) == Victim)];
            players.ForEach(player => player.TakePause());
            await nodes[Victim].KillAsync();
            var killed = Stopwatch.GetTimestamp();
            await nodes.UntilAsync(
                () => there.All(player => nodes.HomeOf(player.RoomId) is { } now && now != Victim && player.HasHeardSince(killed)),
                "all rooms of the node to go on elsewhere");

            TimeSpan[] pauses = [.. there.Select(player => player.TakePause())];
            TimeSpan[] others = [.. players.Except(there).Select(player => player.TakePause())];
            output.WriteLine(
                $"{there.Length} of {Rooms} rooms were on the node; their pauses, p50 / p95 / max: {FaultTable.Spread(pauses)}; those of other rooms: {FaultTable.Spread(others)}");
            Assert.NotEmpty(there);
            Assert.DoesNotContain(players, player => player.Ending is not null);
        }
        finally
        {
            foreach (var player in players)
            {
                await player.DisposeAsync();
            }
        }
    }
}
