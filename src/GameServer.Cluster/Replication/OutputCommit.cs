namespace GameServer.Cluster.Replication;

/// <summary>
/// When a room may release its events and answers: when its store holds their record, and its node the lease; so what a client was
/// told once is not untold by the death of one node. In a cluster of one, at once.
/// </summary>
/// <remarks>
/// Each full copy that the room begins is a generation, at another store or at the one that lacks something. Only the current
/// generation's acknowledgements count: what is sent next begins after them.
/// </remarks>
public sealed class OutputCommit
{
    /// <summary>A store of which nothing is heard for so long while it is waited for makes the room turn to another.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMilliseconds(150);

    /// <summary>So long after the last acknowledgement a room stops ticking.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Queue<TimeSpan> waitingSince = new();
    private readonly long recovered;
    private long acknowledged;
    private TimeSpan silentSince;
    private TimeSpan progressed = TimeSpan.MinValue;
    private TimeSpan begun;

    /// <param name="epoch">The incarnation.</param>
    /// <param name="recovered">The last record of the one before, of which the room has the state; 0 for a new room.</param>
    public OutputCommit(ReplicaEpoch epoch, long recovered)
    {
        Epoch = epoch;
        this.recovered = recovered;
        Produced = recovered;
        acknowledged = recovered;
    }

    /// <summary>The incarnation.</summary>
    public ReplicaEpoch Epoch { get; }

    /// <summary>Counts the full copies that were begun.</summary>
    public int Generation { get; private set; }

    /// <summary>The store that is used, or null while there is none.</summary>
    public NodeId? Store { get; private set; }

    /// <summary>Since when the store that is used is known to have a full copy.</summary>
    public TimeSpan CompleteSince { get; private set; } = TimeSpan.MinValue;

    /// <summary>Whether there is nobody who could be a store.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>The last record that was made.</summary>
    public long Produced { get; private set; }

    /// <summary>
    /// The last record whose events and answers may be told. Of what was recovered, nothing may at first: the copy that it came from
    /// may be the only one.
    /// </summary>
    public long Released { get; private set; }

    /// <summary>The last record that the current store is known to hold; what is sent begins after it.</summary>
    public long Acknowledged => acknowledged;

    /// <summary>Whether the current store has to be given a checkpoint first.</summary>
    public bool NeedsFull { get; private set; } = true;

    /// <summary>Whether a later incarnation has begun: this one is over for good.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>The room made a record.</summary>
    public void Produce(TimeSpan now)
    {
        Produced++;
        if (!IsAlone)
        {
            Wait(now);
        }
    }

    /// <summary>Begins a full copy of everything up to now, at a store that may be the one that there was.</summary>
    public void Use(NodeId store, TimeSpan now)
    {
        Store = store;
        IsAlone = false;
        Generation++;
        NeedsFull = true;
        // Nothing of it counts as held, whatever the store before had. It is late if it makes the room wait itself; the room's patience
        // is for all of them together, or it would tick on for as long as there are others to turn to.
        acknowledged = Math.Max(Released, recovered);
        var waited = waitingSince.Count > 0 ? silentSince : now;
        waitingSince.Clear();
        for (var record = acknowledged; record < Produced; record++)
        {
            Wait(now);
        }

        silentSince = waited;
        (begun, progressed) = (now, TimeSpan.MinValue);
    }

    /// <summary>
    /// A store has taken a piece of the full copy: it is not late, or a copy that takes longer than <see cref="Late"/> would be begun again
    /// for ever. It holds nothing yet, so the room's patience goes on running.
    /// </summary>
    public void Progressed(NodeId store, int generation, TimeSpan now)
    {
        if (Store == store && generation == Generation)
        {
            progressed = now;
        }
    }

    /// <summary>This node is the only one that carries rooms.</summary>
    public void UseNone()
    {
        Store = null;
        IsAlone = true;
        CompleteSince = TimeSpan.MinValue;
        waitingSince.Clear();
    }

    /// <summary>A store has everything up to a position.</summary>
    public void Stored(NodeId store, RecordPosition held, TimeSpan now)
    {
        if (Store != store || held.Epoch != Epoch.Number || held.Generation != Generation || held.Record > Produced)
        {
            return;
        }

        CompleteSince = NeedsFull ? now : CompleteSince;
        NeedsFull = false;
        silentSince = now;
        for (; acknowledged < held.Record; acknowledged++)
        {
            waitingSince.Dequeue();
        }
    }

    /// <summary>A store has been sealed for a later incarnation.</summary>
    public void Seal() => IsSealed = true;

    /// <summary>Whether the store is so late that another is to be tried.</summary>
    /// <remarks>
    /// A room that has stopped makes no records that could be late. Its last copy has longer than they: those of all rooms of a node that
    /// leaves are on their way at once.
    /// </remarks>
    public bool IsLate(TimeSpan now) => waitingSince.TryPeek(out var since)
        ? now - (since > progressed ? since : progressed) >= Late
        : Store is not null && NeedsFull && now - (begun > progressed ? begun : progressed) >= Patience;

    /// <summary>Whether the room may go on ticking.</summary>
    public bool MayTick(bool isLeaseHeld, TimeSpan now) =>
        !IsSealed
        && isLeaseHeld
        && (IsAlone || waitingSince.Count == 0 || now - silentSince < Patience);

    /// <summary>Releases what may be released now, and says how far that goes.</summary>
    /// <remarks>
    /// A majority must have been asked since the store had its full copy, and have answered. Else, one that is cut off would turn to a
    /// store that is cut off with it, and tell for the rest of its lease what is lost with both, while a good copy is on the other side.
    /// </remarks>
    public long Release(LeaseGrant lease, TimeSpan now)
    {
        if (!IsSealed && lease.IsHeld(now, CompleteSince) && (IsAlone || !NeedsFull))
        {
            Released = Math.Max(Released, IsAlone ? Produced : acknowledged);
        }

        return Released;
    }

    private void Wait(TimeSpan now)
    {
        if (waitingSince.Count == 0)
        {
            silentSince = now;
        }

        waitingSince.Enqueue(now);
    }
}
