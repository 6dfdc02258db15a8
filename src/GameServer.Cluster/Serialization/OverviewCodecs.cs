using GameServer.Cluster.Overview;
using GameServer.Cluster.Sessions;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>What nodes tell each other for people who watch the cluster.</summary>
internal static class OverviewCodecs
{
    internal static MessageCodec[] All { get; } =
    [
        new MessageCodec<NodeReport>(
            "nr1",
            7,
            static (ref MessagePackWriter writer, NodeReport report) =>
            {
                ReplicaCodecs.WriteNode(ref writer, report.Node);
                writer.Write(report.Name);
                WriteConnections(ref writer, report.Connections);
                WriteRates(ref writer, report.Rates);
                writer.Write(report.RoomCount);
                writer.WriteList(report.Rooms, WriteRoom);
                WriteOnline(ref writer, report.Online);
            },
            static (ref WireReader reader) => new NodeReport(
                ReplicaCodecs.ReadNode(ref reader),
                reader.Text(),
                ReadConnections(ref reader),
                ReadRates(ref reader),
                reader.Int32(),
                reader.ReadList(ReadRoom),
                ReadOnline(ref reader))),
        new MessageCodec<SteerNode>(
            "sn1",
            1,
            static (ref MessagePackWriter writer, SteerNode steer) => writer.Write((int)steer.What),
            static (ref WireReader reader) => new SteerNode(reader.Enum<NodeSteer>())),
    ];

    private static void WriteConnections(ref MessagePackWriter writer, ConnectionCounts counts)
    {
        writer.WriteArrayHeader(3);
        writer.Write(counts.WebSockets);
        writer.Write(counts.Streams);
        writer.Write(counts.Polls);
    }

    private static ConnectionCounts ReadConnections(ref WireReader reader)
    {
        var outer = reader.Begin();
        var counts = new ConnectionCounts(reader.Int32(), reader.Int32(), reader.Int32());
        reader.End(outer);
        return counts;
    }

    private static void WriteOnline(ref MessagePackWriter writer, OnlineReport? online)
    {
        if (online is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(2);
        writer.Write(online.Count);
        writer.WriteList(online.Players, static (ref MessagePackWriter items, PlayerIdentity player) =>
        {
            items.WriteArrayHeader(2);
            items.Write(player.PlayerId);
            items.Write(player.Name);
        });
    }

    private static OnlineReport? ReadOnline(ref WireReader reader)
    {
        if (reader.Left == 0 || reader.TakeNil())
        {
            return null;
        }

        var outer = reader.Begin();
        var online = new OnlineReport(reader.Int32(), reader.ReadList(static (ref WireReader items) =>
        {
            var item = items.Begin();
            var player = new PlayerIdentity(items.Text(), items.Text());
            items.End(item);
            return player;
        }));
        reader.End(outer);
        return online;
    }

    private static void WriteRates(ref MessagePackWriter writer, NodeRates rates)
    {
        writer.WriteArrayHeader(4);
        writer.Write(rates.Envelopes);
        writer.Write(rates.Frames);
        writer.Write(rates.Bytes);
        if (rates.ReplicationLag is { } lag)
        {
            writer.Write(lag.Ticks);
        }
        else
        {
            writer.WriteNil();
        }
    }

    private static NodeRates ReadRates(ref WireReader reader)
    {
        var outer = reader.Begin();
        var rates = new NodeRates(
            reader.Int32(), reader.Int32(), reader.Int64(), reader.TakeNil() ? null : TimeSpan.FromTicks(reader.Int64()));
        reader.End(outer);
        return rates;
    }

    private static void WriteRoom(ref MessagePackWriter writer, RoomReport room)
    {
        writer.WriteArrayHeader(11);
        writer.Write(room.RoomId);
        writer.Write(room.Kind);
        writer.Write(room.IsPrivate);
        writer.Write(room.Epoch);
        writer.Write(room.Players);
        writer.Write(room.Seats);
        writer.Write(room.TickRate);
        writer.Write(room.Tick);
        writer.Write(room.Age.Ticks);
        writer.Write(room.TickMedian.Ticks);
        writer.Write(room.TickP99.Ticks);
    }

    private static RoomReport ReadRoom(ref WireReader reader)
    {
        var outer = reader.Begin();
        var room = new RoomReport(
            reader.Text(),
            reader.Text(),
            reader.Boolean(),
            reader.Int32(),
            reader.Int32(),
            reader.Int32(),
            reader.Int32(),
            reader.Int64(),
            TimeSpan.FromTicks(reader.Int64()),
            TimeSpan.FromTicks(reader.Int64()),
            TimeSpan.FromTicks(reader.Int64()));
        reader.End(outer);
        return room;
    }
}
