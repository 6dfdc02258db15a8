namespace GameServer.Cluster.Journal;

/// <summary>
/// When a durable room may tell what happened in it, its state too: when the journal has all of it and its node holds the lease; so what
/// a client was told or shown once outlives all nodes. Nothing is told before the journal has taken the image that the incarnation
/// begins with, which is where it refuses all but one of those that begin at once.
/// </summary>
/// <param name="begins">When the image was given to the journal.</param>
public sealed class JournalCommit(TimeSpan begins)
{
    /// <summary>A room of which the journal has not had all for so long stops ticking until it has: the state must not lag for longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private bool hasBegun;
    private bool isLost;
    private TimeSpan behindSince = begins;

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
            behindSince = now;
        }

        Produced++;
    }

    /// <summary>The journal has everything up to a record.</summary>
    public void Kept(long record)
    {
        hasBegun = true;
        Held = Math.Max(Held, record);
    }

    /// <summary>The journal could not write, or refused to: another incarnation goes on from what it has.</summary>
    public void Lose() => isLost = true;

    /// <summary>Whether the room may go on ticking.</summary>
    public bool MayTick(bool isLeaseHeld, TimeSpan now) =>
        !isLost && isLeaseHeld && ((hasBegun && Held == Produced) || now - behindSince < Patience);

    /// <summary>Whether all that has happened is released, so that the state as it is may be shown.</summary>
    public bool IsTold => hasBegun && !isLost && Released == Produced;

    /// <summary>
    /// Releases what may be released now, and says how far that goes: to the end or nowhere, since what is told goes with the state, which
    /// there is only as it is now.
    /// </summary>
    public long Release(bool isLeaseHeld)
    {
        if (hasBegun && !isLost && isLeaseHeld && Held == Produced)
        {
            Released = Held;
        }

        return Released;
    }
}
