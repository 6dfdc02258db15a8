using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

internal enum ModelStatus
{
    Joining,
    Up,
    Leaving,
    Removed,
}

/// <summary>A node of the model: what it has heard of the cluster, its lease, its store of the one room, and perhaps the room itself.</summary>
internal sealed class ModelNode(NodeId id)
{
    private readonly Queue<Action> socket = new();
    private readonly Dictionary<NodeId, ModelStatus> view = [];

    public NodeId Id { get; } = id;

    public Lease Lease { get; } = new(id);

    public Votes Given { get; } = new();

    public RoomReplica Store { get; } = new();

    public bool IsAlive { get; set; } = true;

    public bool IsFrozen { get; set; }

    /// <summary>Nodes of different sides do not reach each other.</summary>
    public int Side { get; set; }

    /// <summary>How many of the changes of membership it has heard of.</summary>
    public int Heard { get; private set; }

    /// <summary>The members that carry rooms, from when they are seen joining until they are removed.</summary>
    public IEnumerable<NodeId> Members => view.Keys;

    /// <summary>Those of them that may be a store: seen by all, and not about to leave.</summary>
    public IEnumerable<NodeId> Stores => view.Where(member => member.Value == ModelStatus.Up).Select(member => member.Key);

    public NodeId[] Voters { get; private set; } = [];

    public NodeId[] Newcomers { get; private set; } = [];

    public ModelRoom? Room { get; set; }

    public Recovery? Recovery { get; set; }

    /// <summary>When the search is to begin again, and with which number.</summary>
    public (TimeSpan At, int Number)? Again { get; set; }

    /// <summary>How often it has begun again.</summary>
    public int Raises { get; set; }

    public bool Runs => IsAlive && !IsFrozen;

    /// <summary>The judge's own count of the votes: when was asked what each has answered.</summary>
    public Dictionary<NodeId, TimeSpan> Votes { get; } = [];

    /// <summary>The highest incarnation that has sealed its store, by the judge's own count.</summary>
    public int SealedFor { get; set; }

    public bool Knows(NodeId member) => view.ContainsKey(member);

    public void Receive(Action deliver)
    {
        if (IsFrozen || socket.Count > 0)
        {
            socket.Enqueue(deliver);
        }
        else
        {
            deliver();
        }
    }

    /// <summary>Reads what came while the process stood still.</summary>
    public void ReadSocket()
    {
        while (socket.TryDequeue(out var deliver))
        {
            deliver();
        }
    }

    public void Hear(IReadOnlyList<(NodeId Node, ModelStatus Status)> changes, int upTo)
    {
        if (upTo <= Heard)
        {
            return;
        }

        for (; Heard < upTo; Heard++)
        {
            var (node, status) = changes[Heard];
            if (status == ModelStatus.Removed)
            {
                view.Remove(node);
            }
            else
            {
                view[node] = status;
            }
        }

        Voters = [.. view.Where(member => member.Value != ModelStatus.Joining).Select(member => member.Key)];
        Newcomers = [.. view.Where(member => member.Value == ModelStatus.Joining).Select(member => member.Key)];
        Lease.SetVoters(Voters, Newcomers);
        Given.SetMembers(Members);
        Recovery?.SetMembers(Members);
    }
}

/// <summary>An incarnation of the room. A record is a number that no other record has; its predecessor is known by it.</summary>
internal sealed class ModelRoom(OutputCommit commit, List<long> history, int number)
{
    /// <summary>Which of the rooms, by the judge's own count.</summary>
    public int Number { get; } = number;

    public OutputCommit Commit { get; } = commit;

    public List<long> History { get; } = history;

    public StateLead Lead { get; } = new(ModelCluster.TickRate, history.Count);

    public NodeId? Late { get; set; }

    /// <summary>It is being handed over: it ticks no more.</summary>
    public TimeSpan? StoppingSince { get; set; }

    /// <summary>A store has said that it has the image with which the room stopped.</summary>
    public bool IsHandedOver { get; set; }

    /// <summary>The judge's own count: a store has that image, whatever the room has heard of it.</summary>
    public bool HasLastStored { get; set; }

    /// <summary>How many records have been sent, whether or not they arrived.</summary>
    public int Sent { get; set; }

    /// <summary>The last store that has acknowledged: it has the copy on which the room relies.</summary>
    public NodeId? HeldBy { get; set; }

    /// <summary>The judge's own count: since when a record has waited without any acknowledgement.</summary>
    public TimeSpan? WaitsSince { get; set; }
}
