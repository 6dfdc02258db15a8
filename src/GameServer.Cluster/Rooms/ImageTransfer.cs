using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Rooms;

/// <summary>An image of a room on its way to the store. The next piece goes when the one before was taken.</summary>
/// <param name="Image">All of it.</param>
/// <param name="After">The last record that is in it.</param>
/// <param name="IsLast">Whether the room has stopped with it, to go on elsewhere.</param>
internal sealed record ImageTransfer(ReadOnlyMemory<byte> Image, long After, bool IsLast)
{
    /// <summary>Where it begins.</summary>
    internal CheckpointPiece First => Piece(0);

    /// <summary>What comes after a piece that was taken; null if that was the last.</summary>
    internal CheckpointPiece? Next(int taken) => taken >= 0 && taken + 1 < ReplicaPieces.CountOf(Image.Length) ? Piece(taken + 1) : null;

    private CheckpointPiece Piece(int index) => new(index, ReplicaPieces.CountOf(Image.Length), ReplicaPieces.Piece(Image, index));
}
