using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using GameServer.Cluster.Telemetry;
using Microsoft.Extensions.Logging;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Cluster.Membership;

/// <summary>A node that might begin a cluster asks whether there is one already. Answered by <see cref="MembershipTold"/>.</summary>
public sealed record AskMembership : IClusterMessage;

/// <summary>Whether the node that was asked is in a cluster.</summary>
/// <param name="IsMember">Whether it is.</param>
/// <param name="KeyMark">What its key is known by; older nodes do not say.</param>
public sealed record MembershipTold(bool IsMember, string? KeyMark = null) : IClusterMessage;

/// <summary>Tells other nodes whether this one is in a cluster, and the log which nodes that has.</summary>
public sealed class MembershipActor : UntypedActor
{
    /// <summary>Its name under <c>/user</c>, by which other nodes find it.</summary>
    public const string Name = "membership";

    private readonly string keyMark;
    private readonly ILogger log;
    private readonly ClusterExtension cluster = ClusterExtension.Get(Context.System);
    private ImmutableSortedSet<Member> up = [];
    private ImmutableHashSet<UniqueAddress> unreachable = [];

    /// <param name="keyMark">What the node's key is known by.</param>
    /// <param name="log">The node's log.</param>
    public MembershipActor(string keyMark, ILogger log)
    {
        this.keyMark = keyMark;
        this.log = log;
    }

    /// <summary>How it is made.</summary>
    public static Props Props(string keyMark, ILogger log) => Akka.Actor.Props.Create(() => new MembershipActor(keyMark, log));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        // Known from the start, or whoever watches could not tell it from a node that does not count.
        Meters.UnreachableNodes.Add(0);
        cluster.Subscribe(
            Self,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        cluster.Unsubscribe(Self);
        Meters.Nodes.Add(-up.Count);
        Meters.UnreachableNodes.Add(-unreachable.Count);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AskMembership:
                Sender.Tell(new MembershipTold(!cluster.State.Members.IsEmpty, keyMark));
                break;
            case ClusterEvent.MemberUp joined:
                Changed(up.Add(joined.Member));
                break;
            case ClusterEvent.MemberRemoved left:
                Changed(up.Remove(left.Member));
                Reach(unreachable.Remove(left.Member.UniqueAddress));
                break;
            case ClusterEvent.UnreachableMember lost:
                Reach(unreachable.Add(lost.Member.UniqueAddress));
                break;
            case ClusterEvent.ReachableMember back:
                Reach(unreachable.Remove(back.Member.UniqueAddress));
                break;
        }
    }

    private void Changed(ImmutableSortedSet<Member> members)
    {
        if (members.Count != up.Count)
        {
            Meters.Nodes.Add(members.Count - up.Count);
            up = members;
            Log.ClusterChanged(log, up.Count, string.Join(", ", up.Select(member => $"{member.Address.Host}:{member.Address.Port}")));
        }
    }

    private void Reach(ImmutableHashSet<UniqueAddress> members)
    {
        Meters.UnreachableNodes.Add(members.Count - unreachable.Count);
        unreachable = members;
    }
}
