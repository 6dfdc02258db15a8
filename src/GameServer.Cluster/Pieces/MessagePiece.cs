namespace GameServer.Cluster.Pieces;

/// <summary>
/// A piece of a message to another node: a large one would not fit into a frame of the connection, and would hold up the heartbeats on
/// it. The pieces of a message follow each other, so what a sender says next is not read before the whole is.
/// </summary>
/// <param name="RoomId">The room that it is about.</param>
/// <param name="Transfer">Which of its sender's messages in pieces it belongs to.</param>
/// <param name="Index">Which piece, from 0.</param>
/// <param name="Count">Of how many; <see cref="MostOf"/> at most.</param>
/// <param name="Manifest">Says what the whole is a form of.</param>
/// <param name="Bytes">The piece.</param>
public sealed record MessagePiece(string RoomId, long Transfer, int Index, int Count, string Manifest, ReadOnlyMemory<byte> Bytes)
    : IClusterMessage
{
    /// <summary>The most pieces of a message, and of all that a receiver has not got as a whole yet.</summary>
    public const int MostOf = 128;
}
