using Akka.Actor;

namespace GameServer.Cluster.Replication;

/// <summary>A piece of a checkpoint.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="Count">Of how many.</param>
/// <param name="Bytes">The piece.</param>
public sealed record CheckpointPiece(int Index, int Count, ReadOnlyMemory<byte> Bytes);

/// <summary>What a room sends to its store at once.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Epoch">Number of the incarnation.</param>
/// <param name="EpochId">Its id.</param>
/// <param name="Generation">Which of its stores it means.</param>
/// <param name="After">The record after which <paramref name="Records"/> begin, or of which the checkpoint is.</param>
/// <param name="Piece">A piece of a checkpoint, or null.</param>
/// <param name="Records">Records without a gap; none beside a piece.</param>
/// <param name="IsLast">The room stops here and is to go on elsewhere.</param>
public sealed record RoomBatch(
    string RoomId, int Epoch, string EpochId, int Generation, long After, CheckpointPiece? Piece,
    IReadOnlyList<ReadOnlyMemory<byte>> Records, bool IsLast);

/// <summary>What a store made of a batch.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="EpochId">The incarnation.</param>
/// <param name="Generation">The one of the batch.</param>
/// <param name="Piece">The piece that was taken; −1 if the batch had none.</param>
/// <param name="Verdict">What the store says; null while pieces are missing.</param>
/// <param name="Held">The last record that the store holds, if it stored the batch.</param>
public sealed record BatchTaken(string RoomId, string EpochId, int Generation, int Piece, BatchVerdict? Verdict, long Held);

/// <summary>The batches of several rooms of one node, for the store of another.</summary>
/// <param name="From">The node of the rooms.</param>
/// <param name="To">The node of the store; one that has taken its address since is another.</param>
/// <param name="Batches">In the order in which the rooms sent them.</param>
public sealed record ReplicaParcel(NodeId From, NodeId To, IReadOnlyList<RoomBatch> Batches) : IClusterMessage;

/// <summary>What a store made of a parcel.</summary>
/// <param name="From">The node of the store.</param>
/// <param name="Taken">One for each batch.</param>
public sealed record ReplicaReceipt(NodeId From, IReadOnlyList<BatchTaken> Taken) : IClusterMessage;

/// <summary>The copy of an incarnation is of no use any more: the room has ended, or another store has all of it.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Epoch">Number of the incarnation.</param>
/// <param name="EpochId">Its id.</param>
public sealed record DropReplica(string RoomId, int Epoch, string EpochId) : IClusterMessage;

/// <summary>
/// An incarnation begins and asks a store what it has, by way of the node's <see cref="LeaseActor"/>. Answered by
/// <see cref="RoomSealed"/>, once the node lets no other release the room.
/// </summary>
/// <param name="RoomId">The room.</param>
/// <param name="Epoch">Number of the incarnation.</param>
/// <param name="EpochId">Its id.</param>
/// <param name="Members">The nodes that carry rooms, as the incarnation knows them.</param>
/// <param name="ReplyTo">Gets the answer.</param>
public sealed record SealRoom(string RoomId, int Epoch, string EpochId, IReadOnlyList<NodeId> Members, IActorRef ReplyTo)
    : IClusterMessage;

/// <summary>What a store has of a room, and for which incarnation it is sealed now.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Store">The node of the store.</param>
/// <param name="ForEpochId">The incarnation that asked.</param>
/// <param name="SealedEpoch">Number of the incarnation for which it is sealed.</param>
/// <param name="SealedEpochId">Its id.</param>
/// <param name="Held">How far its copy goes, or null.</param>
/// <param name="Between">Other incarnations that asked since the copy was made; null for none, and from older nodes.</param>
public sealed record RoomSealed(
    string RoomId, NodeId Store, string ForEpochId, int SealedEpoch, string SealedEpochId, RecordPosition? Held,
    IReadOnlyList<ReplicaEpoch>? Between = null)
    : IClusterMessage;

/// <summary>An incarnation for which a store is sealed wants a piece of its copy. Answered by <see cref="ReplicaPiece"/>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="EpochId">The incarnation.</param>
/// <param name="Offset">Where the piece begins, in bytes.</param>
/// <param name="ReplyTo">Gets the answer.</param>
public sealed record FetchReplica(string RoomId, string EpochId, int Offset, IActorRef ReplyTo) : IClusterMessage;

/// <summary>A piece of a copy: checkpoint and records.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="EpochId">The incarnation that asked.</param>
/// <param name="Offset">Where the piece begins, in bytes.</param>
/// <param name="Total">How long the whole is.</param>
/// <param name="Bytes">The piece.</param>
public sealed record ReplicaPiece(string RoomId, string EpochId, int Offset, int Total, ReadOnlyMemory<byte> Bytes) : IClusterMessage;

/// <summary>A room has to be somewhere, whoever watches: its node is gone, or it was handed over.</summary>
/// <param name="RoomId">The room.</param>
public sealed record WakeRoom(string RoomId) : IRoomMessage;

/// <summary>A room of this node has something for a store.</summary>
/// <param name="To">The node of the store.</param>
/// <param name="Batch">What.</param>
/// <param name="Room">Hears what became of it.</param>
public sealed record ShipBatch(NodeId To, RoomBatch Batch, IActorRef Room) : INoSerializationVerificationNeeded;

/// <summary>A room hears of a batch that it has sent.</summary>
/// <param name="Store">The node of the store.</param>
/// <param name="Taken">What it made of it.</param>
public sealed record StoreAnswered(NodeId Store, BatchTaken Taken) : INoSerializationVerificationNeeded;

/// <summary>How large a piece of a checkpoint or a copy is at most: heartbeats share the connection.</summary>
public static class ReplicaPieces
{
    /// <summary>Bytes.</summary>
    public const int Bytes = 32 * 1024;

    /// <summary>How many pieces it takes; an empty whole is one.</summary>
    public static int CountOf(int bytes) => Math.Max(1, (bytes + Bytes - 1) / Bytes);

    /// <summary>One piece of a whole.</summary>
    public static ReadOnlyMemory<byte> Piece(ReadOnlyMemory<byte> whole, int index) =>
        whole.Slice(index * Bytes, Math.Min(Bytes, whole.Length - (index * Bytes)));
}
