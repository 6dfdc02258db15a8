using GameServer.Cluster.Replication;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>The messages by which a new incarnation of a room finds where to go on.</summary>
internal static class RecoveryCodecs
{
    internal static MessageCodec[] All { get; } =
    [
        new MessageCodec<SealRoom>(
            "se1",
            5,
            static (ref MessagePackWriter writer, SealRoom seal) =>
            {
                writer.Write(seal.RoomId);
                writer.Write(seal.Epoch);
                writer.Write(seal.EpochId);
                writer.WriteList(seal.Members, ReplicaCodecs.WriteNode);
                writer.WriteActorRef(seal.ReplyTo);
            },
            static (ref WireReader reader) => new SealRoom(
                reader.Text(), reader.Int32(), reader.Text(), reader.ReadList(ReplicaCodecs.ReadNode), reader.ActorRef())),
        new MessageCodec<RoomSealed>(
            "sd1",
            7,
            static (ref MessagePackWriter writer, RoomSealed answer) =>
            {
                writer.Write(answer.RoomId);
                ReplicaCodecs.WriteNode(ref writer, answer.Store);
                writer.Write(answer.ForEpochId);
                writer.Write(answer.SealedEpoch);
                writer.Write(answer.SealedEpochId);
                if (answer.Held is { } held)
                {
                    writer.WriteArrayHeader(3);
                    writer.Write(held.Epoch);
                    writer.Write(held.Generation);
                    writer.Write(held.Record);
                }
                else
                {
                    writer.WriteNil();
                }

                if (answer.Between is { } between)
                {
                    writer.WriteList(between, WriteEpoch);
                }
                else
                {
                    writer.WriteNil();
                }
            },
            static (ref WireReader reader) => new RoomSealed(
                reader.Text(),
                ReplicaCodecs.ReadNode(ref reader),
                reader.Text(),
                reader.Int32(),
                reader.Text(),
                reader.TakeNil() ? null : ReadPosition(ref reader),
                reader.Left > 0 && !reader.TakeNil() ? reader.ReadList(ReadEpoch) : null)),
        new MessageCodec<FetchReplica>(
            "fe1",
            4,
            static (ref MessagePackWriter writer, FetchReplica fetch) =>
            {
                writer.Write(fetch.RoomId);
                writer.Write(fetch.EpochId);
                writer.Write(fetch.Offset);
                writer.WriteActorRef(fetch.ReplyTo);
            },
            static (ref WireReader reader) => new FetchReplica(reader.Text(), reader.Text(), reader.Int32(), reader.ActorRef())),
        new MessageCodec<ReplicaPiece>(
            "pi1",
            5,
            static (ref MessagePackWriter writer, ReplicaPiece piece) =>
            {
                writer.Write(piece.RoomId);
                writer.Write(piece.EpochId);
                writer.Write(piece.Offset);
                writer.Write(piece.Total);
                writer.Write(piece.Bytes.Span);
            },
            static (ref WireReader reader) => new ReplicaPiece(
                reader.Text(), reader.Text(), reader.Int32(), reader.Int32(), reader.Bytes())),
        new MessageCodec<WakeRoom>(
            "wr1",
            1,
            static (ref MessagePackWriter writer, WakeRoom wake) => writer.Write(wake.RoomId),
            static (ref WireReader reader) => new WakeRoom(reader.Text())),
    ];

    private static void WriteEpoch(ref MessagePackWriter writer, ReplicaEpoch epoch)
    {
        writer.WriteArrayHeader(2);
        writer.Write(epoch.Number);
        writer.Write(epoch.Id);
    }

    private static ReplicaEpoch ReadEpoch(ref WireReader reader)
    {
        var outer = reader.Begin();
        var epoch = new ReplicaEpoch(reader.Int32(), reader.Text());
        reader.End(outer);
        return epoch;
    }

    private static RecordPosition ReadPosition(ref WireReader reader)
    {
        var outer = reader.Begin();
        var position = new RecordPosition(reader.Int32(), reader.Int32(), reader.Int64());
        reader.End(outer);
        return position;
    }
}
