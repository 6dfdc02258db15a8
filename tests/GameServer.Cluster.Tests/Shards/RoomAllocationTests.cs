using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Shards;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Cluster.Tests.Shards;

/// <summary>What the coordinator of shards is told, on a node of a real cluster of one; the roll is called by the test.</summary>
public sealed class RoomAllocationTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Config config = ConfigurationFactory.ParseString(
        """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp.hostname = "127.0.0.1"
        akka.remote.dot-netty.tcp.port = 0
        """);

    private readonly ClusterExtension cluster;
    private readonly RoomAllocation allocation;
    private readonly ImmutableDictionary<IActorRef, IImmutableList<string>> uneven;

    public RoomAllocationTests()
        : base(config)
    {
        cluster = ClusterExtension.Get(Sys);
        allocation = new RoomAllocation(Sys, TestActor);
        IImmutableList<string> shards = ["1", "2", "3", "4", "5"];
        uneven = ImmutableDictionary<IActorRef, IImmutableList<string>>.Empty
            .Add(CreateTestProbe(), shards)
            .Add(CreateTestProbe(), ImmutableList<string>.Empty);
    }

    [Fact]
    public async Task Shards_move_when_every_member_has_just_answered()
    {
        await BeUpAsync();
        var moves = allocation.Rebalance(uneven, ImmutableHashSet<string>.Empty);
        var call = await ExpectMsgAsync<CallRoll>();
        Assert.False(moves.IsCompleted);
        call.AllAnswered.SetResult(true);
        Assert.Equal(2, (await moves).Count);
    }

    [Fact]
    public async Task No_shard_moves_when_a_member_does_not_answer()
    {
        await BeUpAsync();
        var moves = allocation.Rebalance(uneven, ImmutableHashSet<string>.Empty);
        (await ExpectMsgAsync<CallRoll>()).AllAnswered.SetResult(false);
        Assert.Empty(await moves);
    }

    [Fact]
    public async Task Nobody_is_asked_while_shards_move_or_a_member_goes()
    {
        await BeUpAsync();
        Assert.Empty(await allocation.Rebalance(uneven, ["1"]));
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Sys.ActorOf(Props.Create(() => new Leaving(left)));
        cluster.Leave(cluster.SelfAddress);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(await allocation.Rebalance(uneven, ImmutableHashSet<string>.Empty));
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_new_shard_goes_to_the_region_that_has_the_fewest()
    {
        await BeUpAsync();
        var home = await allocation.AllocateShard(TestActor, "6", uneven);
        Assert.Empty(uneven[home]);
    }

    private Task BeUpAsync() => cluster.JoinAsync(cluster.SelfAddress).WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Says when this node is seen to leave.</summary>
    private sealed class Leaving : UntypedActor
    {
        private readonly TaskCompletionSource left;

        public Leaving(TaskCompletionSource left)
        {
            this.left = left;
            ClusterExtension.Get(Context.System).Subscribe(
                Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberLeft), typeof(ClusterEvent.MemberRemoved));
        }

        protected override void OnReceive(object message) => left.TrySetResult();
    }
}
