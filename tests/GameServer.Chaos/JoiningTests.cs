namespace GameServer.Chaos;

/// <summary>Whom a cluster that is there lets in.</summary>
public sealed class JoiningTests
{
    [Fact]
    public async Task The_first_seed_comes_back_to_its_cluster_and_begins_no_other()
    {
        await using var nodes = new Nodes(3);
        await Task.WhenAll(nodes.StartAsync(0), nodes.StartAsync(1), nodes.StartAsync(2));
        await nodes.AreOneClusterAsync(0, 1, 2);

        await nodes[0].StopAsync();
        await nodes.AreOneClusterAsync(1, 2);
        await nodes.StartAsync(0);
        await nodes.AreOneClusterAsync(0, 1, 2);

        // It is back at its address before anyone can have missed it. Now and then two hear nothing of each other then, and are put out.
        await nodes[0].KillAsync();
        await nodes.StartAsync(0);
        await nodes.BecomeOneClusterAsync(0, 1, 2);
    }

    [Fact]
    public async Task A_node_whose_seed_says_nothing_ends_and_says_why_and_joins_when_it_is_started_again()
    {
        await using var nodes = new Nodes(2);
        await nodes.StartAsync(0);
        await nodes.AreOneClusterAsync(0);

        await nodes[0].FreezeAsync();
        await nodes.StartAsync(1);
        await nodes.UntilAsync(() => nodes[1].HasExited, "the node to end");
        Assert.Equal(1, nodes[1].ExitCode);
        Assert.Contains("and has not answered for 20 s", nodes[1].Output, StringComparison.Ordinal);

        await nodes[0].ThawAsync();
        await nodes.StartAsync(1);
        await nodes.AreOneClusterAsync(0, 1);
    }

    [Fact]
    public async Task A_node_with_another_key_ends_and_says_why()
    {
        await using var nodes = new Nodes(2);
        await nodes.StartAsync(0);
        await nodes.StartAsync(1, $"Auth:SigningKey={Convert.ToBase64String(new byte[32])}");
        await nodes.UntilAsync(() => nodes[1].HasExited, "the node to end");
        Assert.Equal(1, nodes[1].ExitCode);
        Assert.Contains("its Auth:SigningKey is another than that of 127.0.0.1:", nodes[1].Output, StringComparison.Ordinal);
    }
}
