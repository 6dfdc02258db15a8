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

    /// <param name="self">The node that wants the lease.</param>
    public Lease(NodeId self) => this.self = self;

    /// <summary>Sets the nodes whose majority it takes: all that carry rooms, from when they are seen joining until they are removed.</summary>
    public void SetVoters(IEnumerable<NodeId> nodes)
    {
        voters = [.. nodes];
        foreach (var gone in asked.Keys.Where(voter => !voters.Contains(voter)).ToArray())
        {
            asked.Remove(gone);
        }
    }

    /// <summary>A voter has answered.</summary>
    /// <param name="voter">Who.</param>
    /// <param name="askedAt">When the request was sent that it answered.</param>
    public void Answered(NodeId voter, TimeSpan askedAt)
    {
        if (voters.Contains(voter) && (!asked.TryGetValue(voter, out var before) || before < askedAt))
        {
            asked[voter] = askedAt;
        }
    }

    /// <summary>Whether rooms may tick now.</summary>
    public bool IsHeld(TimeSpan now) => IsHeld(Granted(), now, TimeSpan.MinValue);

    /// <summary>Whether a lease is held by answers to what was asked at or after a moment.</summary>
    /// <param name="granted">What <see cref="Granted"/> said.</param>
    /// <param name="now">The time.</param>
    /// <param name="since">The moment.</param>
    public static bool IsHeld(TimeSpan granted, TimeSpan now, TimeSpan since) =>
        granted == TimeSpan.MaxValue || (granted >= since && granted > TimeSpan.MinValue && now - granted < Length);

    /// <summary>
    /// When a majority was last asked that has answered; <see cref="TimeSpan.MaxValue"/> if it takes nobody else, and
    /// <see cref="TimeSpan.MinValue"/> if it never was.
    /// </summary>
    public TimeSpan Granted()
    {
        if (!voters.Contains(self))
        {
            return TimeSpan.MinValue;
        }

        var others = voters.Count / 2;
        if (others == 0)
        {
            return TimeSpan.MaxValue;
        }

        TimeSpan[] votes = [.. asked.Where(vote => vote.Key != self).Select(vote => vote.Value).OrderDescending()];
        return votes.Length < others ? TimeSpan.MinValue : votes[others - 1];
    }
}
