using System.Buffers;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Client.Tests.State;

public sealed class RoomStateTests
{
    private readonly RoomState state = new();

    [Fact]
    public void A_delta_from_another_tick_is_not_applied()
    {
        Assert.False(state.TryApply(new DeltaFrame(0, 0, 0, 5, Scene.Ships([]).Bytes)));
        state.Apply(Scene.Full(0, 101, Scene.Ships([], Payload.Array(1, 1, 8))));

        Assert.False(state.TryApply(new DeltaFrame(0, 0, 100, 102, Scene.Ships([1]).Bytes)));

        Assert.Equal((101, 1), (state.Tick, state["ships"].Count));
    }

    [Fact]
    public void A_baseline_belongs_to_one_incarnation()
    {
        Assert.Equal(0, state.Baseline("e1"));
        state.Apply(Scene.Full(0, 101, Payload.Array()));

        Assert.Equal((101, 0), (state.Baseline("e1"), state.Baseline("e2")));
    }

    [Fact]
    public void A_row_that_goes_and_comes_in_one_frame_begins_anew()
    {
        state.Apply(Scene.Full(0, 101, Scene.Ships([], Payload.Array(1, 3, 8, "Nova"))));

        Assert.True(state.TryApply(new DeltaFrame(0, 0, 101, 102, Scene.Ships([1], Payload.Array(1, 1, 9)).Bytes)));

        Assert.True(state["ships"].TryGet(1, out var row));
        Assert.Equal((9, ""), (row.Int("x"), row.Text("name")));
    }

    [Fact]
    public void What_does_not_fit_the_schema_is_refused_and_leaves_no_baseline()
    {
        Payload[] wrong =
        [
            Payload.Array(Payload.Array(7, Payload.Array(), Payload.Array(Payload.Array(1, 1, 8)))),
            Payload.Array(Payload.Array(-1, Payload.Array(1), Payload.Array())),
            Scene.Ships([], Payload.Array(1, 1, "text for an integer")),
            Scene.Ships([], Payload.Array(1, 2, 5)),
            Scene.Ships([], Payload.Array(1, 4, 5)),
            Scene.Ships([], Payload.Array(1, 1 << 30, "far out")),
        ];
        foreach (var tables in wrong)
        {
            state.Apply(Scene.Full(0, 101, Payload.Array()));
            Assert.Throws<MessagePackSerializationException>(() => state.TryApply(new DeltaFrame(0, 0, 101, 102, tables.Bytes)));
            Assert.Equal(0, state.Baseline("e1"));
        }
    }

    [Fact]
    public void Tables_and_columns_are_found_by_name_or_named_when_missing()
    {
        state.Apply(Scene.Full(0, 101, Payload.Array()));

        Assert.Equal(["ships", "shots"], state.Tables.Select(table => table.Name));
        Assert.Equal(1, state["ships"].ColumnIndex("name"));
        Assert.Equal("There is no table planets.", Assert.Throws<KeyNotFoundException>(() => state["planets"]).Message);
        Assert.Equal("Table ships has no column z.", Assert.Throws<KeyNotFoundException>(() => state["ships"].ColumnIndex("z")).Message);
    }

    [Fact]
    public void A_delta_of_numbers_allocates_its_frame_and_nothing_else()
    {
        var rows = Enumerable.Range(1, 16).Select(key => Payload.Array(key, 1, key * 1000)).ToArray();
        state.Apply(Scene.Full(0, 1, Scene.Ships([], rows)));
        var output = new ArrayBufferWriter<byte>();
        var deltas = new byte[201][];
        for (var i = 0; i < deltas.Length; i++)
        {
            output.ResetWrittenCount();
            ServerFrames.Encode(output, FrameEncoding.Binary, new DeltaFrame(0, 0, i + 1, i + 2, Scene.Ships([], rows).Bytes));
            deltas[i] = output.WrittenSpan.ToArray();
        }
        var frames = new List<ServerFrame>();
        void Take(byte[] message)
        {
            frames.Clear();
            Assert.True(ServerFrames.TryDecode(message, FrameEncoding.Binary, frames, out _));
            Assert.True(state.TryApply((DeltaFrame)frames[0]));
        }
        for (var i = 0; i < 100; i++)
        {
            Take(deltas[i]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < 200; i++)
        {
            Take(deltas[i]);
        }

        var perFrame = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        Assert.InRange(perFrame, 1, 96);
    }
}
