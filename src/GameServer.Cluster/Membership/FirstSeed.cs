namespace GameServer.Cluster.Membership;

/// <summary>What is known of another seed.</summary>
public enum SeedSign
{
    /// <summary>Nothing: it does not answer, which a node may do that is slow or cut off.</summary>
    Silent,

    /// <summary>No node is at its address.</summary>
    Absent,

    /// <summary>It is there and waits for a cluster.</summary>
    Waiting,

    /// <summary>It is in a cluster.</summary>
    Member,
}

/// <summary>What the first seed does.</summary>
public enum SeedStep
{
    /// <summary>It asks again.</summary>
    Ask,

    /// <summary>It joins the cluster that the others are in.</summary>
    Join,

    /// <summary>It begins a cluster.</summary>
    Begin,
}

/// <summary>
/// When the first seed, which alone may, begins a cluster. Akka's own rule is to do so when nobody has answered in time; a machine
/// that is busy, as it is when a node was just restarted, then ends up with two clusters.
/// </summary>
public static class FirstSeed
{
    /// <summary>A seed that was silent for so long, with its address neither refusing nor answering, counts as absent.</summary>
    public static readonly TimeSpan SilenceIsAbsence = TimeSpan.FromSeconds(30);

    /// <summary>Who is in another cluster for so long is not about to come into this one, or to be put out of it.</summary>
    public static readonly TimeSpan IsNoTransition = TimeSpan.FromSeconds(30);

    /// <summary>Decides from the signs of all other seeds.</summary>
    /// <param name="signs">One of each.</param>
    /// <param name="asking">For how long they have been asked.</param>
    public static SeedStep Decide(IReadOnlyCollection<SeedSign> signs, TimeSpan asking) =>
        signs.Contains(SeedSign.Member) ? SeedStep.Join
        : signs.Contains(SeedSign.Silent) && asking < SilenceIsAbsence ? SeedStep.Ask
        : SeedStep.Begin;

    /// <summary>
    /// Whether a node's cluster is the one of two that gives way: the one that the first seed is in, which has begun it while it could not
    /// reach the other. No process is in both, so never do both give way.
    /// </summary>
    /// <param name="hasFirstSeed">Whether the first seed is in the node's cluster.</param>
    /// <param name="strangers">The signs of the seeds that are not in it.</param>
    public static bool IsBesideAnother(bool hasFirstSeed, IReadOnlyCollection<SeedSign> strangers) =>
        hasFirstSeed && strangers.Contains(SeedSign.Member);
}
