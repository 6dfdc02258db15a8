using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Pieces;

/// <summary>
/// Puts messages together that come in pieces. A sender's pieces come in order, or not at all: one that is out of its place means that
/// some were lost, and gives up what was there of the message; so does another message of the same sender.
/// </summary>
/// <remarks>
/// Bound: <see cref="MessagePiece.MostOf"/> pieces of all senders together. Beyond it the message goes that has waited longest: what was
/// on its way from a node that is gone lies here until then.
/// </remarks>
/// <typeparam name="TSender">Names a sender.</typeparam>
internal sealed class PieceGathering<TSender>
    where TSender : notnull
{
    // The one that had a piece last is last.
    private readonly List<Unfinished> unfinished = [];

    /// <summary>Pieces that are here.</summary>
    internal int Held => unfinished.Sum(message => message.Pieces.Count);

    /// <summary>Takes a piece.</summary>
    /// <param name="sender">Who sent it.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="whole">The message, if this was the last of its pieces.</param>
    /// <returns>False if the piece is of no use.</returns>
    internal bool TryTake(TSender sender, MessagePiece piece, out ReadOnlyMemory<byte>? whole)
    {
        whole = null;
        var message = unfinished.Find(other => other.Sender.Equals(sender));
        if (message is not null)
        {
            unfinished.Remove(message);
        }

        if (piece.Count is < 1 or > MessagePiece.MostOf || piece.Bytes.Length > ReplicaPieces.Bytes)
        {
            return false;
        }

        if (piece.Index == 0)
        {
            message = new Unfinished(sender, piece.Transfer, piece.Count);
        }
        else if (message is null || message.Transfer != piece.Transfer || message.Count != piece.Count || message.Pieces.Count != piece.Index)
        {
            return false;
        }

        message.Pieces.Add(piece.Bytes);
        if (message.Pieces.Count == message.Count)
        {
            whole = message.Whole();
            return true;
        }

        unfinished.Add(message);
        while (Held > MessagePiece.MostOf)
        {
            unfinished.RemoveAt(0);
        }

        return true;
    }

    private sealed record Unfinished(TSender Sender, long Transfer, int Count)
    {
        public List<ReadOnlyMemory<byte>> Pieces { get; } = [];

        public ReadOnlyMemory<byte> Whole()
        {
            var whole = new byte[Pieces.Sum(piece => piece.Length)];
            var at = 0;
            foreach (var piece in Pieces)
            {
                piece.CopyTo(whole.AsMemory(at));
                at += piece.Length;
            }

            return whole;
        }
    }
}
