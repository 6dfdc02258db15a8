using System.Buffers;
using Akka.Actor;
using GameServer.Cluster.Journal;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Telemetry;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>
/// Keeps a durable room in the journal, which stands in for the store on another node: an image when the incarnation begins and now
/// and then, and each record of a tick in which something happened. The rules are those of <see cref="JournalCommit"/>.
/// </summary>
/// <remarks>
/// Bound: what the journal is not known to have are the records of <see cref="JournalCommit.Patience"/>, since the room stands still
/// after that; one image at a time.
/// </remarks>
internal sealed class RoomJournal : IRoomStore
{
    private const int ImageAfterRecords = 500;
    private const int ImageAfterBytes = 64 * 1024;

    private readonly RoomMachine machine;
    private readonly RoomEpoch epoch;
    private readonly IReadOnlyList<long> crashes;
    private readonly IActorRef journal;
    private readonly ReplicationBoard board;
    private readonly NodeServices services;
    private readonly JournalCommit commit;
    private readonly Queue<(long Record, TimeSpan Made)> unheld = new();
    private JournalEntry? awaitedImage;
    private JournalEntry? last;
    private long posted = -1;
    private int records;
    private int recordBytes;
    private int imageBytes;

    /// <param name="machine">The room.</param>
    /// <param name="epoch">The incarnation.</param>
    /// <param name="crashes">When the room was recovered after crashes.</param>
    /// <param name="journal">The room's part of the journal.</param>
    /// <param name="board">The node's lease.</param>
    /// <param name="services">What the node's actors share.</param>
    internal RoomJournal(
        RoomMachine machine, RoomEpoch epoch, IReadOnlyList<long> crashes, IActorRef journal, ReplicationBoard board, NodeServices services)
    {
        this.machine = machine;
        this.epoch = epoch;
        this.crashes = crashes;
        this.journal = journal;
        this.board = board;
        this.services = services;
        commit = new JournalCommit(services.Time.Monotonic());
        KeepImage(isLast: false);
    }

    public long Produced => commit.Produced;

    public bool IsSealed { get; private set; }

    public bool MayShowState => commit.IsTold;

    public bool CanHandOver => true;

    public bool IsHandedOver { get; private set; }

    public bool IsLeaseHeld => board.Lease.IsHeld(services.Time.Monotonic());

    public void Check(TimeSpan now)
    {
    }

    public bool MayTick(TimeSpan now) => commit.MayTick(board.Lease.IsHeld(now), now);

    public void Made(TickResult result, TimeSpan now)
    {
        if (result.Record is not { } record || IsQuiet(result, record))
        {
            return;
        }

        posted = record.LastPosted;
        commit.Produce(now);
        unheld.Enqueue((commit.Produced, now));
        var buffer = new ArrayBufferWriter<byte>(256);
        RecordCodec.Write(buffer, record);
        records++;
        recordBytes += buffer.WrittenCount;
        Keep(new JournaledRecord(buffer.WrittenMemory));
        if (awaitedImage is null && (records >= ImageAfterRecords || recordBytes >= Math.Max(ImageAfterBytes, imageBytes)))
        {
            KeepImage(isLast: false);
        }
    }

    public bool Receive(object message, IActorRef sender, TimeSpan now)
    {
        switch (message)
        {
            case JournalKept kept:
                Kept(kept, now);
                return true;
            case JournalLost lost:
                Log.RoomJournalLost(services.Log, machine.Identity.RoomId, lost.Reason);
                commit.Lose();
                IsSealed = true;
                return true;
            default:
                return false;
        }
    }

    public long Release(TimeSpan now) => commit.Release(board.Lease.IsHeld(now));

    public void HandOver() => last = KeepImage(isLast: true);

    public bool MayEnd(bool forGood)
    {
        if (last is null)
        {
            last = forGood ? Keep<JournalEntry>(new JournaledEnd()) : KeepImage(isLast: true);
        }

        return IsHandedOver;
    }

    public void End()
    {
    }

    /// <summary>
    /// A tick in which nothing happened comes again by itself when the room is replayed. Some are kept, with their hash, so that there are
    /// never many to make again.
    /// </summary>
    private bool IsQuiet(TickResult result, TickRecord record) => record.Hash is null
        && record.LastPosted == posted
        && record.Operations.Count + record.Events.Count + record.Answers.Count + result.Ended.Count == 0;

    private void Kept(JournalKept kept, TimeSpan now)
    {
        commit.Kept(kept.Record);
        while (unheld.TryPeek(out var record) && record.Record <= kept.Record)
        {
            unheld.Dequeue();
            ReplicationMeters.Lag.Record((now - record.Made).TotalMilliseconds);
        }

        if (ReferenceEquals(kept.Entry, awaitedImage))
        {
            awaitedImage = null;
        }

        IsHandedOver |= ReferenceEquals(kept.Entry, last);
    }

    private JournaledImage KeepImage(bool isLast)
    {
        var bytes = new RoomImage(machine.Identity, epoch, crashes, isLast, machine.Save(), machine.Log.Kept.ToArray())
            .Encode(board.Format);
        (records, recordBytes, imageBytes) = (0, 0, bytes.Length);
        var image = Keep(new JournaledImage(bytes));
        awaitedImage = image;
        return image;
    }

    private TEntry Keep<TEntry>(TEntry entry)
        where TEntry : JournalEntry
    {
        journal.Tell(new KeepInJournal(entry, commit.Produced));
        return entry;
    }
}
