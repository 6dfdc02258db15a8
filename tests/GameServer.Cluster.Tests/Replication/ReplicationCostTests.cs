using System.Buffers;
using Akka.Actor;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Serialization;
using GameServer.Protocol;
using GameServer.Rooms;
using Xunit.Abstractions;

namespace GameServer.Cluster.Tests.Replication;

/// <summary>What it costs that a room in which nothing happens makes records all the same.</summary>
public sealed class ReplicationCostTests(ITestOutputHelper output) : Akka.TestKit.Xunit2.TestKit
{
    private const int Seconds = 10;

    [Fact]
    public void A_quiet_room_sends_less_than_two_kilobytes_a_second_to_its_store()
    {
        var serializer = new ClusterMessageSerializer((ExtendedActorSystem)Sys);
        var settings = CounterGame.Defaults with { TickRate = 30 };
        var machine = RoomMachine.Create(new CounterGame(settings), new RoomIdentity("ABCDEFGHJK", "counter", IsPrivate: false), 1, Payload.Nil);
        var (home, store) = (new NodeId("10.244.1.17:4053", 1_234_567), new NodeId("10.244.2.18:4053", 2_345_678));
        const string Epoch = "0123456789abcdef";
        var (records, sent, answered) = (0, 0, 0);
        for (var tick = 0; tick < Seconds * settings.TickRate; tick++)
        {
            if (machine.Step().Record is not { } record)
            {
                continue;
            }

            var bytes = new ArrayBufferWriter<byte>();
            RecordCodec.Write(bytes, record);
            sent += serializer.ToBinary(new ReplicaParcel(
                home, store, [new RoomBatch(machine.Identity.RoomId, 1, Epoch, 1, records, null, [bytes.WrittenMemory], false)])).Length;
            answered += serializer.ToBinary(new ReplicaReceipt(
                store, [new BatchTaken(machine.Identity.RoomId, Epoch, 1, -1, BatchVerdict.Stored, ++records)])).Length;
        }

        output.WriteLine(
            $"a quiet room at {settings.TickRate} Hz: {(double)records / Seconds:F1} records a second, {sent / Seconds} bytes a second to its store and {answered / Seconds} back");
        Assert.InRange(records / Seconds, 10, 11);
        Assert.InRange((sent + answered) / Seconds, 1, 2000);
    }
}
