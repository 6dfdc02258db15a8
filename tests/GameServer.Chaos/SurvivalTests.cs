using Xunit.Abstractions;

namespace GameServer.Chaos;

/// <summary>
/// One room lives through all that befalls the nodes it is on, one thing after another with time to recover between. Its players keep
/// their seats; what they were told stays told, once and in order; what was confirmed to them has happened.
/// </summary>
public sealed class SurvivalTests(ITestOutputHelper output)
{
    private const int Count = 3;

    [Fact]
    public async Task A_room_outlives_its_nodes()
    {
        await using var nodes = new Nodes(Count);
        await Task.WhenAll(Enumerable.Range(0, Count).Select(node => StartAsync(nodes, node)));
        await nodes.AreOneClusterAsync(0, 1, 2);

        var players = new List<ChaosPlayer>();
        for (var node = 0; node < Count; node++)
        {
            // Each begins with another node, and goes to any when that is gone.
            Uri[] order = [.. Enumerable.Range(0, Count).Select(next => nodes.AddressOf((node + next) % Count))];
            players.Add(await ChaosPlayer.JoinAsync($"player {node}", order, players.FirstOrDefault()?.RoomId));
        }

        // What one says before another has joined is not for that one.
        players.ForEach(player => player.Talk());
        output.WriteLine("what befalls the room's node | longest pause of a player");
        await BefallAsync(nodes, players, "SIGTERM", node => nodes[node].StopAsync());
        await BefallAsync(nodes, players, "kill -9", node => nodes[node].KillAsync());
        await BefallAsync(nodes, players, "frozen, and thawed when it was given up", node => FreezeAsync(nodes, node, players[0].RoomId));

        foreach (var player in players)
        {
            await player.HushAsync();
        }

        string[] said = [.. players.SelectMany(player => player.Answered).Order(StringComparer.Ordinal)];
        await nodes.UntilAsync(
            () => Task.FromResult(players.All(player => player.Told.Count >= said.Length)), "all to be told what all have said");
        Assert.All(players, player => Assert.Empty(player.Wrong));
        Assert.All(players, player => Assert.Equal(said, player.Told.Select(told => told.Text).Order(StringComparer.Ordinal)));
        Assert.All(players, player => Assert.Equal(players[0].Told, player.Told));
        output.WriteLine($"{said.Length} sayings were confirmed, and told to each of {players.Count} players once and in order");
        foreach (var player in players)
        {
            await player.DisposeAsync();
        }
    }

    private async Task BefallAsync(Nodes nodes, List<ChaosPlayer> players, string what, Func<int, Task> befall)
    {
        var roomId = players[0].RoomId;
        var home = nodes.HomeOf(roomId) ?? throw new InvalidOperationException("The room is nowhere.");
        await TalksAsync(nodes, players, 2);
        foreach (var player in players)
        {
            player.TakePause();
        }

        await befall(home);
        await nodes.UntilAsync(
            () => Task.FromResult(nodes.HomeOf(roomId) is { } now && now != home), "the room to go on elsewhere");
        await TalksAsync(nodes, players, 2);
        output.WriteLine($"{what} | {string.Join(", ", players.Select(player => $"{player.TakePause().TotalSeconds:0.0} s"))}");

        await StartAsync(nodes, home);
        await nodes.AreOneClusterAsync(0, 1, 2);
        await TalksAsync(nodes, players, 2);
    }

    /// <summary>Frozen for longer than the others have patience; when it wakes it must tell nothing, and end.</summary>
    private static async Task FreezeAsync(Nodes nodes, int node, string roomId)
    {
        await nodes[node].FreezeAsync();
        await nodes.UntilAsync(() => Task.FromResult(nodes.HomeOf(roomId) != node), "the room to go on elsewhere");
        await nodes[node].ThawAsync();
        await nodes.UntilAsync(() => Task.FromResult(nodes[node].HasExited), "the node that was given up to end");
    }

    /// <summary>Waits until each has had some more answers.</summary>
    private static async Task TalksAsync(Nodes nodes, List<ChaosPlayer> players, int answers)
    {
        int[] before = [.. players.Select(player => player.Answered.Count)];
        await nodes.UntilAsync(
            () =>
            {
                Assert.All(players, player => Assert.Empty(player.Wrong));
                return Task.FromResult(players.Select((player, index) => player.Answered.Count - before[index]).All(more => more >= answers));
            },
            "everyone to be answered");
    }

    private static Task StartAsync(Nodes nodes, int node) =>
        nodes.StartAsync(node, "Limits:NewPlayersPerMinute=1000", "Limits:NewPlayersBurst=1000");
}
