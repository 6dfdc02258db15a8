using GameServer.Rooms;

namespace GameServer.Cluster.Replication;

/// <summary>What a room sends to its store: records, and a checkpoint before them if the copy is to be complete with it.</summary>
/// <param name="Epoch">The incarnation that sends it.</param>
/// <param name="Generation">Which of its stores it means.</param>
/// <param name="After">The record after which <paramref name="Records"/> begin, and of which <paramref name="Checkpoint"/> is.</param>
/// <param name="Checkpoint">All that was before, or null.</param>
/// <param name="Records">The records, without a gap.</param>
public sealed record ReplicaBatch(
    ReplicaEpoch Epoch, int Generation, long After, ReadOnlyMemory<byte>? Checkpoint, IReadOnlyList<ReadOnlyMemory<byte>> Records);

/// <summary>What a store makes of a batch.</summary>
public enum BatchVerdict
{
    /// <summary>It holds everything up to its position; the room may rely on it.</summary>
    Stored,

    /// <summary>It lacks something that came before.</summary>
    NeedFull,

    /// <summary>A later incarnation has begun; this one is over.</summary>
    Sealed,

    /// <summary>The room itself has moved on from what this batch was for; there is nothing to answer.</summary>
    Outdated,
}

/// <summary>What a store says to an incarnation that begins.</summary>
/// <param name="SealedFor">The incarnation for which it is sealed: the one that asked, unless another has a better claim.</param>
/// <param name="Held">How far its copy goes; null if it has none.</param>
/// <param name="Between">Other incarnations that asked since the copy was made, the latest last; null for none.</param>
public readonly record struct SealAnswer(ReplicaEpoch SealedFor, RecordPosition? Held, IReadOnlyList<ReplicaEpoch>? Between = null);

/// <summary>
/// A store's copy of one room. It acknowledges only what it holds completely: a checkpoint and every record since. Bound: records are
/// dropped with the next checkpoint, which a room sends every few seconds, and of the incarnations that asked the last few are known.
/// </summary>
public sealed class RoomReplica
{
    // Half of what an incarnation remembers, so that those that are in the copy are not forgotten for them.
    private const int MaxAsked = RoomEpoch.MaxEarlier / 2;

    private readonly List<ReadOnlyMemory<byte>> records = [];
    private readonly List<ReplicaEpoch> asked = [];
    private int generation;
    private int heldEpoch;
    private long checkpointed;

    /// <summary>How far the copy goes; null before the first checkpoint.</summary>
    public RecordPosition? Held =>
        Checkpoint is null ? null : new RecordPosition(heldEpoch, generation, checkpointed + records.Count);

    /// <summary>The checkpoint, or null.</summary>
    public ReadOnlyMemory<byte>? Checkpoint { get; private set; }

    /// <summary>The records since the checkpoint.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Records => records;

    /// <summary>The newest incarnation that this copy knows of; all earlier ones are refused.</summary>
    public ReplicaEpoch SealedFor { get; private set; }

    /// <summary>Takes a batch, or says why not.</summary>
    public BatchVerdict Offer(ReplicaBatch batch)
    {
        if (!GivesWayTo(batch.Epoch))
        {
            return BatchVerdict.Sealed;
        }

        SealedFor = batch.Epoch;
        var isSame = Checkpoint is not null && heldEpoch == batch.Epoch.Number && generation == batch.Generation;
        if (!isSame && heldEpoch == batch.Epoch.Number && generation > batch.Generation)
        {
            return BatchVerdict.Outdated;
        }

        if (batch.Checkpoint is { } checkpoint)
        {
            Begin(batch, checkpoint, isSame);
        }
        else if (!isSame || batch.After > Held!.Value.Record)
        {
            // What is held stays until there is something complete in its place.
            return BatchVerdict.NeedFull;
        }

        Append(batch);
        return BatchVerdict.Stored;
    }

    /// <summary>An incarnation begins and asks what there is: from now on all earlier ones are refused.</summary>
    public SealAnswer Seal(ReplicaEpoch by)
    {
        if (GivesWayTo(by))
        {
            if (by != SealedFor)
            {
                asked.Add(by);
                asked.RemoveRange(0, Math.Max(0, asked.Count - MaxAsked - 1));
            }

            SealedFor = by;
        }

        ReplicaEpoch[] others = [.. asked.Where(other => other != SealedFor)];
        return new SealAnswer(SealedFor, Held, others.Length > 0 ? others : null);
    }

    /// <summary>The copy is of no use to that incarnation any more. What is sealed stays so.</summary>
    public void Drop(ReplicaEpoch epoch)
    {
        if (epoch == SealedFor)
        {
            Checkpoint = null;
            records.Clear();
            asked.Clear();
        }
    }

    private bool GivesWayTo(ReplicaEpoch epoch) => epoch.Number > SealedFor.Number || epoch == SealedFor;

    private void Begin(ReplicaBatch batch, ReadOnlyMemory<byte> checkpoint, bool isSame)
    {
        if (isSame && batch.After < checkpointed)
        {
            return;
        }

        var keeps = isSame && batch.After <= checkpointed + records.Count;
        records.RemoveRange(0, keeps ? (int)(batch.After - checkpointed) : records.Count);
        asked.RemoveAll(other => other.Number <= batch.Epoch.Number);
        Checkpoint = checkpoint;
        checkpointed = batch.After;
        heldEpoch = batch.Epoch.Number;
        generation = batch.Generation;
    }

    private void Append(ReplicaBatch batch)
    {
        // What was sent again is there already.
        for (var i = (int)(checkpointed + records.Count - batch.After); i < batch.Records.Count; i++)
        {
            records.Add(batch.Records[i]);
        }
    }
}
