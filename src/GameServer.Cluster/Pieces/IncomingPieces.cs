using System.Runtime.Serialization;
using Akka.Actor;
using GameServer.Cluster.Serialization;
using GameServer.Cluster.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Pieces;

/// <summary>The messages in pieces that come to an actor. Bound: that of <see cref="PieceGathering{TSender}"/>.</summary>
internal sealed class IncomingPieces(ActorSystem system, ILogger log)
{
    private readonly PieceGathering<IActorRef> gathering = new();
    private readonly ClusterMessageSerializer serializer = new((ExtendedActorSystem)system);

    /// <summary>Whether a piece is of a message of that kind.</summary>
    internal static bool AreOf<T>(MessagePiece piece)
        where T : IClusterMessage => piece.Manifest == ClusterMessageSerializer.ManifestOf(typeof(T));

    /// <summary>Takes a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="whole">The message, if this was the last of its pieces.</param>
    /// <returns>False if the piece is of no use.</returns>
    internal bool TryTake(MessagePiece piece, IActorRef sender, out object? whole)
    {
        whole = null;
        if (!gathering.TryTake(sender, piece, out var bytes))
        {
            return false;
        }

        if (bytes is { } all)
        {
            try
            {
                whole = serializer.FromBinary(all.ToArray(), piece.Manifest);
            }
            catch (SerializationException unreadable)
            {
                Log.PiecesUnread(log, piece.RoomId, unreadable.Message);
                return false;
            }
        }

        return true;
    }
}
