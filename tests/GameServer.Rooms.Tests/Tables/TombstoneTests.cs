using CsCheck;

namespace GameServer.Rooms.Tests.Tables;

public sealed class TombstoneTests
{
    private static readonly Gen<int[]> removalsPerTick = Gen.Int[0, 700].Array[4, 12];

    [Fact]
    public void Every_baseline_that_is_kept_leads_to_the_rooms_state_however_much_was_removed()
    {
        removalsPerTick.Sample(
            removals =>
            {
                var room = new HistoryRoom();
                room.Step(Enumerable.Range(1, removals.Sum()).Select(Added));
                var replica = room.NewReplica();
                var snapshots = new Dictionary<long, StateCopy>();
                var next = 1;
                foreach (var count in removals)
                {
                    var from = room.Tick;
                    room.Step(Enumerable.Range(next, count).Select(Removed));
                    next += count;
                    replica.ApplyDelta(room.Tick, room.Delta(from));
                    snapshots[room.Tick] = Read(replica);
                }

                foreach (var (tick, state) in snapshots)
                {
                    if (replica.Keeps(tick))
                    {
                        state.Apply(Delta(replica, tick));
                        Assert.Equal(room.TruthAt(room.Tick), state.ToString());
                    }
                }
            },
            iter: 20);
    }

    [Fact]
    public void Baselines_from_before_the_oldest_kept_removal_are_not_kept()
    {
        var room = new HistoryRoom();
        room.Step(Enumerable.Range(1, Tombstones.Max + 1).Select(Added));
        var replica = room.NewReplica();
        foreach (var removed in new[] { 1..2, 2..(Tombstones.Max + 1), (Tombstones.Max + 1)..(Tombstones.Max + 2) })
        {
            Assert.True(replica.Keeps(1));
            room.Step(Enumerable.Range(removed.Start.Value, removed.End.Value - removed.Start.Value).Select(Removed));
            replica.ApplyDelta(room.Tick, room.Delta(room.Tick - 1));
        }

        // The removal of tick 2 is forgotten: readers that have seen it (baseline 2) can go on, those before cannot.
        Assert.False(replica.Keeps(1));
        Assert.True(replica.Keeps(2));
        Assert.Equal(2, room.Tables.Horizon);
    }

    [Fact]
    public void A_tick_that_removes_more_rows_than_are_remembered_reaches_every_replica()
    {
        const int Rows = Tombstones.Max + 500;
        var room = new HistoryRoom();
        room.Step(Enumerable.Range(1, Rows).Select(Added));
        var replica = room.NewReplica();

        room.Step(Enumerable.Range(1, Rows).Select(Removed));
        replica.ApplyDelta(2, room.Delta(1));

        Assert.Equal("", Read(replica).ToString());
        Assert.True(room.Tables.Horizon <= 1, "The room's own delta from the tick before must be complete.");
    }

    [Fact]
    public void Removals_of_the_tick_before_are_forgotten_first()
    {
        const int Rows = Tombstones.Max + 500;
        var room = new HistoryRoom();
        room.Step(Enumerable.Range(1, Rows + 1).Select(Added));
        room.Step(Enumerable.Range(1, Rows).Select(Removed));
        room.Step([Removed(Rows + 1)]);

        Assert.Equal(2, room.Tables.Horizon);
    }

    [Fact]
    public void Rows_that_come_and_go_within_a_tick_leave_nothing_to_remember()
    {
        var room = new HistoryRoom();
        room.Step([]);
        for (var i = 0; i < Tombstones.Max + 10; i++)
        {
            room.Step([Added(i), Removed(i)]);
        }

        Assert.True(room.Tables.Horizon <= 1, "No reader ever knew these rows, so every baseline is good.");
    }

    [Fact]
    public void Writing_a_delta_allocates_nothing()
    {
        var room = new HistoryRoom();
        room.Step(Enumerable.Range(1, 200).Select(Added));
        room.Step(Enumerable.Range(1, 100).Select(Removed));
        var output = new System.Buffers.ArrayBufferWriter<byte>(16 * 1024);
        var replica = room.NewReplica();
        room.Step(Enumerable.Range(101, 50).Select(Removed));
        replica.ApplyDelta(3, room.Delta(2));
        replica.WriteDelta(output, 2);
        output.ResetWrittenCount();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            replica.WriteDelta(output, 2);
            output.ResetWrittenCount();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Change Added(int key) => new(ChangeKind.Add, 0, key, 0, 0);

    private static Change Removed(int key) => new(ChangeKind.Remove, 0, key, 0, 0);

    private static StateCopy Read(StateReplica replica)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        replica.WriteFull(output);
        var state = new StateCopy();
        state.Apply(output.WrittenMemory);
        return state;
    }

    private static ReadOnlyMemory<byte> Delta(StateReplica replica, long baseline)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        replica.WriteDelta(output, baseline);
        return output.WrittenMemory;
    }
}
