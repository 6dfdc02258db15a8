using System.Buffers;

namespace GameServer.Protocol.Tests;

public sealed class SharedTailTests
{
    private static readonly byte[] tables = Payload.Array(Payload.Array(0, Payload.Array(7), Payload.Array(Payload.Array(3, 5, -12, "né")))).Bytes.ToArray();

    // Not a literal at the call: unoptimised code makes an array of one.
    private static readonly long[] own = [1, 523];

    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public void A_shared_delta_is_the_same_frame(FrameEncoding encoding)
    {
        var output = new ArrayBufferWriter<byte>();

        ServerFrames.WriteShared(output, encoding, FrameTypes.Delta, [1, 523], SharedTail.Delta(99, 100, tables));

        Assert.Equal(Wire.Encode(encoding, new DeltaFrame(1, 523, 99, 100, tables)), output.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public void A_shared_full_is_the_same_frame(FrameEncoding encoding)
    {
        var output = new ArrayBufferWriter<byte>();
        TableSchema[] schema = [new("ships", [Column.Int("x", 0.01), Column.Text("name")])];

        ServerFrames.WriteShared(output, encoding, FrameTypes.Full, [127, Limits.MaxInteger], SharedTail.Full(2, "e2", 100, Encoded(schema), tables));

        Assert.Equal(Wire.Encode(encoding, new FullFrame(127, Limits.MaxInteger, 2, "e2", 100, schema, tables)), output.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData(FrameEncoding.Binary, 0)]
    [InlineData(FrameEncoding.Binary, 3)]
    [InlineData(FrameEncoding.Binary, 20)]
    [InlineData(FrameEncoding.Text, 0)]
    [InlineData(FrameEncoding.Text, 3)]
    public void Shared_events_are_the_same_frame(FrameEncoding encoding, int count)
    {
        var events = Enumerable.Range(11, count).Select(i => new EventItem(i, "hit", Payload.Map(("by", i)))).ToArray();
        var output = new ArrayBufferWriter<byte>();

        ServerFrames.WriteEvents(output, encoding, 1, 10, 50, [.. events.Select(SharedTail.Event)]);

        Assert.Equal(Wire.Encode(encoding, new EventsFrame(1, 10, 50, events)), output.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public void A_recipient_more_costs_no_allocation(FrameEncoding encoding)
    {
        var delta = SharedTail.Delta(99, 100, tables);
        SharedTail[] events = [SharedTail.Event(new EventItem(11, "hit", 3))];
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        void Write()
        {
            output.ResetWrittenCount();
            ServerFrames.WriteShared(output, encoding, FrameTypes.Delta, own, delta);
            ServerFrames.WriteEvents(output, encoding, 1, 10, 11, events);
        }
        for (var i = 0; i < 100; i++)
        {
            Write();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Write();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Encoded(TableSchema[] schema)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePack.MessagePackWriter(output);
        StateCodec.WriteSchema(ref writer, schema);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
