using CsCheck;
using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

public sealed class RoomReplicaTests
{
    private static readonly ReplicaEpoch first = new(1, "first");
    private static readonly ReplicaEpoch second = new(2, "second");

    // In a batch of these tests the checkpoint of record n is n bytes, and record n is the byte n.
    private static readonly Gen<(int Generation, int After, bool Full, int Count)> genBatch =
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 12], Gen.Bool, Gen.Int[0, 5]);

    [Fact]
    public void What_it_acknowledges_it_holds_without_a_gap() => genBatch.Array[1, 30].Sample(batches =>
    {
        var replica = new RoomReplica();
        foreach (var (generation, after, full, count) in batches)
        {
            var before = replica.Held;
            var verdict = replica.Offer(Batch(first, generation, after, full, count));
            if (verdict == BatchVerdict.Stored)
            {
                Assert.Equal(generation, replica.Held!.Value.Generation);
                Assert.True(replica.Held.Value.Record >= after + count);
                Assert.True(before?.Generation != generation || replica.Held.Value.Record >= before.Value.Record);
                Assert.Equal(
                    Enumerable.Range(1, (int)replica.Held.Value.Record).Select(record => (byte)record),
                    replica.Checkpoint!.Value.ToArray().Concat(replica.Records.Select(record => record.Span[0])));
            }
            else
            {
                Assert.Equal(before, replica.Held);
            }
        }
    });

    [Fact]
    public void It_needs_a_full_copy_first_and_whenever_something_is_missing()
    {
        var replica = new RoomReplica();
        Assert.Equal(BatchVerdict.NeedFull, replica.Offer(Batch(first, 1, 0, full: false, 3)));
        Assert.Equal(BatchVerdict.Stored, replica.Offer(Batch(first, 1, 2, full: true, 0)));
        Assert.Equal(BatchVerdict.NeedFull, replica.Offer(Batch(first, 1, 3, full: false, 1)));
        Assert.Equal(BatchVerdict.NeedFull, replica.Offer(Batch(first, 2, 2, full: false, 1)));
        Assert.Equal(new RecordPosition(1, 1, 2), replica.Held);
    }

    [Fact]
    public void It_refuses_all_but_the_newest_incarnation_once_that_has_asked()
    {
        var replica = new RoomReplica();
        replica.Offer(Batch(first, 1, 2, full: true, 0));
        Assert.Equal(new SealAnswer(second, new RecordPosition(1, 1, 2)), replica.Seal(second));
        Assert.Equal(BatchVerdict.Sealed, replica.Offer(Batch(first, 1, 2, full: false, 1)));
        Assert.Equal(BatchVerdict.Sealed, replica.Offer(Batch(first, 9, 8, full: true, 1)));
        Assert.Equal(second, replica.Seal(first).SealedFor);
        Assert.Equal(second, replica.Seal(second with { Id = "rival" }).SealedFor);
        Assert.Equal(new RecordPosition(1, 1, 2), replica.Held);
        Assert.Equal(BatchVerdict.Stored, replica.Offer(Batch(second, 1, 2, full: true, 1)));
    }

    [Fact]
    public void It_knows_which_incarnations_asked_since_its_copy_was_made()
    {
        var third = new ReplicaEpoch(3, "third");
        var replica = new RoomReplica();
        replica.Offer(Batch(first, 1, 2, full: true, 0));
        Assert.Null(replica.Seal(second).Between);
        Assert.Null(replica.Seal(second).Between);
        Assert.Equal([second], replica.Seal(third).Between);
        Assert.Equal([second], replica.Seal(third).Between);

        // What the third has stored says itself what it continues.
        replica.Offer(Batch(third, 1, 2, full: true, 0));
        Assert.Null(replica.Seal(new ReplicaEpoch(4, "4")).Between);
        for (var n = 5; n < 20; n++)
        {
            var between = replica.Seal(new ReplicaEpoch(n, $"{n}")).Between;
            Assert.Equal($"{n - 1}", between![^1].Id);
            Assert.InRange(between.Count, 1, 4);
        }
    }

    [Fact]
    public void A_generation_that_the_room_has_left_changes_nothing()
    {
        var replica = new RoomReplica();
        replica.Offer(Batch(first, 2, 5, full: true, 0));
        Assert.Equal(BatchVerdict.Outdated, replica.Offer(Batch(first, 1, 9, full: true, 0)));
        Assert.Equal(new RecordPosition(1, 2, 5), replica.Held);
    }

    private static ReplicaBatch Batch(ReplicaEpoch epoch, int generation, int after, bool full, int count) => new(
        epoch,
        generation,
        after,
        full ? Bytes(1, after) : (ReadOnlyMemory<byte>?)null,
        [.. Enumerable.Range(after + 1, count).Select(record => Bytes(record, 1))]);

    private static ReadOnlyMemory<byte> Bytes(int from, int count) => Enumerable.Range(from, count).Select(i => (byte)i).ToArray();
}
