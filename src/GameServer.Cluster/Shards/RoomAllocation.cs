using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using GameServer.Cluster.Membership;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Cluster.Shards;

/// <summary>
/// Tells the coordinator of shards what <see cref="ShardPlan"/> says. Nothing moves unless every member has just answered: a node that
/// dies in the midst of a move keeps the shard from everybody for the whole <c>handoff-timeout</c>.
/// </summary>
/// <param name="system">The actor system.</param>
/// <param name="rollCall">Asks the members.</param>
internal sealed class RoomAllocation(ActorSystem system, IActorRef rollCall) : IShardAllocationStrategy
{
    private static readonly IImmutableSet<string> none = ImmutableHashSet<string>.Empty;

    private readonly ClusterExtension cluster = ClusterExtension.Get(system);

    /// <inheritdoc/>
    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        IActorRef[] regions = [.. currentShardAllocations.Keys];
        return Task.FromResult(regions[ShardPlan.Home(HostsOf(regions, currentShardAllocations))]);
    }

    /// <inheritdoc/>
    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var state = cluster.State;
        if (!state.Unreachable.IsEmpty || state.Members.Any(member => member.Status != MemberStatus.Up))
        {
            return Task.FromResult(none);
        }

        var moves = ShardPlan.Moves(HostsOf([.. currentShardAllocations.Keys], currentShardAllocations), [.. rebalanceInProgress]);
        return moves.Count == 0 ? Task.FromResult(none) : IfAllAnswerAsync(moves.ToImmutableHashSet());
    }

    private async Task<IImmutableSet<string>> IfAllAnswerAsync(IImmutableSet<string> moves)
    {
        var allAnswered = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        rollCall.Tell(new CallRoll(allAnswered), ActorRefs.NoSender);
        return await allAnswered.Task ? moves : none;
    }

    private ShardHost[] HostsOf(IActorRef[] regions, IImmutableDictionary<IActorRef, IImmutableList<string>> allocations)
    {
        var state = cluster.State;
        return
        [
            .. from region in regions
               let address = region.Path.Address.HasLocalScope ? cluster.SelfAddress : region.Path.Address
               let member = state.Members.FirstOrDefault(member => member.Address == address)
               select new ShardHost(
                   address.ToString(),
                   member is { Status: MemberStatus.Up },
                   member is not null && !state.Unreachable.Contains(member),
                   member?.AppVersion ?? cluster.SelfMember.AppVersion,
                   allocations[region]),
        ];
    }
}
