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

    /// <summary>Whether rooms may tick now.</summary>
    public bool IsHeld(TimeSpan now) => IsMajority(at => now - at < Length);

    /// <summary>Whether rooms may release now what became complete at a moment: a majority has been asked since.</summary>
    /// <remarks>
    /// If the lease was lost meanwhile, the node may have been removed, and those who answer may not have heard of it yet. So it counts
    /// only when they answer what was asked a while after it was regained.
    /// </remarks>
    public bool IsHeld(TimeSpan now, TimeSpan since) =>
        IsMajority(at => now - at < Length && at >= since && (regained is not { } first || at - first >= Length));

    private bool IsAsked(NodeId node) => voters.Contains(node) || joining.Contains(node);

    private bool IsMajority(Func<TimeSpan, bool> counts)
    {
        bool Votes(NodeId node) => node == self || (asked.TryGetValue(node, out var at) && counts(at));
        return voters.Contains(self) && 2 * voters.Count(Votes) > voters.Count + joining.Count(node => !Votes(node));
    }
}
