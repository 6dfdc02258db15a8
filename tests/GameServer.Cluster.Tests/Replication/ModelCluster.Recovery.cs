using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

/// <content>How an incarnation begins: what <see cref="RecoveryActor"/> and those whom it asks do.</content>
internal sealed partial class ModelCluster
{
    private void Recover(ModelNode node)
    {
        if (node.Recovery is not { } recovery)
        {
            return;
        }

        if (Every(node, 50))
        {
            NodeId[] members = [.. node.Members];
            foreach (var store in recovery.Missing.Select(Find).OfType<ModelNode>().ToArray())
            {
                Network.Send(node, store, Now, () => Seal(node, store, recovery, members));
            }
        }

        var decision = recovery.Decide();
        switch (decision.Step)
        {
            case RecoveryStep.Raise:
                Raise(node, decision.Number);
                break;
            case RecoveryStep.Recover when Every(node, 50) && Find(decision.Source) is { } source:
                Network.Send(node, source, Now, () => Fetch(node, source, recovery, decision.Position));
                break;
            case RecoveryStep.Gone:
                Become(node, recovery, (0, 0));
                break;
        }
    }

    /// <summary>After the first time it waits before it begins again, or two would go on outbidding each other.</summary>
    private void Raise(ModelNode node, int number)
    {
        node.Again ??= (Now + TimeSpan.FromMilliseconds(Random.Next(Math.Min(100 * node.Raises, 1000) + 1)), number);
        if (Now >= node.Again.Value.At)
        {
            node.Recovery = new Recovery(NewEpoch(Math.Max(number, node.Again.Value.Number)), node.Members);
            node.Again = null;
            node.Raises++;
        }
    }

    private void Seal(ModelNode node, ModelNode store, Recovery recovery, NodeId[] members)
    {
        if (!store.Given.MaySeal(members, Now))
        {
            return;
        }

        EndRoom(store, recovery.Epoch);
        var answer = store.Store.Seal(recovery.Epoch);
        store.SealedFor = Math.Max(store.SealedFor, recovery.Epoch.Number);
        Network.Send(store, node, Now, () => node.Recovery?.Answered(store.Id, answer));
    }

    /// <summary>A node that is asked for its copy by a later incarnation ends its own before it answers.</summary>
    private static void EndRoom(ModelNode node, ReplicaEpoch later)
    {
        if (node.Room is { } room && room.Commit.Epoch.Number < later.Number)
        {
            room.Commit.Seal();
        }
    }

    /// <summary>The copy is given only to whom the store is still sealed for, and taken only if it is the one that was decided on.</summary>
    private void Fetch(ModelNode node, ModelNode source, Recovery recovery, RecordPosition position)
    {
        var answer = source.Store.Seal(recovery.Epoch);
        (long, long)? copy = answer.SealedFor == recovery.Epoch && answer.Held == position ? ModelCopy.Read(source.Store) : null;
        Network.Send(source, node, Now, () =>
        {
            node.Recovery?.Answered(source.Id, answer);
            var decision = recovery.Decide();
            if (node.Recovery == recovery && copy is { } found && decision.Step == RecoveryStep.Recover && decision.Position == position)
            {
                Become(node, recovery, found);
            }
        });
    }

    /// <summary>
    /// If a later incarnation has begun, this node's own store has been sealed for that one, or it was removed and has no lease.
    /// </summary>
    private void Become(ModelNode node, Recovery recovery, (long Count, long Last) copy)
    {
        var own = node.Store.Seal(recovery.Epoch);
        recovery.Answered(node.Id, own);
        if (own.SealedFor != recovery.Epoch || !node.Lease.Grant.IsHeld(Now))
        {
            return;
        }

        var history = new List<long>();
        for (var record = copy.Last; record != 0; record = predecessors[(int)record])
        {
            history.Add(record);
        }

        history.Reverse();
        Assert.Equal(copy.Count, history.Count);
        Judge.Begins(Now, node, recovery.Epoch, history, node.Members.Select(Find).OfType<ModelNode>().Where(member => member.IsAlive));
        Tell($"{node.Id} begins epoch {recovery.Epoch.Number} at {history.Count}, released are {Judge.Released}");
        node.Recovery = null;
        node.Raises = 0;
        node.Room = new ModelRoom(new OutputCommit(recovery.Epoch, history.Count), history, Judge.Room);
        Begun++;
    }
}
