using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

/// <summary>
/// What Akka does about members: gossip, failure detector and resolver. Changes are made one after the other, on the side that has the
/// majority, and each node hears of them in its own time. A node that was removed goes on for a while before it learns of it.
/// </summary>
internal sealed class ModelMembership(Random random, ModelNetwork network, List<ModelNode> nodes, Action<string> tell)
{
    /// <summary>What failure detector and resolver take at the least; the lease is made to be shorter.</summary>
    public static readonly TimeSpan Removal = TimeSpan.FromMilliseconds(2500);

    // So long it takes at most until a change is known to those who reach each other.
    private static readonly TimeSpan spread = TimeSpan.FromMilliseconds(700);

    private readonly List<(NodeId Node, ModelStatus Status)> changes = [];
    private readonly Dictionary<ModelNode, TimeSpan> behind = [];
    private readonly Dictionary<NodeId, ModelStatus> truth = [];
    private readonly Dictionary<NodeId, TimeSpan> ends = [];
    private string missing = "";
    private TimeSpan missingSince;

    public bool IsMember(NodeId node) => truth.ContainsKey(node);

    public bool IsUp(NodeId node) => truth.GetValueOrDefault(node, ModelStatus.Removed) == ModelStatus.Up;

    /// <summary>Whether all have heard of all, and nobody is about to come or go.</summary>
    public bool IsQuiet => truth.Values.All(status => status == ModelStatus.Up)
        && nodes.All(node => !node.IsAlive || (node.Heard == changes.Count && IsMember(node.Id)));

    public bool HasHeardAll(ModelNode node) => node.Heard == changes.Count;

    public IEnumerable<ModelNode> MembersAlive => nodes.Where(node => node.IsAlive && IsMember(node.Id));

    /// <summary>The node process has started and asks to be let in; an earlier one at its address is known to be over by that.</summary>
    public bool TryJoin(ModelNode joining)
    {
        var before = truth.Keys.Where(member => member.Address == joining.Id.Address).ToArray();
        var leader = Leader();
        if (leader is null && truth.Count > 0)
        {
            return false;
        }

        foreach (var gone in before)
        {
            Change(leader, gone, ModelStatus.Removed);
        }

        Change(leader, joining.Id, ModelStatus.Joining);
        joining.Hear(changes, changes.Count);
        return true;
    }

    public bool TryLeave(ModelNode leaving, ModelStatus status)
    {
        if (Leader() is not { } leader)
        {
            return false;
        }

        Change(leader, leaving.Id, status);
        return true;
    }

    /// <summary>Whether those who are left go on without these.</summary>
    public bool Outlives(IEnumerable<NodeId> lost)
    {
        var voters = truth.Where(member => member.Value != ModelStatus.Joining).Select(member => member.Key).ToArray();
        var left = voters.Except(lost).ToArray();
        return voters.Length == 0 || 2 * left.Length > voters.Length || (2 * left.Length == voters.Length && left.Contains(Lowest(voters)));
    }

    public void Step(TimeSpan now)
    {
        if (now.Milliseconds % 50 == 0)
        {
            Gossip(now);
            LetIn();
            Resolve(now);
        }

        foreach (var (id, at) in ends.ToArray())
        {
            // Of one that is frozen the end comes when it goes on.
            if (now >= at && Find(id) is { IsFrozen: false } node)
            {
                ends.Remove(id);
                node.IsAlive = false;
                tell($"{id} ends: it was removed");
            }
        }
    }

    private void Gossip(TimeSpan now)
    {
        foreach (var node in nodes.Where(node => node.Runs))
        {
            var peers = nodes.Where(other => other.Runs && network.Connects(node, other) && other.Knows(node.Id))
                .ToArray();
            var best = peers.MaxBy(other => other.Heard);
            if (best is null || best.Heard <= node.Heard)
            {
                behind.Remove(node);
                continue;
            }

            behind.TryAdd(node, now);
            var other = now - behind[node] >= spread ? best : peers[random.Next(peers.Length)];
            if (random.Next(3) == 0 || now - behind[node] >= spread)
            {
                node.Hear(changes, other.Heard);
                behind.Remove(node);
            }
        }
    }

    /// <summary>One that all have heard of is let in, once all are there.</summary>
    private void LetIn()
    {
        foreach (var (node, _) in truth.Where(member => member.Value == ModelStatus.Joining).ToArray())
        {
            if (Leader() is { } leader
                && truth.Keys.All(member => Find(member) is { Runs: true } found && found.Side == leader.Side && found.Knows(node)))
            {
                Change(leader, node, ModelStatus.Up);
            }
        }
    }

    private void Resolve(TimeSpan now)
    {
        var sides = MembersAlive.Where(node => !node.IsFrozen).GroupBy(node => node.Side).Select(side => side.ToArray());
        var survivors = sides.FirstOrDefault(side => Outlives(truth.Keys.Except(side.Select(node => node.Id))));
        var lost = truth.Keys.Except(survivors?.Select(node => node.Id) ?? []).Order(byAddress).ToArray();
        var missingNow = string.Join(',', lost);
        if (missingNow != missing)
        {
            missing = missingNow;
            missingSince = now + TimeSpan.FromMilliseconds(random.Next(0, 800));
        }

        if (survivors is null || lost.Length == 0 || now - missingSince < Removal)
        {
            return;
        }

        var leader = survivors[random.Next(survivors.Length)];
        foreach (var gone in lost)
        {
            Change(leader, gone, ModelStatus.Removed);
            ends[gone] = now + TimeSpan.FromMilliseconds(random.Next(0, 3000));
        }
    }

    private ModelNode? Leader()
    {
        var running = MembersAlive.Where(node => !node.IsFrozen).ToArray();
        var fit = running.Where(node => Outlives(truth.Keys.Except(
            running.Where(other => other.Side == node.Side).Select(other => other.Id)))).ToArray();
        return fit.Length == 0 ? null : fit[random.Next(fit.Length)];
    }

    private void Change(ModelNode? leader, NodeId node, ModelStatus status)
    {
        changes.Add((node, status));
        tell($"{node} {status}");
        if (status == ModelStatus.Removed)
        {
            truth.Remove(node);
        }
        else
        {
            truth[node] = status;
        }

        leader?.Hear(changes, changes.Count);
    }

    private ModelNode? Find(NodeId id) => nodes.Find(node => node.Id == id);

    private static NodeId Lowest(IEnumerable<NodeId> members) => members.Order(byAddress).First();

    private static readonly Comparer<NodeId> byAddress = Comparer<NodeId>.Create((one, other) =>
        string.CompareOrdinal(one.Address, other.Address) is var order and not 0 ? order : one.Uid.CompareTo(other.Uid));
}
