using GameServer.Cluster.Overview;
using GameServer.Cluster.Sessions;

namespace GameServer.Cluster.Tests.Overview;

public sealed class OnlineSnapshotTests
{
    [Fact]
    public void Players_of_all_nodes_are_merged_each_once_and_are_in_the_order_of_their_names()
    {
        var online = OnlineSnapshot.Of([Node(40, "vega", "Ada"), Node(2, "Mizar", "vega")]);
        Assert.Equal(["Ada", "Mizar", "vega"], online.Players.Select(player => player.Name));
        // 42 connections of players, of which one player is on both nodes and three are named.
        Assert.Equal(38, online.More);
    }

    [Fact]
    public void A_newcomer_takes_nobodys_place()
    {
        var first = Names('a', 32);
        var second = Names('b', 32);
        var before = OnlineSnapshot.Of([Node(32, first), Node(31, second[..31])]);
        var after = OnlineSnapshot.Of([Node(33, first), Node(32, second)]);
        Assert.Equal((OnlineSnapshot.MaxPlayers, 3), (before.Players.Count, before.More));
        Assert.Equal(before.Players, after.Players);
        Assert.Equal(5, after.More);
        Assert.Equal(30, after.Players.Count(player => player.Name[0] == 'b'));
    }

    [Fact]
    public void Two_of_one_name_are_two() =>
        Assert.Equal(2, OnlineSnapshot.Of([new OnlineReport(2, [new("1", "Ada"), new("2", "Ada")])]).Players.Count);

    private static string[] Names(char node, int count) => [.. Enumerable.Range(0, count).Select(i => $"{node}{i}")];

    private static OnlineReport Node(int count, params string[] names) =>
        new(count, [.. names.Select(name => new PlayerIdentity($"id of {name}", name))]);
}
