namespace GameServer.Cluster.Tests.Replication;

/// <summary>What befalls a cluster, by the seed of its chance.</summary>
internal sealed class ModelFaults(ModelCluster cluster)
{
    // So long may it take until the loss of a node is made good: removal, search, a full copy, and the node that comes in its place.
    private static readonly TimeSpan recovers = TimeSpan.FromSeconds(20);

    private readonly Random random = cluster.Random;

    /// <summary>One fault after the other, with time for the room to be whole again.</summary>
    public void OneByOne(int count)
    {
        Settle();
        for (var i = 0; i < count; i++)
        {
            cluster.Run(TimeSpan.FromMilliseconds(10 * random.Next(1, 100)));
            Settle();
            cluster.Judge.MayRewind = false;
            One();
            Settle();
        }
    }

    /// <summary>Node after node dies for good, as long as those who are left go on; then all come back.</summary>
    public void Dwindle(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            Settle();
            var dead = new List<string>();
            while (Members().Where(node => Survives([node])).ToArray() is { Length: > 0 } mortal && cluster.Nodes.Count > 1)
            {
                var node = Targets().FirstOrDefault(mortal.Contains) ?? mortal[random.Next(mortal.Length)];
                dead.Add(node.Id.Address);
                node.IsAlive = false;
                Settle();
                cluster.Nodes.Remove(node);
            }

            foreach (var address in dead)
            {
                cluster.Start(address);
            }
        }

        Settle();
    }

    /// <summary>Faults at any time, in whatever state the room is: it may be lost, but nothing else may happen.</summary>
    public void AtAnyTime(TimeSpan duration)
    {
        Settle();
        cluster.Judge.EachMayRewind = cluster.Judge.MayRewind = true;
        for (var end = cluster.Now + duration; cluster.Now < end;)
        {
            cluster.Run(TimeSpan.FromMilliseconds(10 * random.Next(1, 200)));
            One();
        }

        Settle();
    }

    private void Settle()
    {
        var end = cluster.Now + recovers;
        while (!cluster.IsSettled)
        {
            Assert.True(cluster.Now < end, $"(5) At {cluster.Now}: the room is not whole again.");
            cluster.Step();
        }

        var before = cluster.Judge.Total;
        end = cluster.Now + TimeSpan.FromSeconds(3);
        while (cluster.Judge.Total == before)
        {
            Assert.True(cluster.Now < end, $"(5) At {cluster.Now}: the room tells nothing new.");
            cluster.Step();
        }
    }

    private void One()
    {
        ModelNode[] targets = [.. Targets()];
        if (Target() is not { } target)
        {
            return;
        }

        switch (random.Next(10))
        {
            case 0 or 1:
                Kill([target]);
                break;
            case 2:
                Freeze(target);
                break;
            case 3 or 4:
                CutOff([target, .. Members().Where(node => node != target && random.Next(3) == 0)]);
                break;
            case 5 when targets.Length == 2:
                var (one, other) = (targets[0].Id, targets[1].Id);
                Tell("lose their connection", targets);
                cluster.Network.Cut(one, other);
                cluster.Plan(random.Next(100, 2000), () => cluster.Network.Mend(one, other));
                break;
            case 6:
                if (random.Next(2) == 0)
                {
                    Tell("the room is handed over");
                    cluster.HandOver();
                }
                else
                {
                    Drain(target);
                }

                break;
            case 7:
                cluster.Begin(Members()[random.Next(Members().Length)]);
                break;
            case 8 when cluster.Nodes.Count <= 5:
                Grow();
                break;
            case 9 when targets.Length == 2 && random.Next(2) == 0:
                Kill(targets);
                break;
            default:
                Tell("the network is slow");
                cluster.Network.Slowness = random.Next(2, 6);
                cluster.Plan(random.Next(500, 3000), () => cluster.Network.Slowness = 1);
                break;
        }
    }

    private void Kill(ModelNode[] nodes)
    {
        if (!Survives(nodes))
        {
            return;
        }

        MayLose(nodes);
        Tell("die", nodes);
        foreach (var node in nodes)
        {
            node.IsAlive = false;
            // It is back before it was missed, or after.
            cluster.Plan(random.Next(2) == 0 ? random.Next(100, 1000) : 4000, () =>
            {
                cluster.Nodes.Remove(node);
                cluster.Start(node.Id.Address);
            });
        }
    }

    private void Freeze(ModelNode node)
    {
        if (!Survives([node]))
        {
            return;
        }

        node.IsFrozen = true;
        Tell("freezes", node);
        cluster.Plan(Duration(), () =>
        {
            Tell("goes on", node);
            node.IsFrozen = false;
        });
        cluster.Plan(8000, Replace);
    }

    private void CutOff(ModelNode[] nodes)
    {
        if (!Survives(nodes))
        {
            return;
        }

        MayLose(nodes);
        Tell("are cut off", nodes);
        foreach (var node in nodes)
        {
            node.Side = 1;
        }

        cluster.Plan(Duration(), () =>
        {
            Tell("are there again", nodes);
            foreach (var node in nodes)
            {
                node.Side = 0;
            }
        });
        cluster.Plan(8000, Replace);
    }

    /// <summary>Those that were removed have ended by now; others come in their places.</summary>
    private void Replace()
    {
        foreach (var node in cluster.Nodes.Where(node => !node.IsAlive && !cluster.Membership.IsMember(node.Id)).ToArray())
        {
            cluster.Nodes.Remove(node);
            if (!cluster.Nodes.Exists(other => other.Id.Address == node.Id.Address))
            {
                cluster.Start(node.Id.Address);
            }
        }
    }

    /// <summary>Node after node may come; and when they have just been let in, the cluster may fall apart.</summary>
    private void Grow()
    {
        string[] free = [.. Enumerable.Range(0, 7).Select(i => $"node-{i}").Except(cluster.Nodes.Select(node => node.Id.Address))];
        foreach (var address in free.Take(random.Next(1, 3)))
        {
            cluster.Start(address);
        }

        if (random.Next(2) == 0)
        {
            cluster.Plan(10, WhenUp);
        }
    }

    private void WhenUp()
    {
        if (cluster.Membership.MembersAlive.Any(node => !cluster.Membership.IsUp(node.Id)))
        {
            cluster.Plan(10, WhenUp);
            return;
        }

        CutOff([.. Targets().Concat(Members()).Where(_ => random.Next(2) == 0).Distinct()]);
    }

    private void Drain(ModelNode node)
    {
        if (Members().Length < 4 || !Survives([node]) || !cluster.Membership.TryLeave(node, ModelStatus.Leaving))
        {
            return;
        }

        Leave(node);
    }

    /// <summary>A leaving node waits until the replicas that it holds are elsewhere.</summary>
    private void Leave(ModelNode node)
    {
        if (cluster.Home == node)
        {
            cluster.HandOver();
        }

        var isElsewhere = cluster.Home is { Room.Commit: { NeedsFull: false, Store: { } store } } home && home != node && store != node.Id;
        if (node.Runs && (node.Room is not null || !isElsewhere || !cluster.Membership.TryLeave(node, ModelStatus.Removed)))
        {
            cluster.Plan(10, () => Leave(node));
            return;
        }

        node.IsAlive = false;
        cluster.Plan(random.Next(100, 2000), Replace);
    }

    private void Tell(string what, params ModelNode[] nodes) =>
        cluster.Tell($"{string.Join(", ", nodes.Select(node => node.Id))} {what}");

    private void MayLose(ModelNode[] nodes) => cluster.Judge.MayRewind |= Targets().All(nodes.Contains);

    /// <summary>The room's node and that of the copy on which it relies.</summary>
    private IEnumerable<ModelNode> Targets()
    {
        if (cluster.Home is { Room: { } room } home)
        {
            yield return home;
            if (room.HeldBy is { } id && id != home.Id && cluster.Find(id) is { } store)
            {
                yield return store;
            }
        }
    }

    private ModelNode? Target()
    {
        ModelNode[] targets = [.. Targets().Where(node => node.IsAlive)];
        ModelNode[] from = targets.Length > 0 && random.Next(4) > 0 ? targets : Members();
        return from.Length > 0 ? from[random.Next(from.Length)] : null;
    }

    private ModelNode[] Members() => [.. cluster.Membership.MembersAlive];

    private bool Survives(IEnumerable<ModelNode> lost)
    {
        var away = cluster.Nodes.Where(node => node is not { IsAlive: true, IsFrozen: false, Side: 0 });
        return cluster.Membership.Outlives([.. lost.Concat(away).Select(node => node.Id)]);
    }

    /// <summary>Often about as long as it takes to be removed.</summary>
    private int Duration() => random.Next(4) switch
    {
        0 => random.Next(100, 1500),
        1 => random.Next(4000, 7000),
        _ => random.Next(1900, 4300),
    };
}
