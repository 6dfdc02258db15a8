using Akka.Cluster;
using Akka.Configuration;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Nodes;

/// <summary>A deploy brings nodes of a new version into a cluster, one after the other.</summary>
public sealed class VersionsTests : IAsyncLifetime
{
    private const string Old = "1.0.0";
    private const string New = "1.0.1";
    private const int Rooms = 12;

    // Twenty rounds of moving rooms pass by.
    private static readonly Config brisk = ConfigurationFactory.ParseString("akka.cluster.sharding.rebalance-interval = 100ms");
    private static readonly RoomMessageExtractor shards = new(GameServerActors.Shards);
    private static readonly TimeSpan longEnough = TimeSpan.FromSeconds(2);

    private readonly List<ClusterNode> nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Rooms_stay_where_they_are_while_versions_differ_and_are_shared_out_when_they_do_not()
    {
        var first = await StartAsync(Old);
        var players = await PlayersAsync(first);
        var second = await StartAsync(New);
        await SoonAsync();
        Assert.Equal((Rooms, 0), (first.RoomCount.Count, second.RoomCount.Count));

        // What begins now begins where it can stay, unless its shard is somewhere already.
        var taken = players.Select(ShardOf).ToHashSet();
        var more = 0;
        Client late;
        do
        {
            late = second.Connect($"late-{++more}");
            await JoinAsync(late);
        }
        while (taken.Contains(ShardOf(late)));
        Assert.Equal((Rooms + more - 1, 1), (first.RoomCount.Count, second.RoomCount.Count));

        // The last node of the old version stops: its rooms go to the new one, and on to the next of that.
        nodes.Remove(first);
        players.ForEach(player => player.Skim());
        await first.DisposeAsync();
        await Until.HoldsAsync(() => second.RoomCount.Count == Rooms + more, "all rooms at the new version");
        var third = await StartAsync(New);
        await Until.HoldsAsync(() => third.RoomCount.Count > 1, "a share of the rooms at the next node");
    }

    private async Task<ClusterNode> StartAsync(string version)
    {
        nodes.Add(await ClusterNode.StartAsync(nodes.FirstOrDefault(), NodeRoles.Gateway | NodeRoles.Rooms, version, brisk));
        await Until.HoldsAsync(
            () => nodes.TrueForAll(node => node.Cluster.State.Members.Count(member => member.Status == MemberStatus.Up) == nodes.Count),
            "the node to be up");
        return nodes[^1];
    }

    private static async Task<List<Client>> PlayersAsync(ClusterNode node)
    {
        var players = new List<Client>();
        for (var i = 0; i < Rooms; i++)
        {
            players.Add(node.Connect($"player-{i}"));
            await JoinAsync(players[i]);
        }

        return players;
    }

    private static async Task JoinAsync(Client player)
    {
        player.Create();
        await Until.HoldsAsync(() => player.Try<JoinedFrame>() is not null, "a seat");
    }

    private static string ShardOf(Client player) => shards.ShardId(player.RoomId!)!;

    /// <summary>Nothing tells that nothing happens: rooms would have been moved by then many times.</summary>
    private static async Task SoonAsync()
    {
        using var timer = new PeriodicTimer(longEnough);
        await timer.WaitForNextTickAsync(CancellationToken.None);
    }
}
