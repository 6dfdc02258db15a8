using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

/// <summary>
/// How the model writes a room down: a record is its number and its predecessor's, a checkpoint is how many records there were and the
/// last. As no number comes twice, the last record tells all that were before it.
/// </summary>
internal static class ModelCopy
{
    public static ReplicaBatch Batch(ModelRoom room, bool isFull, int after)
    {
        var (commit, history) = (room.Commit, room.History);
        return new ReplicaBatch(
            commit.Epoch,
            commit.Generation,
            after,
            isFull ? Pair(after, Last(history, after)) : (ReadOnlyMemory<byte>?)null,
            [.. Enumerable.Range(after, history.Count - after).Select(i => Pair(history[i], Last(history, i)))]);
    }

    /// <summary>How many records a copy holds and which is the last, with proof that there is no gap.</summary>
    public static (long Count, long Last) Read(RoomReplica copy)
    {
        var (count, last) = Pair(copy.Checkpoint!.Value);
        foreach (var record in copy.Records)
        {
            var (number, before) = Pair(record);
            Assert.True(before == last, $"(6) A copy holds record {number} after {last}; it came after {before}.");
            (count, last) = (count + 1, number);
        }

        return (count, last);
    }

    public static long Last(List<long> history, int count) => count == 0 ? 0 : history[count - 1];

    private static ReadOnlyMemory<byte> Pair(long one, long two)
    {
        var bytes = new byte[2 * sizeof(long)];
        BitConverter.TryWriteBytes(bytes, one);
        BitConverter.TryWriteBytes(bytes.AsSpan(sizeof(long)), two);
        return bytes;
    }

    private static (long One, long Two) Pair(ReadOnlyMemory<byte> bytes) =>
        (BitConverter.ToInt64(bytes.Span), BitConverter.ToInt64(bytes.Span[sizeof(long)..]));
}
