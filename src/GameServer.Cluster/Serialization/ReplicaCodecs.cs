using GameServer.Cluster.Replication;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>The messages between rooms and their stores, and those by which nodes keep their leases.</summary>
internal static class ReplicaCodecs
{
    internal static MessageCodec[] All { get; } =
    [
        new MessageCodec<AskLease>(
            "al1",
            3,
            static (ref MessagePackWriter writer, AskLease ask) =>
            {
                WriteNode(ref writer, ask.Asker);
                writer.Write(ask.AskedAt);
                writer.WriteIntOrNil(ask.Format);
            },
            static (ref WireReader reader) => new AskLease(ReadNode(ref reader), reader.Int64(), reader.AppendedInt32())),
        new MessageCodec<LeaseGranted>(
            "lg1",
            4,
            static (ref MessagePackWriter writer, LeaseGranted granted) =>
            {
                WriteNode(ref writer, granted.Voter);
                WriteNode(ref writer, granted.Asker);
                writer.Write(granted.AskedAt);
                writer.WriteIntOrNil(granted.Format);
            },
            static (ref WireReader reader) => new LeaseGranted(
                ReadNode(ref reader), ReadNode(ref reader), reader.Int64(), reader.AppendedInt32())),
        new MessageCodec<StoreLeaves>(
            "sl1",
            1,
            static (ref MessagePackWriter writer, StoreLeaves leaves) => WriteNode(ref writer, leaves.Node),
            static (ref WireReader reader) => new StoreLeaves(ReadNode(ref reader))),
        new MessageCodec<ReplicaParcel>(
            "pa1",
            3,
            static (ref MessagePackWriter writer, ReplicaParcel parcel) =>
            {
                WriteNode(ref writer, parcel.From);
                WriteNode(ref writer, parcel.To);
                writer.WriteList(parcel.Batches, WriteBatch);
            },
            static (ref WireReader reader) => new ReplicaParcel(
                ReadNode(ref reader), ReadNode(ref reader), reader.ReadList(ReadBatch))),
        new MessageCodec<ReplicaReceipt>(
            "rr1",
            2,
            static (ref MessagePackWriter writer, ReplicaReceipt receipt) =>
            {
                WriteNode(ref writer, receipt.From);
                writer.WriteList(receipt.Taken, WriteTaken);
            },
            static (ref WireReader reader) => new ReplicaReceipt(ReadNode(ref reader), reader.ReadList(ReadTaken))),
        new MessageCodec<DropReplica>(
            "dr2",
            3,
            static (ref MessagePackWriter writer, DropReplica drop) =>
            {
                writer.Write(drop.RoomId);
                writer.Write(drop.Epoch);
                writer.Write(drop.EpochId);
            },
            static (ref WireReader reader) => new DropReplica(reader.Text(), reader.Int32(), reader.Text())),
    ];

    internal static void WriteNode(ref MessagePackWriter writer, NodeId node)
    {
        writer.WriteArrayHeader(2);
        writer.Write(node.Address);
        writer.Write(node.Uid);
    }

    internal static NodeId ReadNode(ref WireReader reader)
    {
        var outer = reader.Begin();
        var node = new NodeId(reader.Text(), reader.Int64());
        reader.End(outer);
        return node;
    }

    private static void WriteBatch(ref MessagePackWriter writer, RoomBatch batch)
    {
        writer.WriteArrayHeader(8);
        writer.Write(batch.RoomId);
        writer.Write(batch.Epoch);
        writer.Write(batch.EpochId);
        writer.Write(batch.Generation);
        writer.Write(batch.After);
        if (batch.Piece is { } piece)
        {
            writer.WriteArrayHeader(3);
            writer.Write(piece.Index);
            writer.Write(piece.Count);
            writer.Write(piece.Bytes.Span);
        }
        else
        {
            writer.WriteNil();
        }

        writer.WriteList(batch.Records, static (ref MessagePackWriter items, ReadOnlyMemory<byte> record) => items.Write(record.Span));
        writer.Write(batch.IsLast);
    }

    private static RoomBatch ReadBatch(ref WireReader reader)
    {
        var outer = reader.Begin();
        var batch = new RoomBatch(
            reader.Text(),
            reader.Int32(),
            reader.Text(),
            reader.Int32(),
            reader.Int64(),
            reader.TakeNil() ? null : ReadPiece(ref reader),
            // Records and images are kept for long, and the parcel that they came in need not be.
            reader.ReadList(static (ref WireReader items) => (ReadOnlyMemory<byte>)items.Bytes().ToArray()),
            reader.Boolean());
        reader.End(outer);
        return batch;
    }

    private static CheckpointPiece ReadPiece(ref WireReader reader)
    {
        var outer = reader.Begin();
        var piece = new CheckpointPiece(reader.Int32(), reader.Int32(), reader.Bytes().ToArray());
        reader.End(outer);
        return piece;
    }

    private static void WriteTaken(ref MessagePackWriter writer, BatchTaken taken)
    {
        writer.WriteArrayHeader(6);
        writer.Write(taken.RoomId);
        writer.Write(taken.EpochId);
        writer.Write(taken.Generation);
        writer.Write(taken.Piece);
        if (taken.Verdict is { } verdict)
        {
            writer.Write((int)verdict);
        }
        else
        {
            writer.WriteNil();
        }

        writer.Write(taken.Held);
    }

    private static BatchTaken ReadTaken(ref WireReader reader)
    {
        var outer = reader.Begin();
        var taken = new BatchTaken(
            reader.Text(),
            reader.Text(),
            reader.Int32(),
            reader.Int32(),
            reader.TakeNil() ? null : reader.Enum<BatchVerdict>(),
            reader.Int64());
        reader.End(outer);
        return taken;
    }
}
