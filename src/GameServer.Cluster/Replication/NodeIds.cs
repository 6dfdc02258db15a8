using Akka.Actor;
using Akka.Cluster;

namespace GameServer.Cluster.Replication;

/// <summary>Between members of the cluster and the names that replication has for them.</summary>
internal static class NodeIds
{
    internal static NodeId Of(UniqueAddress member) => new(member.Address.ToString(), member.Uid);

    /// <summary>An actor at the top of another node, or of this one.</summary>
    internal static IActorRef Find(ActorSystem system, NodeId node, string name) =>
        ((ExtendedActorSystem)system).Provider.ResolveActorRef($"{node.Address}/user/{name}");
}
