namespace GameServer.Cluster.Replication;

/// <summary>What a recovery has come to.</summary>
public enum RecoveryStep
{
    /// <summary>Members have not answered yet.</summary>
    Wait,

    /// <summary>Another incarnation has a better claim, or a member was removed: begin again with a higher number.</summary>
    Raise,

    /// <summary>There is a copy to go on from.</summary>
    Recover,

    /// <summary>There is no copy anywhere: the room is gone.</summary>
    Gone,
}

/// <summary>A decision of <see cref="Recovery"/>.</summary>
/// <param name="Step">What to do.</param>
/// <param name="Number">For <see cref="RecoveryStep.Raise"/>: the number to begin again with.</param>
/// <param name="Source">For <see cref="RecoveryStep.Recover"/>: who has the copy.</param>
/// <param name="Position">For <see cref="RecoveryStep.Recover"/>: how far it goes.</param>
public readonly record struct RecoveryDecision(RecoveryStep Step, int Number = 0, NodeId Source = default, RecordPosition Position = default);

/// <summary>
/// How a new incarnation of a room finds where to go on: it asks the stores of all members, which seals them, and waits until each has
/// answered or been removed. The highest position wins.
/// </summary>
public sealed class Recovery
{
    private readonly Dictionary<NodeId, SealAnswer> answers = [];
    private HashSet<NodeId> members;
    private bool hasLostMember;

    /// <param name="epoch">The incarnation that is to begin.</param>
    /// <param name="members">The nodes that carry rooms.</param>
    public Recovery(ReplicaEpoch epoch, IEnumerable<NodeId> members)
    {
        Epoch = epoch;
        this.members = [.. members];
    }

    /// <summary>The incarnation that is to begin.</summary>
    public ReplicaEpoch Epoch { get; }

    /// <summary>Those who have not answered.</summary>
    public IEnumerable<NodeId> Missing => members.Where(member => !answers.ContainsKey(member));

    /// <summary>
    /// Nodes came or were removed. After a removal it must begin again: what was answered before was no promise not to let the removed
    /// one release any more (<see cref="Votes"/>), and what that one said is of no use.
    /// </summary>
    public void SetMembers(IEnumerable<NodeId> nodes)
    {
        HashSet<NodeId> now = [.. nodes];
        hasLostMember |= !members.IsSubsetOf(now);
        members = now;
    }

    /// <summary>A member's store has answered. Late answers to an earlier attempt are none.</summary>
    public void Answered(NodeId member, SealAnswer answer)
    {
        if (members.Contains(member) && answer.SealedFor.Number >= Epoch.Number)
        {
            answers[member] = answer;
        }
    }

    /// <summary>The incarnations that began from a member's copy before this one.</summary>
    public IReadOnlyList<ReplicaEpoch> BetweenAt(NodeId member) => answers.GetValueOrDefault(member).Between ?? [];

    /// <summary>What to do now.</summary>
    public RecoveryDecision Decide()
    {
        var claim = hasLostMember ? Epoch.Number + 1 : Epoch.Number;
        RecoveryDecision found = new(RecoveryStep.Gone);
        foreach (var (member, answer) in answers)
        {
            if (answer.SealedFor != Epoch)
            {
                claim = Math.Max(claim, answer.SealedFor.Number + 1);
            }

            if (answer.Held is { } held && (found.Step == RecoveryStep.Gone || held.IsBeyond(found.Position)))
            {
                found = new RecoveryDecision(RecoveryStep.Recover, 0, member, held);
            }
        }

        return claim > Epoch.Number ? new RecoveryDecision(RecoveryStep.Raise, claim)
            : Missing.Any() ? new RecoveryDecision(RecoveryStep.Wait)
            : found;
    }
}
