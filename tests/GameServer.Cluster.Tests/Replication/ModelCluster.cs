using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

/// <summary>
/// One room on a cluster of nodes in steps of 10 ms of virtual time: the pure pieces of replication, with actors and Akka's failure
/// detector, resolver and sharding played by the model. Judges after every step what must hold.
/// </summary>
internal sealed class ModelCluster
{
    private static readonly TimeSpan step = TimeSpan.FromMilliseconds(10);

    // What failure detector and resolver take at the least; the lease is made to be shorter.
    private static readonly TimeSpan removal = TimeSpan.FromMilliseconds(2500);

    private readonly Random random;
    private readonly ModelNetwork network;
    private readonly List<(TimeSpan Due, Action Act)> later = [];
    private readonly List<long> released = [];
    private readonly bool placesTwice;
    private TimeSpan now;
    private TimeSpan nextFault = TimeSpan.FromSeconds(2);
    private long content;
    private long uid;
    private int ids;
    private int newestToRelease;

    public ModelCluster(int seed, bool placesTwice)
    {
        random = new Random(seed);
        network = new ModelNetwork(random);
        this.placesTwice = placesTwice;
        for (var i = 0; i < 4; i++)
        {
            Add($"node-{i}");
        }

        Nodes[0].Room = new ModelRoom(new OutputCommit(NewEpoch(1), 0), []);
    }

    public List<ModelNode> Nodes { get; } = [];

    public int Recoveries { get; private set; }

    public int Released => released.Count;

    public void Run(TimeSpan duration)
    {
        for (var end = now + duration; now < end; now += step)
        {
            Step();
        }
    }

    private void Step()
    {
        network.DeliverUntil(now);
        foreach (var due in later.Where(planned => planned.Due <= now).ToArray())
        {
            later.Remove(due);
            due.Act();
        }

        foreach (var node in Nodes.ToArray())
        {
            if (node.Runs)
            {
                Vote(node);
                Recover(node);
                Play(node);
            }

            Watch(node);
        }

        Place();
        if (now >= nextFault && IsSettled())
        {
            nextFault = now + TimeSpan.FromMilliseconds(random.Next(500, 4000));
            Fault();
        }
    }

    private bool Every(int milliseconds) => now.Ticks / TimeSpan.TicksPerMillisecond % milliseconds == 0;

    private void Vote(ModelNode node)
    {
        if (!Every(200))
        {
            return;
        }

        var asked = now;
        foreach (var other in Nodes.Where(other => node.View.Contains(other.Id)))
        {
            network.Send(node, other, now, () =>
            {
                // A node that was removed gets no vote.
                if (other.View.Contains(node.Id))
                {
                    network.Send(other, node, now, () => node.Lease.Answered(other.Id, asked));
                }
            });
        }
    }

    private void Play(ModelNode node)
    {
        if (node.Room is not { } room)
        {
            return;
        }

        ChooseStore(node, room);
        var lease = node.Lease.IsHeld(now);
        if (Every(50) && room.Commit.MayTick(lease, now))
        {
            room.History.Add(++content);
            room.Commit.Produce(now);
        }

        if (Every(50) && room.Commit.Store is { } id && Nodes.FirstOrDefault(other => other.Id == id) is { } store)
        {
            Replicate(node, room, store, room.Batch());
        }

        Release(room, lease);
    }

    private void ChooseStore(ModelNode node, ModelRoom room)
    {
        if (room.Commit.IsLate(now))
        {
            room.Late = room.Commit.Store;
        }

        var wanted = StoreRing.Next(node.Id, node.View, room.Late);
        if (wanted is null && !room.Commit.IsAlone)
        {
            room.Commit.UseNone();
        }
        else if (wanted is { } store && room.Commit.Store != store)
        {
            room.Commit.Use(store, now);
        }
    }

    private void Replicate(ModelNode node, ModelRoom room, ModelNode store, ReplicaBatch batch) => network.Send(node, store, now, () =>
    {
        var verdict = store.Store.Offer(batch);
        var held = store.Store.Held;
        if (verdict == BatchVerdict.Stored)
        {
            Assert.Equal(held!.Value.Record, ModelRoom.Read(store.Store).Count);
        }

        network.Send(store, node, now, () =>
        {
            switch (verdict)
            {
                case BatchVerdict.Stored:
                    room.Commit.Stored(store.Id, held!.Value, now);
                    break;
                case BatchVerdict.NeedFull:
                    room.Commit.Lacks(store.Id, batch.Generation);
                    break;
                case BatchVerdict.Sealed:
                    room.Commit.Seal();
                    break;
            }
        });
    });

    private void Release(ModelRoom room, bool lease)
    {
        var before = room.Commit.Released;
        var upTo = room.Commit.Release(lease);
        if (upTo == before)
        {
            return;
        }

        if (!placesTwice)
        {
            Assert.True(
                room.Commit.Epoch.Number >= newestToRelease,
                $"At {now}: epoch {room.Commit.Epoch.Number} released after epoch {newestToRelease} had.");
        }

        newestToRelease = Math.Max(newestToRelease, room.Commit.Epoch.Number);
        for (var record = 0; record < upTo; record++)
        {
            if (record < released.Count)
            {
                Assert.True(released[record] == room.History[record], $"At {now}: record {record + 1} was released as another one before.");
            }
            else
            {
                released.Add(room.History[record]);
            }
        }
    }

    private void Recover(ModelNode node)
    {
        if (node.Recovery is not { } recovery)
        {
            return;
        }

        if (Every(100))
        {
            foreach (var store in recovery.Missing.Select(Find).OfType<ModelNode>().ToArray())
            {
                network.Send(node, store, now, () =>
                {
                    var answer = store.Store.Seal(recovery.Epoch);
                    network.Send(store, node, now, () => recovery.Answered(store.Id, answer));
                });
            }
        }

        var decision = recovery.Decide();
        switch (decision.Step)
        {
            case RecoveryStep.Raise:
                node.Recovery = new Recovery(NewEpoch(decision.Number), node.View);
                break;
            case RecoveryStep.Recover when Find(decision.Source) is { IsAlive: true } source:
                var history = ModelRoom.Read(source.Store).Take((int)decision.Position.Record).ToList();
                for (var record = 0; record < released.Count; record++)
                {
                    Assert.True(
                        record < history.Count && history[record] == released[record],
                        $"At {now}: record {record + 1} was released, but a recovery has not got it.");
                }

                node.Recovery = null;
                node.Room = new ModelRoom(new OutputCommit(recovery.Epoch, history.Count), history);
                Recoveries++;
                break;
            case RecoveryStep.Gone:
                Assert.Fail($"At {now}: no member has a copy of the room.");
                break;
        }
    }

    /// <summary>Failure detector and resolver: what is not reached by the majority for long is removed, by each of them at its own time.</summary>
    private void Watch(ModelNode node)
    {
        var isReachable = node is { IsAlive: true, IsFrozen: false, IsCutOff: false };
        if (isReachable)
        {
            node.UnreachableSince = null;
            return;
        }

        node.UnreachableSince ??= now;
        if (now - node.UnreachableSince != removal)
        {
            return;
        }

        node.IsDowned = true;
        foreach (var other in Nodes.Where(other => other != node && other.View.Contains(node.Id)))
        {
            Plan(random.Next(0, 300), () => other.Sees(other.View.Where(member => member != node.Id)));
        }
    }

    /// <summary>Sharding: a room that is on no member any more begins on another.</summary>
    private void Place()
    {
        var members = Nodes.Where(node => node.Runs && !node.IsCutOff).ToArray();
        var removed = Nodes.Where(node => node.Room is not null || node.Recovery is not null)
            .All(home => !home.IsAlive || members.All(member => !member.View.Contains(home.Id)));
        var isTwice = placesTwice && IsSettled() && random.Next(400) == 0;
        if (removed || isTwice)
        {
            var home = members[random.Next(members.Length)];
            if (home.Room is null)
            {
                home.Recovery = new Recovery(NewEpoch(1), home.View);
            }
        }
    }

    private void Fault()
    {
        var node = Nodes[random.Next(Nodes.Count)];
        var duration = random.Next(300, 6000);
        switch (random.Next(3))
        {
            case 0:
                End(node);
                break;
            case 1:
                node.IsCutOff = true;
                Plan(duration, () => node.IsCutOff = false);
                // A node that was removed goes on until it hears of it.
                Plan(duration + random.Next(10, 300), () => EndIfRemoved(node));
                break;
            default:
                node.IsFrozen = true;
                Plan(duration, () => node.IsFrozen = false);
                Plan(duration + random.Next(10, 300), () => EndIfRemoved(node));
                break;
        }
    }

    private void EndIfRemoved(ModelNode node)
    {
        if (node.IsDowned)
        {
            End(node);
        }
    }

    /// <summary>The process ends and, once it was missed, another one starts in its place, with nothing.</summary>
    private void End(ModelNode node)
    {
        node.IsAlive = false;
        Plan((int)removal.TotalMilliseconds + 1000, () =>
        {
            Nodes.Remove(node);
            Add(node.Id.Address);
        });
    }

    private void Add(string address)
    {
        var node = new ModelNode(new NodeId(address, ++uid));
        Nodes.Add(node);
        foreach (var member in Nodes.Where(member => member.IsAlive))
        {
            member.Sees([.. member == node ? Nodes.Where(other => other.IsAlive).Select(other => other.Id) : member.View, node.Id]);
        }
    }

    /// <summary>Whether one death would be one death: everybody is there, and the room's store has all of it.</summary>
    private bool IsSettled()
    {
        var homes = Nodes.Where(node => node.Room is { Commit.IsSealed: false }).ToArray();
        return later.Count == 0
            && homes.Length == 1
            && homes[0].Room!.Commit is { NeedsFull: false, Store: { } store } commit
            && Find(store) is { IsAlive: true }
            && commit.Acknowledged > 0
            && commit.Released == commit.Acknowledged
            && Nodes.All(node => node is { Runs: true, IsCutOff: false, Recovery: null } && node.View.Count == Nodes.Count);
    }

    private ModelNode? Find(NodeId id) => Nodes.FirstOrDefault(node => node.Id == id);

    private ReplicaEpoch NewEpoch(int number) => new(number, $"epoch-{++ids}");

    private void Plan(int milliseconds, Action act) => later.Add((now + TimeSpan.FromMilliseconds(milliseconds), act));
}
