using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

/// <summary>A node of the model: its view of the cluster, its lease, its store of the one room, and perhaps the room itself.</summary>
internal sealed class ModelNode(NodeId id)
{
    public NodeId Id { get; } = id;

    public Lease Lease { get; } = new(id);

    public RoomReplica Store { get; } = new();

    public HashSet<NodeId> View { get; } = [];

    public bool IsAlive { get; set; } = true;

    public bool IsFrozen { get; set; }

    public bool IsCutOff { get; set; }

    /// <summary>The others have decided to go on without it.</summary>
    public bool IsDowned { get; set; }

    public TimeSpan? UnreachableSince { get; set; }

    public ModelRoom? Room { get; set; }

    public Recovery? Recovery { get; set; }

    public bool Runs => IsAlive && !IsFrozen;

    public void Sees(IEnumerable<NodeId> members)
    {
        // They may come out of the view itself.
        NodeId[] seen = [.. members];
        View.Clear();
        View.UnionWith(seen);
        Lease.SetVoters(View);
        Recovery?.SetMembers(View);
    }
}

/// <summary>An incarnation of the room: a list of records, each with a content of its own.</summary>
internal sealed class ModelRoom(OutputCommit commit, List<long> history)
{
    public OutputCommit Commit { get; } = commit;

    public List<long> History { get; } = history;

    public NodeId? Late { get; set; }

    public ReplicaBatch Batch()
    {
        var commit = Commit;
        return commit.NeedsFull
            ? new ReplicaBatch(commit.Epoch, commit.Generation, History.Count, Bytes(History), [])
            : new ReplicaBatch(
                commit.Epoch,
                commit.Generation,
                commit.Acknowledged,
                null,
                [.. History.Skip((int)commit.Acknowledged).Select(record => Bytes([record]))]);
    }

    public static List<long> Read(RoomReplica copy) =>
        [.. Longs(copy.Checkpoint!.Value), .. copy.Records.SelectMany(Longs)];

    private static ReadOnlyMemory<byte> Bytes(List<long> records) =>
        records.SelectMany(BitConverter.GetBytes).ToArray();

    private static IEnumerable<long> Longs(ReadOnlyMemory<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i += sizeof(long))
        {
            yield return BitConverter.ToInt64(bytes.Span[i..]);
        }
    }
}
