using System.Buffers;
using Akka.Actor;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Telemetry;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>
/// Keeps a room's copy at its store current, and says how far the room may release. The rules are those of
/// <see cref="OutputCommit"/>; this moves bytes: each record when it is made, and a whole image when the store needs one, piece by
/// piece.
/// </summary>
/// <remarks>
/// Bounds: records that the store is not known to hold are those of <see cref="OutputCommit.Patience"/>, since the room stands still
/// after that; one image at a time.
/// </remarks>
internal sealed class RoomReplication : IRoomStore
{
    private const int ImageEverySeconds = 5;
    private const int ImageAtLeastEverySeconds = 30;

    private readonly RoomMachine machine;
    private readonly RoomEpoch epoch;
    private readonly IReadOnlyList<long> crashes;
    private readonly ReplicationLinks links;
    private readonly NodeServices services;
    private readonly IActorRef room;
    private readonly OutputCommit commit;
    private readonly StateLead lead;
    private readonly Queue<UnheldRecord> unheld = new();
    private readonly HashSet<NodeId> formerStores = [];
    private ImageTransfer? transfer;
    private NodeId? late;
    private ReplicationView? seen;
    private long sent;
    private long imageTick;
    private long imageBytes;
    private long recordBytes;
    private bool isStopping;
    private bool needsImage;

    /// <param name="machine">The room.</param>
    /// <param name="epoch">The incarnation.</param>
    /// <param name="recovered">The last record of the one before; 0 for a new room.</param>
    /// <param name="crashes">When the room was recovered after crashes.</param>
    /// <param name="links">The way to stores.</param>
    /// <param name="services">What the node's actors share.</param>
    /// <param name="room">The room's actor.</param>
    internal RoomReplication(
        RoomMachine machine, RoomEpoch epoch, long recovered, IReadOnlyList<long> crashes, ReplicationLinks links, NodeServices services,
        IActorRef room)
    {
        this.machine = machine;
        this.epoch = epoch;
        this.crashes = crashes;
        this.links = links;
        this.services = services;
        this.room = room;
        commit = new OutputCommit(new ReplicaEpoch(epoch.Number, epoch.Id), recovered);
        lead = new StateLead(machine.Settings.TickRate, machine.Tick);
        if (epoch.Earlier.Count > 0)
        {
            formerStores.UnionWith(links.Board.View.Members);
        }

        Check(services.Time.Monotonic());
    }

    public long Produced => commit.Produced;

    public bool IsSealed => commit.IsSealed;

    public bool MayShowState => commit.IsAlone || lead.MayShow(machine.Tick);

    public bool CanHandOver => commit.Store is not null;

    public bool IsHandedOver { get; private set; }

    public bool IsLeaseHeld => links.Board.Lease.IsHeld(services.Time.Monotonic());

    public bool MayTick(TimeSpan now) => commit.MayTick(links.Board.Lease.IsHeld(now), now);

    public long Release(TimeSpan now)
    {
        var upTo = commit.Release(links.Board.Lease, now);
        lead.Released(upTo);
        return upTo;
    }

    public void Made(TickResult result, TimeSpan now)
    {
        if (result.Record is { } record)
        {
            commit.Produce(now);
            lead.Produced(commit.Produced, record.Tick);
            if (!commit.IsAlone)
            {
                Keep(record, now);
            }
        }

        if (IsImageDue())
        {
            Send(new ImageTransfer(Image(), commit.Produced, IsLast: false));
        }
    }

    public bool Receive(object message, IActorRef sender, TimeSpan now)
    {
        switch (message)
        {
            case StoreAnswered answered:
                Answered(answered.Store, answered.Taken, now);
                return true;
            case SealRoom seal:
                Seal(seal, sender);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Turns to another store if the one there was is gone, about to leave, or late; begins anew with one that needs an image.</summary>
    public void Check(TimeSpan now)
    {
        var view = links.Board.View;
        var isLate = commit.IsLate(now);
        if (!isLate && !needsImage && ReferenceEquals(view, seen))
        {
            return;
        }

        seen = view;
        late = isLate ? commit.Store : late;
        var wanted = StoreRing.Next(view.Self, view.Stores, late);
        if (wanted is { } store)
        {
            if (commit.Store != store || isLate || needsImage)
            {
                Use(store, now);
            }
        }
        else if (!commit.IsAlone && view.Members.Contains(view.Self))
        {
            commit.UseNone();
            unheld.Clear();
            transfer = null;
            DropFormer();
        }
    }

    /// <summary>A store said what it made of a batch.</summary>
    private void Answered(NodeId store, BatchTaken taken, TimeSpan now)
    {
        if (taken.EpochId != epoch.Id)
        {
            return;
        }

        if (taken.Verdict == BatchVerdict.Sealed)
        {
            GiveUp();
        }
        else if (commit.Store != store || taken.Generation != commit.Generation)
        {
            return;
        }
        else if (taken.Verdict == BatchVerdict.Stored)
        {
            Stored(store, taken, now);
        }
        else if (taken.Verdict == BatchVerdict.NeedFull)
        {
            Use(store, now);
        }
        else if (taken.Verdict is null && transfer?.Next(taken.Piece) is { } next)
        {
            commit.Progressed(store, taken.Generation, now);
            Ship(transfer, next);
        }
    }

    /// <summary>A later incarnation asks: this one is over before its store answers.</summary>
    private void Seal(SealRoom by, IActorRef asker)
    {
        if (by.Epoch > epoch.Number)
        {
            GiveUp();
        }

        links.StoreOf(links.Board.View.Self).Tell(by, asker);
    }

    public void HandOver()
    {
        isStopping = true;
        if (commit.Store is { } store)
        {
            Use(store, services.Time.Monotonic());
        }
    }

    public bool MayEnd(bool forGood) => true;

    /// <summary>Nobody is to go on with it.</summary>
    public void End()
    {
        if (commit.Store is { } store)
        {
            formerStores.Add(store);
        }

        foreach (var former in formerStores)
        {
            Drop(former);
        }
    }

    private void GiveUp()
    {
        if (!commit.IsSealed)
        {
            Log.RoomSuperseded(services.Log, machine.Identity.RoomId);
        }

        commit.Seal();
    }

    private void Keep(TickRecord record, TimeSpan now)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        RecordCodec.Write(buffer, record);
        unheld.Enqueue(new UnheldRecord(commit.Produced, buffer.WrittenMemory, now));
        recordBytes += buffer.WrittenCount;
        SendNew();
    }

    private void Stored(NodeId store, BatchTaken taken, TimeSpan now)
    {
        var wasWanting = commit.NeedsFull;
        commit.Stored(store, new RecordPosition(epoch.Number, taken.Generation, taken.Held), now);
        while (unheld.TryPeek(out var record) && record.Number <= commit.Acknowledged)
        {
            unheld.Dequeue();
            ReplicationMeters.Lag.Record((now - record.Made).TotalMilliseconds);
        }

        if (taken.Piece >= 0 && transfer is { } done)
        {
            IsHandedOver = done.IsLast;
            transfer = null;
            if (IsHandedOver)
            {
                Log.RoomStored(services.Log, machine.Identity.RoomId, store.Address);
            }
        }

        if (wasWanting)
        {
            links.Lease.Tell(AskLeaseSoon.Instance, room);
            DropFormer();
        }

        SendNew();
    }

    /// <summary>
    /// Begins a copy at a store, be it the one that there was: by its generation what the store says of an image that was on its way
    /// before is not taken for an answer to this one.
    /// </summary>
    private void Use(NodeId store, TimeSpan now)
    {
        if (commit.Store is { } before)
        {
            formerStores.Add(before);
        }

        formerStores.Remove(store);
        commit.Use(store, now);
        sent = commit.Produced;
        needsImage = false;
        IsHandedOver = false;
        if (isStopping)
        {
            links.StoreOf(links.Board.View.Self).Tell(new RoomGivenAway(machine.Identity.RoomId, epoch.Number), room);
        }

        Send(new ImageTransfer(Image(), commit.Produced, isStopping));
    }

    private void Send(ImageTransfer next)
    {
        transfer = next;
        imageTick = machine.Tick;
        recordBytes = 0;
        Ship(next, next.First);
    }

    private void SendNew()
    {
        if (commit.NeedsFull || commit.Store is null)
        {
            return;
        }

        if (unheld.Any(record => record.Number > sent && record.Bytes.Length > ReplicaPieces.Bytes))
        {
            // It would not fit into a message; an image, which has it, goes in pieces. Not at once: what the store has is released first.
            needsImage = true;
            return;
        }

        List<ReadOnlyMemory<byte>> records = [];
        var bytes = 0;
        var after = sent;
        foreach (var record in unheld)
        {
            if (record.Number <= sent)
            {
                continue;
            }

            if (bytes > 0 && bytes + record.Bytes.Length > ReplicaPieces.Bytes)
            {
                Ship(after, [.. records]);
                records.Clear();
                (after, bytes) = (record.Number - 1, 0);
            }

            records.Add(record.Bytes);
            bytes += record.Bytes.Length;
        }

        if (records.Count > 0)
        {
            Ship(after, records);
        }

        sent = commit.Produced;
    }

    private void Ship(ImageTransfer image, CheckpointPiece piece) => Ship(image.After, piece, [], image.IsLast);

    private void Ship(long after, IReadOnlyList<ReadOnlyMemory<byte>> records) => Ship(after, null, records, isLast: false);

    private void Ship(long after, CheckpointPiece? piece, IReadOnlyList<ReadOnlyMemory<byte>> records, bool isLast) => links.Courier.Tell(
        new ShipBatch(
            commit.Store!.Value,
            new RoomBatch(machine.Identity.RoomId, epoch.Number, epoch.Id, commit.Generation, after, piece, records, isLast),
            room),
        room);

    private ReadOnlyMemory<byte> Image()
    {
        var image = new RoomImage(machine.Identity, epoch, crashes, isStopping, machine.Save(), machine.Log.Kept.ToArray())
            .Encode(links.Board.Format);
        imageBytes = image.Length;
        return image;
    }

    /// <summary>Not before the records since the last one are worth it: an image can be large.</summary>
    private bool IsImageDue()
    {
        var since = (machine.Tick - imageTick) / machine.Settings.TickRate;
        return commit.Store is not null && !commit.NeedsFull && transfer is null
            && since >= (recordBytes >= imageBytes ? ImageEverySeconds : ImageAtLeastEverySeconds);
    }

    private void DropFormer()
    {
        foreach (var former in formerStores)
        {
            Drop(former);
        }

        formerStores.Clear();
    }

    private void Drop(NodeId store) => links.StoreOf(store).Tell(
        new DropReplica(machine.Identity.RoomId, epoch.Number, epoch.Id), room);

    private readonly record struct UnheldRecord(long Number, ReadOnlyMemory<byte> Bytes, TimeSpan Made);
}
