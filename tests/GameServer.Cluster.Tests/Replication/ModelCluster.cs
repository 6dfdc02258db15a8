using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

/// <summary>
/// One room on a cluster of nodes in steps of 10 ms of virtual time. The pieces of replication are the real ones; what their actors do
/// with them, and sharding, is played here, the rest by <see cref="ModelMembership"/> and <see cref="ModelNetwork"/>.
/// </summary>
internal sealed partial class ModelCluster
{
    /// <summary>Each tick makes a record.</summary>
    internal const int TickRate = 20;

    private static readonly TimeSpan step = TimeSpan.FromMilliseconds(10);

    private readonly List<(TimeSpan Due, Action Act)> planned = [];
    private readonly List<long> predecessors = [0];
    private NodeId? home;
    private long uid;
    private int ids;

    public ModelCluster(int seed, int size)
    {
        Random = new Random(seed);
        Network = new ModelNetwork(Random);
        Membership = new ModelMembership(Random, Network, Nodes, Tell);
        for (var i = 0; i < size; i++)
        {
            Start($"node-{i}");
        }
    }

    public Random Random { get; }

    public ModelNetwork Network { get; }

    public ModelMembership Membership { get; }

    public ModelJudge Judge { get; } = new();

    /// <summary>What happened, for whoever has to understand a failure.</summary>
    public List<string> Story { get; } = [];

    public List<ModelNode> Nodes { get; } = [];

    public TimeSpan Now { get; private set; }

    public int Begun { get; private set; }

    /// <summary>The node on which sharding has put the room.</summary>
    public ModelNode? Home => home is { } id ? Find(id) : null;

    /// <summary>Whether what was planned has happened.</summary>
    public bool IsIdle => planned.Count == 0;

    /// <summary>Whether the loss of any one node would be the loss of one: all hear each other, and the room's store has a copy.</summary>
    public bool IsSettled =>
        IsIdle
        && Membership.IsQuiet
        && Nodes.TrueForAll(node => !node.IsAlive || node is { IsFrozen: false, Side: 0, Recovery: null })
        && Nodes.Count(node => node is { IsAlive: true, Room: not null }) == 1
        && Home is { IsAlive: true, Room: { StoppingSince: null, Commit: { IsSealed: false } commit } }
        && (commit.IsAlone || (!commit.NeedsFull && commit.Store is { } store && Find(store) is { IsAlive: true }));

    public void Run(TimeSpan duration)
    {
        for (var end = Now + duration; Now < end;)
        {
            Step();
        }
    }

    public void Step()
    {
        Now += step;
        Network.DeliverUntil(Now);
        foreach (var due in planned.Where(plan => plan.Due <= Now).ToArray())
        {
            planned.Remove(due);
            due.Act();
        }

        Membership.Step(Now);
        foreach (var node in Nodes.Where(node => node.Runs))
        {
            var readsFirst = Random.Next(2) == 0;
            if (readsFirst)
            {
                node.ReadSocket();
            }

            Vote(node);
            Recover(node);
            Play(node);
            node.ReadSocket();
        }

        Place();
    }

    public ModelNode? Find(NodeId id) => Nodes.Find(node => node.Id == id);

    public void Plan(int milliseconds, Action act) => planned.Add((Now + TimeSpan.FromMilliseconds(milliseconds), act));

    public void Start(string address)
    {
        if (Nodes.Exists(node => node.IsAlive && node.Id.Address == address))
        {
            return;
        }

        var node = new ModelNode(new NodeId(address, ++uid));
        Nodes.Add(node);
        Join(node);
    }

    /// <summary>Tells the room to end here so that it goes on elsewhere.</summary>
    public void HandOver()
    {
        if (Home is { Room: { StoppingSince: null } room } node)
        {
            room.StoppingSince = Now;
            if (room.Commit.Store is { } store)
            {
                Use(node, room, store);
            }
        }
    }

    /// <summary>Begins the room, whether or not it is somewhere already.</summary>
    public void Begin(ModelNode node)
    {
        home = node.Id;
        Tell($"{node.Id} is to have the room");
        if (node.Room is null)
        {
            node.Recovery ??= new Recovery(NewEpoch(1), node.Members);
        }
    }

    public void Tell(string what) => Story.Add($"{Now:mm\\:ss\\.ff} {what}");

    private void Join(ModelNode node)
    {
        if (node.IsAlive && !Membership.TryJoin(node))
        {
            Plan(200, () => Join(node));
        }
    }

    private bool Every(ModelNode node, int milliseconds) =>
        (Now.Ticks / TimeSpan.TicksPerMillisecond + 10 * node.Id.Uid) % milliseconds == 0;

    private void Vote(ModelNode node)
    {
        if (!Every(node, 200))
        {
            return;
        }

        var asked = Now;
        foreach (var voter in node.Members.Select(Find).OfType<ModelNode>())
        {
            Network.Send(node, voter, Now, () =>
            {
                if (voter.Given.Give(node.Id, Now))
                {
                    Network.Send(voter, node, Now, () =>
                    {
                        node.Votes[voter.Id] = asked;
                        node.Lease.Answered(voter.Id, asked);
                    });
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

        if (room.Commit.IsSealed)
        {
            Tell($"{node.Id} ends epoch {room.Commit.Epoch.Number}: it is sealed");
            node.Room = null;
            return;
        }

        ChooseStore(node, room);
        var lease = node.Lease.Grant.IsHeld(Now);
        if (Every(node, 50) && room.StoppingSince is null && room.Commit.MayTick(lease, Now))
        {
            Tick(room);
        }

        if (Every(node, 50) && room.Commit.Store is { } id && Find(id) is { } store)
        {
            Replicate(node, room, store, NextBatch(room));
        }

        Release(node, room);
        if (room.StoppingSince is { } since
            && ((room.IsHandedOver && room.Commit.Released == room.Commit.Produced) || Now - since > step * 100))
        {
            Tell($"{node.Id} has handed over at {room.Commit.Released} of {room.Commit.Produced}");
            ModelJudge.Stops(Now, node, room);
            node.Room = null;
            home = null;
        }
    }

    private void Tick(ModelRoom room)
    {
        ModelJudge.Ticks(Now, room);
        predecessors.Add(ModelCopy.Last(room.History, room.History.Count));
        room.History.Add(predecessors.Count - 1);
        room.Commit.Produce(Now);
        room.Lead.Produced(room.Commit.Produced, room.History.Count);
        room.WaitsSince ??= room.Commit.IsAlone ? null : Now;
    }

    private void ChooseStore(ModelNode node, ModelRoom room)
    {
        if (room.Commit.IsLate(Now))
        {
            room.Late = room.Commit.Store;
        }

        var wanted = StoreRing.Next(node.Id, node.Stores, room.Late);
        if (wanted is null && !room.Commit.IsAlone && node.Members.Count() == 1)
        {
            room.Commit.UseNone();
            room.WaitsSince = null;
        }
        else if (wanted is { } store && room.Commit.Store != store)
        {
            Use(node, room, store);
        }
    }

    private void Use(ModelNode node, ModelRoom room, NodeId store)
    {
        room.Commit.Use(store, Now);
        room.IsHandedOver = false;
        Tell($"{node.Id} begins a copy at {store}");
        room.WaitsSince ??= room.Commit.Acknowledged < room.Commit.Produced ? Now : null;
    }

    /// <summary>
    /// A checkpoint is of now or of a while ago, with the records since, and now and then comes without need. Records come once, or again
    /// until they are acknowledged.
    /// </summary>
    private ReplicaBatch NextBatch(ModelRoom room)
    {
        var isFull = room.Commit.NeedsFull || Random.Next(40) == 0;
        var after = isFull ? room.History.Count - Random.Next(Math.Min(room.History.Count, 10) + 1)
            : Random.Next(2) == 0 ? (int)room.Commit.Acknowledged
            : Math.Max(room.Sent, (int)room.Commit.Acknowledged);
        room.Sent = room.History.Count;
        return ModelCopy.Batch(room, isFull, after);
    }

    private void Replicate(ModelNode node, ModelRoom room, ModelNode store, ReplicaBatch batch)
    {
        var isLast = room.StoppingSince is not null && batch.Checkpoint is not null;
        Network.Send(node, store, Now, () => Offer(node, room, store, batch, isLast));
    }

    private void Offer(ModelNode node, ModelRoom room, ModelNode store, ReplicaBatch batch, bool isLast)
    {
        var verdict = store.Store.Offer(batch);
        var held = store.Store.Held;
        ModelJudge.Offered(Now, store, room, batch, verdict, isLast);
        Network.Send(store, node, Now, () =>
        {
            switch (verdict)
            {
                case BatchVerdict.Stored:
                    Acknowledge(room, store.Id, held!.Value, batch.Checkpoint is not null);
                    break;
                case BatchVerdict.NeedFull when room.Commit.Store == store.Id && room.Commit.Generation == batch.Generation:
                    Use(node, room, store.Id);
                    break;
                case BatchVerdict.Sealed:
                    room.Commit.Seal();
                    break;
            }
        });
    }

    /// <summary>The answer to an image does not say which image that was.</summary>
    private void Acknowledge(ModelRoom room, NodeId store, RecordPosition held, bool isImage)
    {
        var isCurrent = room.Commit.Store == store && room.Commit.Generation == held.Generation;
        room.Commit.Stored(store, held, Now);
        if (isCurrent)
        {
            room.HeldBy = store;
            room.IsHandedOver |= isImage && room.StoppingSince is not null;
            room.WaitsSince = room.Commit.Acknowledged < room.Commit.Produced ? Now : null;
        }
    }

    private void Release(ModelNode node, ModelRoom room)
    {
        var before = room.Commit.Released;
        var upTo = room.Commit.Release(node.Lease.Grant, Now);
        if (upTo > before)
        {
            Judge.Releases(Now, node, room, before, upTo);
        }

        room.Lead.Released(upTo);
        if (room.Commit.IsAlone || room.Lead.MayShow(room.History.Count))
        {
            Judge.Shows(room);
        }
    }

    /// <summary>Sharding: a room that is on no member begins on one that knows it; sometimes two think that it is theirs.</summary>
    private void Place()
    {
        if (home is { } id && Membership.IsMember(id))
        {
            if (Home is { Runs: true, Room: null, Recovery: null } again)
            {
                Begin(again);
            }

            return;
        }

        var able = Membership.MembersAlive
            .Where(node => node.Runs && Membership.IsUp(node.Id) && Membership.HasHeardAll(node) && node.Room is null)
            .ToArray();
        if (able.Length > 0)
        {
            Begin(able[Random.Next(able.Length)]);
            if (Random.Next(4) == 0)
            {
                Begin(able[Random.Next(able.Length)]);
            }
        }
    }

    private ReplicaEpoch NewEpoch(int number) => new(number, $"epoch-{++ids}");
}
