namespace GameServer.Cluster.Replication;

/// <summary>
/// Whether the rooms of a node may release what they made: only while a majority of the nodes that carry rooms, this one among them,
/// has answered it within the last second. A node that is cut off or frozen stops of itself before others take its rooms over.
/// </summary>
/// <remarks>
/// An answer counts from when it was asked for, since that is the last moment at which the other is known to have been reachable.
/// Time is that of one monotonic clock.
/// </remarks>
public sealed class Lease
{
    /// <summary>For how long an answer counts. Shorter than the failure detector and the resolver take together.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    private readonly NodeId self;
    private readonly Dictionary<NodeId, TimeSpan> asked = [];
    private HashSet<NodeId> voters = [];
    private HashSet<NodeId> joining = [];
    private TimeSpan? regained;

    /// <param name="self">The node that wants the lease.</param>
    public Lease(NodeId self) => this.self = self;

    /// <summary>Sets the nodes whose majority it takes.</summary>
    /// <param name="members">Those that carry rooms and were let in, until they are removed.</param>
    /// <param name="newcomers">
    /// Those that are seen joining. Others may count them as members already, or not yet: their votes do not help, but as long as they
    /// are silent they count against.
    /// </param>
    public void SetVoters(IEnumerable<NodeId> members, IEnumerable<NodeId> newcomers)
    {
        voters = [.. members];
        joining = [.. newcomers];
        foreach (var gone in asked.Keys.Where(voter => !IsAsked(voter)).ToArray())
        {
            asked.Remove(gone);
        }
    }

    /// <summary>A member or newcomer has answered.</summary>
    /// <param name="voter">Who.</param>
    /// <param name="askedAt">When the request was sent that it answered.</param>
    public void Answered(NodeId voter, TimeSpan askedAt)
    {
        if (!IsAsked(voter) || (asked.TryGetValue(voter, out var before) && before >= askedAt))
        {
            return;
        }

        if (IsMajority(_ => true) && !IsMajority(at => askedAt - at < Length))
        {
            regained = askedAt;
        }

        asked[voter] = askedAt;
    }

    /// <summary>What the answers so far allow.</summary>
    public LeaseGrant Grant => new(Granted(), regained);

    private bool IsAsked(NodeId node) => voters.Contains(node) || joining.Contains(node);

    private bool IsMajority(Func<TimeSpan, bool> counts)
    {
        bool Votes(NodeId node) => node == self || (asked.TryGetValue(node, out var at) && counts(at));
        return voters.Contains(self) && 2 * voters.Count(Votes) > voters.Count + joining.Count(node => !Votes(node));
    }

    private TimeSpan? Granted()
    {
        if (IsMajority(static _ => false))
        {
            return TimeSpan.MaxValue;
        }

        foreach (var at in asked.Values.OrderDescending())
        {
            if (IsMajority(answered => answered >= at))
            {
                return at;
            }
        }

        return null;
    }
}

/// <summary>What a node's lease allows its rooms, until more answers come.</summary>
/// <param name="Granted">
/// When a majority was last asked that has answered; <see cref="TimeSpan.MaxValue"/> if it takes nobody else, null if there was none.
/// </param>
/// <param name="Regained">When the lease was last regained after it was lost.</param>
public sealed record LeaseGrant(TimeSpan? Granted, TimeSpan? Regained)
{
    /// <summary>No lease.</summary>
    public static LeaseGrant None { get; } = new(null, null);

    /// <summary>The lease of a node that needs nobody else's vote.</summary>
    public static LeaseGrant Always { get; } = new(TimeSpan.MaxValue, null);

    /// <summary>Whether rooms may tick now.</summary>
    public bool IsHeld(TimeSpan now) => Granted == TimeSpan.MaxValue || (Granted is { } at && now - at < Lease.Length);

    /// <summary>Whether rooms may release now what became complete at a moment: a majority has been asked since.</summary>
    /// <remarks>
    /// If the lease was lost meanwhile, the node may have been removed, and those who answer may not have heard of it yet. So it counts
    /// only when they answer what was asked a while after it was regained.
    /// </remarks>
    public bool IsHeld(TimeSpan now, TimeSpan since) =>
        Granted == TimeSpan.MaxValue
        || (IsHeld(now) && Granted >= since && (Regained is not { } first || Granted - first >= Lease.Length));
}
