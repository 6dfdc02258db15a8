namespace GameServer.Chaos;

/// <summary>Nodes find each other, whatever the order in which they start.</summary>
public sealed class FormingTests
{
    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public async Task Nodes_that_start_at_the_same_moment_are_one_cluster(int first, int second, int third)
    {
        await using var nodes = new Nodes(3);
        await nodes.StartAsync(first);
        await nodes.StartAsync(second);
        await nodes.StartAsync(third);
        await nodes.AreOneClusterAsync(0, 1, 2);
    }

    [Fact]
    public async Task Nodes_of_one_role_each_are_ready_together_and_only_gateways_take_players()
    {
        await using var nodes = new Nodes(2);
        await nodes.StartAsync(0, "Cluster:Roles=Gateway");
        await nodes.UntilAsync(
            () => nodes[0].Output.Contains("The cluster has 1 nodes", StringComparison.Ordinal), "the node to be up");
        Assert.Equal("alive", (await nodes[0].GetAsync("/healthz"))!.Value.Text);
        Assert.Equal("not ready", (await nodes[0].GetAsync("/readyz"))!.Value.Text);

        await nodes.StartAsync(1, "Cluster:Roles=Rooms");
        await nodes.AreOneClusterAsync(0, 1);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await nodes[0].GetAsync("/arena"))!.Value.Status);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await nodes[1].GetAsync("/arena"))!.Value.Status);
        Assert.Equal("alive", (await nodes[1].GetAsync("/healthz"))!.Value.Text);
    }

    [SkippableFact]
    public async Task Two_clusters_that_a_cut_has_made_become_one_when_it_is_over()
    {
        ChaosTests.SkipUnlessLong();
        using var network = Namespaces.Require(3);
        await using var nodes = new Nodes(3, network);
        await Task.WhenAll(nodes.StartAsync(0), nodes.StartAsync(1), nodes.StartAsync(2));
        await nodes.BecomeOneClusterAsync(0, 1, 2);

        network.Cut(0, isCut: true);
        await nodes[0].KillAsync();
        await nodes.StartAsync(0);
        await nodes.AreOneClusterAsync(0);
        await nodes.AreOneClusterAsync(1, 2);

        network.Cut(0, isCut: false);
        await nodes.UntilAsync(() => nodes[0].HasExited, "the one that is alone to end");
        Assert.Equal(1, nodes[0].ExitCode);
        Assert.Contains("There are two clusters", nodes[0].Output, StringComparison.Ordinal);
        await nodes.StartAsync(0);
        await nodes.AreOneClusterAsync(0, 1, 2);
    }
}
