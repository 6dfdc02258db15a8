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

    /// <summary>Drops all copies of a room: nobody is to go on with it. May be called from any thread.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="epoch">The incarnation that the copies are of, or sealed for.</param>
    internal void Abandon(string roomId, ReplicaEpoch epoch)
    {
        foreach (var member in Board.View.Members)
        {
            StoreOf(member).Tell(new DropReplica(roomId, epoch.Number, epoch.Id), ActorRefs.NoSender);
        }
    }
}
