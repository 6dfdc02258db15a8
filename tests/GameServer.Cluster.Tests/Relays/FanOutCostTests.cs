using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using Xunit.Abstractions;

namespace GameServer.Cluster.Tests.Relays;

public sealed class FanOutCostTests(ITestOutputHelper output) : RelayTest
{
    private const int Warm = 300;
    private const int Measured = 300;

    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public void Envelope_costs_the_same_memory_for_any_number_of_readers(FrameEncoding encoding)
    {
        Snapshot(tick: 1, logEvents: 50);
        var outboxes = new List<Outbox>();
        var few = AllocatedPerEnvelope(outboxes, 4, encoding);
        var many = AllocatedPerEnvelope(outboxes, 64, encoding);
        output.WriteLine($"{encoding}: {few:F0} bytes an envelope for 4 readers, {many:F0} for 64: {(many - few) / 60:F2} a reader");
        Assert.InRange((many - few) / 60, -1, 1);
    }

    private double AllocatedPerEnvelope(List<Outbox> outboxes, int readers, FrameEncoding encoding)
    {
        var first = outboxes.Count == 0 ? 1L : 1 + Warm + Measured;
        for (var i = outboxes.Count; i < readers; i++)
        {
            outboxes.Add(new Outbox(encoding, 256 * 1024));
            Relay.Tell(new AddReader(RoomId, Session, i, $"join-{i}", null, null, false, 0, outboxes[i]), Session);
        }

        Drain(outboxes);
        var envelopes = Enumerable.Range(0, Warm + Measured).Select(i => new RoomEnvelope(
            RoomId,
            "epoch",
            first + i,
            new EnvelopeBody(first + i, first + i + 1, Tables(first + i), [], [Event(first + i, "hello")], [], [], []))).ToArray();
        var allocated = 0L;
        for (var i = 0; i < envelopes.Length; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Relay.Tell(envelopes[i], Rooms);
            var written = Drain(outboxes);
            allocated += i < Warm ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(written > 15 * readers, $"{written} bytes were written for {readers} readers");
        }

        return (double)allocated / Measured;
    }

    private static long Drain(List<Outbox> outboxes)
    {
        var bytes = 0L;
        foreach (var outbox in outboxes)
        {
            bytes += outbox.Take().Length;
            outbox.Sent();
        }

        return bytes;
    }
}
