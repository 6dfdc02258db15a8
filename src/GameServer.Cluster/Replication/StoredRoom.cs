using System.Buffers;
using MessagePack;

namespace GameServer.Cluster.Replication;

/// <summary>A store's copy of a room, with the pieces of a checkpoint that are on their way and the copy as it goes to a recovery.</summary>
internal sealed class StoredRoom
{
    private (string EpochId, int Generation, long After) gathering = ("", 0, -1);
    private ReadOnlyMemory<byte>[] pieces = [];
    private ReadOnlyMemory<byte>? packed;

    internal RoomReplica Replica { get; } = new();

    /// <summary>The node whose room this is a copy of.</summary>
    internal NodeId Owner { get; private set; }

    /// <summary>When something was heard of the room last.</summary>
    internal TimeSpan Heard { get; set; }

    /// <summary>Takes a batch.</summary>
    /// <returns>What is to be answered.</returns>
    internal BatchTaken Take(NodeId from, RoomBatch batch, TimeSpan now)
    {
        Heard = now;
        var epoch = new ReplicaEpoch(batch.Epoch, batch.EpochId);
        if (batch.Piece is { } piece)
        {
            if (Gather(batch, piece) is not { } checkpoint)
            {
                return Answer(batch, null);
            }

            return Offer(from, batch, new ReplicaBatch(epoch, batch.Generation, batch.After, checkpoint, []));
        }

        return Offer(from, batch, new ReplicaBatch(epoch, batch.Generation, batch.After, null, batch.Records));
    }

    /// <summary>What a recovery fetches; the same bytes until the copy changes.</summary>
    internal ReadOnlyMemory<byte> Pack()
    {
        if (packed is { } known)
        {
            return known;
        }

        var buffer = new ArrayBufferWriter<byte>(ReplicaPieces.Bytes);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(2);
        writer.Write(Replica.Checkpoint.GetValueOrDefault().Span);
        writer.WriteArrayHeader(Replica.Records.Count);
        foreach (var record in Replica.Records)
        {
            writer.Write(record.Span);
        }

        writer.Flush();
        packed = buffer.WrittenMemory;
        return buffer.WrittenMemory;
    }

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not that.</exception>
    internal static (ReadOnlyMemory<byte> Checkpoint, IReadOnlyList<ReadOnlyMemory<byte>> Records) Unpack(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            reader.ReadArrayHeader();
            var checkpoint = reader.ReadBytes().GetValueOrDefault().ToArray();
            var records = new ReadOnlyMemory<byte>[reader.ReadArrayHeader()];
            for (var i = 0; i < records.Length; i++)
            {
                records[i] = reader.ReadBytes().GetValueOrDefault().ToArray();
            }

            return (checkpoint, records);
        }
        catch (Exception broken) when (broken is MessagePackSerializationException or EndOfStreamException)
        {
            throw new InvalidDataException("The copy of a room cannot be read.", broken);
        }
    }

    private BatchTaken Offer(NodeId from, RoomBatch batch, ReplicaBatch offered)
    {
        var verdict = Replica.Offer(offered);
        if (verdict == BatchVerdict.Stored)
        {
            Owner = from;
            packed = null;
        }

        return Answer(batch, verdict);
    }

    private BatchTaken Answer(RoomBatch batch, BatchVerdict? verdict) => new(
        batch.RoomId, batch.EpochId, batch.Generation, batch.Piece?.Index ?? -1, verdict,
        verdict == BatchVerdict.Stored ? Replica.Held.GetValueOrDefault().Record : 0);

    /// <summary>The whole checkpoint once its last piece is there. Pieces come in order, since the next is sent when one was taken.</summary>
    private ReadOnlyMemory<byte>? Gather(RoomBatch batch, CheckpointPiece piece)
    {
        var of = (batch.EpochId, batch.Generation, batch.After);
        if (piece.Index == 0 || gathering != of || pieces.Length != piece.Count)
        {
            gathering = of;
            pieces = new ReadOnlyMemory<byte>[piece.Count];
        }

        if (piece.Index >= 0 && piece.Index < pieces.Length)
        {
            pieces[piece.Index] = piece.Bytes;
        }

        if (pieces.Any(taken => taken.IsEmpty))
        {
            return null;
        }

        var whole = new byte[pieces.Sum(taken => taken.Length)];
        var at = 0;
        foreach (var taken in pieces)
        {
            taken.CopyTo(whole.AsMemory(at));
            at += taken.Length;
        }

        (gathering, pieces) = (("", 0, -1), []);
        return whole;
    }
}
