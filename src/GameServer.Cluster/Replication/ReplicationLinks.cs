using Akka.Actor;

namespace GameServer.Cluster.Replication;

/// <summary>What rooms reach their stores by.</summary>
/// <param name="Board">Who there is.</param>
/// <param name="Courier">Carries batches.</param>
/// <param name="Lease">Keeps the node's lease.</param>
/// <param name="StoreOf">The store of a node.</param>
public sealed record ReplicationLinks(ReplicationBoard Board, IActorRef Courier, IActorRef Lease, Func<NodeId, IActorRef> StoreOf)
{
    /// <summary>For rooms without a cluster: there is nobody to keep copies.</summary>
    public static ReplicationLinks None { get; } = new(ReplicationBoard.Alone, ActorRefs.Nobody, ActorRefs.Nobody, static _ => ActorRefs.Nobody);

    /// <summary>Whether there may be copies at all.</summary>
    public bool IsNone => ReferenceEquals(Board, ReplicationBoard.Alone);
}
