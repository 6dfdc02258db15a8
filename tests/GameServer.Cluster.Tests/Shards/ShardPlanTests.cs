using Akka.Util;
using CsCheck;
using GameServer.Cluster.Shards;

namespace GameServer.Cluster.Tests.Shards;

public sealed class ShardPlanTests
{
    private static readonly AppVersion old = AppVersion.Create("1.0.0");
    private static readonly AppVersion newer = AppVersion.Create("1.1.0");

    private static readonly Gen<ShardHost[]> hosts = Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 40])
        .Array[1, 6]
        .Select(all => all.Select((one, i) => Host(i, one.Item4, one.Item1, one.Item2, one.Item3 ? newer : old)).ToArray());

    private static readonly Gen<int[]> counts = Gen.Int[0, 40].Array[2, 6];

    [Fact]
    public void A_shard_goes_where_nobody_would_do_better() => hosts.Sample(all =>
    {
        var home = all[ShardPlan.Home(all)];
        foreach (var other in all)
        {
            Assert.True(home.IsStaying || !other.IsStaying);
            var like = other.IsStaying == home.IsStaying;
            Assert.True(!like || home.IsReachable || !other.IsReachable);
            like &= other.IsReachable == home.IsReachable;
            Assert.True(!like || home.Version.CompareTo(other.Version) >= 0);
            like &= other.Version.Equals(home.Version);
            Assert.True(!like || home.Shards.Count <= other.Shards.Count);
        }
    });

    [Fact]
    public void Nothing_moves_while_something_is_going_on() => hosts.Sample(all =>
    {
        Assert.Empty(ShardPlan.Moves(all, ["one"]));
        if (all.Any(host => !host.IsStaying || !host.IsReachable) || all.Select(host => host.Version.ToString()).Distinct().Count() > 1)
        {
            Assert.Empty(ShardPlan.Moves(all, []));
        }
    });

    [Fact]
    public void No_more_than_a_few_move_at_once_and_none_without_need() => counts.Sample(numbers =>
    {
        var all = Calm(numbers);
        var moves = ShardPlan.Moves(all, []);
        Assert.InRange(moves.Count, 0, ShardPlan.AtOnce);
        Assert.Equal(moves.Count, moves.Distinct().Count());
        Assert.Equal(numbers.Max() - numbers.Min() < 2, moves.Count == 0);
        var share = numbers.Sum() / numbers.Length;
        foreach (var host in all)
        {
            var left = host.Shards.Except(moves).Count();
            Assert.True(left == host.Shards.Count || left >= share, "A node gives away more than it has too much.");
        }
    });

    [Fact]
    public void Round_by_round_every_node_comes_to_its_share_and_no_shard_moves_twice() => counts.Sample(numbers =>
    {
        var all = Calm(numbers);
        HashSet<string> moved = [];
        for (var moves = ShardPlan.Moves(all, []); moves.Count > 0; moves = ShardPlan.Moves(all, []))
        {
            foreach (var shard in moves)
            {
                Assert.True(moved.Add(shard));
                all = [.. all.Select(host => host with { Shards = [.. host.Shards.Where(other => other != shard)] })];
                var home = ShardPlan.Home(all);
                all[home] = all[home] with { Shards = [.. all[home].Shards, shard] };
            }
        }

        Assert.Equal(numbers.Sum(), all.Sum(host => host.Shards.Count));
        Assert.InRange(all.Max(host => host.Shards.Count) - all.Min(host => host.Shards.Count), 0, 1);
    });

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 7)]
    [InlineData(3, 5)]
    public void A_node_that_joins_has_its_share_after_a_few_rounds(int before, int rounds)
    {
        var all = Calm([.. Enumerable.Range(0, before).Select(i => (GameServerActors.Shards + i) / before), 0]);
        for (var i = 0; i < rounds; i++)
        {
            foreach (var shard in ShardPlan.Moves(all, []))
            {
                all = [.. all.Select(host => host with { Shards = [.. host.Shards.Where(other => other != shard)] })];
                all[^1] = all[^1] with { Shards = [.. all[^1].Shards, shard] };
            }
        }

        Assert.Equal(GameServerActors.Shards / (before + 1), all[^1].Shards.Count);
    }

    private static ShardHost[] Calm(IEnumerable<int> counts) => [.. counts.Select((count, i) => Host(i, count, true, true, old))];

    private static ShardHost Host(int index, int shards, bool isStaying, bool isReachable, AppVersion version) => new(
        $"node-{index}", isStaying, isReachable, version, [.. Enumerable.Range(0, shards).Select(shard => $"{index}/{shard}")]);
}
