using GameServer.Cluster.Pieces;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>Pieces of messages that are too large for one.</summary>
internal static class PieceCodecs
{
    internal static MessageCodec[] All { get; } =
    [
        new MessageCodec<MessagePiece>(
            "mp1",
            6,
            static (ref MessagePackWriter writer, MessagePiece piece) =>
            {
                writer.Write(piece.RoomId);
                writer.Write(piece.Transfer);
                writer.Write(piece.Index);
                writer.Write(piece.Count);
                writer.Write(piece.Manifest);
                writer.Write(piece.Bytes.Span);
            },
            static (ref WireReader reader) => new MessagePiece(
                reader.Text(), reader.Int64(), reader.Int32(), reader.Int32(), reader.Text(), reader.Bytes())),
    ];
}
