using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Serialization;
using GameServer.Protocol;

namespace GameServer.Cluster.Pieces;

/// <summary>
/// Sends what may be larger than a message between nodes can be. On its own node an actor gets the object as it is; on another in
/// pieces, if it is large, which go one after the other: so whatever its sender tells it next comes after the whole.
/// </summary>
/// <remarks>
/// Bound: <see cref="MessagePiece.MostOf"/> pieces, or one frame to a node that knows no pieces. What is larger is not sent, and an
/// error is logged (<see cref="OversizeLog"/>).
/// </remarks>
/// <param name="services">What the node's actors share.</param>
/// <param name="system">The actor system.</param>
/// <param name="self">Who sends.</param>
internal sealed class LargeMessages(NodeServices services, ActorSystem system, IActorRef self)
{
    private readonly ClusterMessageSerializer serializer = new((ExtendedActorSystem)system);
    private long transfers;

    /// <param name="to">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="roomId">The room that it is about.</param>
    /// <param name="format">Which of <see cref="NodeFormats"/> is spoken with the other.</param>
    /// <returns>False if it is too large to be sent.</returns>
    internal bool TryTell(IActorRef to, IClusterMessage message, string roomId, int format)
    {
        if (to is IInternalActorRef { IsLocal: true } || IsSmall(message))
        {
            to.Tell(message, self);
            return true;
        }

        var knowsPieces = format >= NodeFormats.WithPieces;
        var bytes = ClusterMessageSerializer.Encode(message);
        var most = knowsPieces ? MessagePiece.MostOf * ReplicaPieces.Bytes : serializer.MaxBytes;
        if (bytes.Length > most)
        {
            services.Oversize.Note(roomId, message.GetType().Name, bytes.Length);
            return false;
        }

        if (knowsPieces && bytes.Length > ReplicaPieces.Bytes)
        {
            foreach (var piece in Cut(roomId, ++transfers, serializer.Manifest(message), bytes))
            {
                to.Tell(piece, self);
            }
        }
        else
        {
            to.Tell(message, self);
        }

        return true;
    }

    /// <summary>The pieces of a message, in order.</summary>
    internal static IEnumerable<MessagePiece> Cut(string roomId, long transfer, string manifest, ReadOnlyMemory<byte> whole)
    {
        var count = ReplicaPieces.CountOf(whole.Length);
        return Enumerable.Range(0, count)
            .Select(index => new MessagePiece(roomId, transfer, index, count, manifest, ReplicaPieces.Piece(whole, index)));
    }

    /// <summary>What is small for certain is not encoded to find out.</summary>
    private static bool IsSmall(IClusterMessage message) => message switch
    {
        RoomEnvelope envelope => envelope.Body.Encoded.Length <= ReplicaPieces.Bytes,
        PollAnswer answer => answer.Frames.Length <= ReplicaPieces.Bytes,
        SeatSent sent => sent.Frames.Sum(frame => frame is AnswerFrame answer ? answer.Payload.Bytes.Length : 0) <= ReplicaPieces.Bytes / 2,
        _ => false,
    };
}
