namespace GameServer.Cluster.Journal;

/// <summary>
/// When a durable room may release its events and answers: when the journal has their record and its node holds the lease; so what a
/// client was told once outlives all nodes. Nothing is released before the journal has taken the image that the incarnation begins
/// with, which is where it refuses all but one of those that begin at once.
/// </summary>
/// <param name="begins">When the image was given to the journal.</param>
public sealed class JournalCommit(TimeSpan begins)
{
    /// <summary>So long after the journal was heard last, a room that waits for it stops ticking.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private bool hasBegun;
    private bool isLost;
    private TimeSpan heard = begins;

    /// <summary>The last record that was made, counted from 1 in each incarnation.</summary>
    public long Produced { get; private set; }

    /// <summary>The last record that the journal has.</summary>
    public long Held { get; private set; }

    /// <summary>The last record whose events and answers may be told.</summary>
    public long Released { get; private set; }

    /// <summary>The room made a record.</summary>
    public void Produce(TimeSpan now)
    {
        if (hasBegun && Held == Produced)
        {
            heard = now;
        }

        Produced++;
    }

    /// <summary>The journal has everything up to a record.</summary>
    public void Kept(long record, TimeSpan now)
    {
        hasBegun = true;
        Held = Math.Max(Held, record);
        heard = now;
    }

    /// <summary>The journal could not write, or refused to: another incarnation goes on from what it has.</summary>
    public void Lose() => isLost = true;

    /// <summary>Whether the room may go on ticking.</summary>
    public bool MayTick(bool isLeaseHeld, TimeSpan now) =>
        !isLost && isLeaseHeld && ((hasBegun && Held == Produced) || now - heard < Patience);

    /// <summary>Releases what may be released now, and says how far that goes.</summary>
    public long Release(bool isLeaseHeld)
    {
        if (hasBegun && !isLost && isLeaseHeld)
        {
            Released = Held;
        }

        return Released;
    }
}
