using Akka.Actor;
using Akka.Cluster;
using GameServer.Cluster.Membership;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Cluster.Replication;

/// <summary>A node asks another one that carries rooms for its vote. Answered by <see cref="LeaseGranted"/>.</summary>
/// <param name="Asker">Who asks.</param>
/// <param name="AskedAt">When, by the asker's own clock, in ticks of 100 ns.</param>
/// <param name="Format">The newest of <see cref="NodeFormats"/> that the asker reads; null if it says none.</param>
public sealed record AskLease(NodeId Asker, long AskedAt, int? Format = null) : IClusterMessage;

/// <summary>The vote of a node for one that it takes for a member.</summary>
/// <param name="Voter">Who votes.</param>
/// <param name="Asker">Who asked.</param>
/// <param name="AskedAt">What the question said.</param>
/// <param name="Format">The newest of <see cref="NodeFormats"/> that the voter reads; null if it says none.</param>
public sealed record LeaseGranted(NodeId Voter, NodeId Asker, long AskedAt, int? Format = null) : IClusterMessage;

/// <summary>A node is about to leave: copies that it holds have to go elsewhere.</summary>
/// <param name="Node">Which.</param>
public sealed record StoreLeaves(NodeId Node) : IClusterMessage;

/// <summary>A room waits for a majority to be asked, and not for the next time that it is.</summary>
public sealed class AskLeaseSoon : INoSerializationVerificationNeeded
{
    private AskLeaseSoon()
    {
    }

    /// <summary>The one instance.</summary>
    public static AskLeaseSoon Instance { get; } = new();
}

/// <summary>This node is about to leave: the others are told.</summary>
public sealed class AnnounceLeaving : INoSerializationVerificationNeeded
{
    private AnnounceLeaving()
    {
    }

    /// <summary>The one instance.</summary>
    public static AnnounceLeaving Instance { get; } = new();
}

/// <summary>
/// Keeps the lease by which the rooms of this node may release, and tells them on the <see cref="ReplicationBoard"/> who the members
/// are.
/// </summary>
/// <remarks>Mailbox: a question and an answer of each member every <see cref="AskEvery"/>.</remarks>
public sealed class LeaseActor : UntypedActor, IWithTimers
{
    /// <summary>Its name under <c>/user</c>, by which other nodes find it.</summary>
    public const string Name = "lease";

    /// <summary>How often the members are asked: several times within the length of a lease.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan soon = TimeSpan.FromMilliseconds(10);

    private readonly ClusterExtension cluster = ClusterExtension.Get(Context.System);
    private readonly ReplicationBoard board;
    private readonly TimeProvider time;
    private readonly NodeId self;
    private readonly Lease lease;
    private readonly Votes votes = new();
    private readonly NodeFormats formats = new();
    private readonly IActorRef courier;
    private TimeSpan asked = TimeSpan.MinValue;
    private readonly Dictionary<NodeId, IActorRef> members = [];
    private readonly HashSet<NodeId> newcomers = [];
    private readonly HashSet<NodeId> leaving = [];

    /// <param name="board">What rooms read.</param>
    /// <param name="time">The clock of the lease.</param>
    /// <param name="courier">The way to this node's room and store, which are sealed once this node lets no removed one release.</param>
    public LeaseActor(ReplicationBoard board, TimeProvider time, IActorRef courier)
    {
        this.courier = courier;
        this.board = board;
        this.time = time;
        self = NodeIds.Of(cluster.SelfUniqueAddress);
        lease = new Lease(self);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    public static Props Props(ReplicationBoard board, TimeProvider time, IActorRef courier) =>
        Akka.Actor.Props.Create(() => new LeaseActor(board, time, courier));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        Timers.StartPeriodicTimer(nameof(AskAll), AskAll.Instance, TimeSpan.Zero, AskEvery);
        Publish();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        cluster.Unsubscribe(Self);
        board.Lease = LeaseGrant.None;
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AskLease ask when votes.Give(ask.Asker, time.Monotonic()):
                Sender.Tell(new LeaseGranted(self, ask.Asker, ask.AskedAt, NodeFormats.Newest), Self);
                Heard(ask.Asker, ask.Format);
                break;
            case SealRoom seal when votes.MaySeal(seal.Members, time.Monotonic()):
                courier.Forward(seal);
                break;
            case LeaseGranted granted when granted.Asker == self:
                lease.Answered(granted.Voter, TimeSpan.FromTicks(granted.AskedAt));
                board.Lease = lease.Grant;
                Heard(granted.Voter, granted.Format);
                break;
            case AskAll:
                Ask();
                break;
            case AskLeaseSoon when time.Monotonic() - asked >= soon:
                Ask();
                break;
            case AnnounceLeaving:
                foreach (var actor in members.Values)
                {
                    actor.Tell(new StoreLeaves(self), Self);
                }

                break;
            case StoreLeaves leaves when members.ContainsKey(leaves.Node):
                leaving.Add(leaves.Node);
                Publish();
                break;
            case ClusterEvent.IMemberEvent changed when changed.Member.HasRole(NodeRoleNames.Rooms):
                OnMember(changed);
                break;
        }
    }

    private void Ask()
    {
        asked = time.Monotonic();
        foreach (var (node, actor) in members)
        {
            if (node != self)
            {
                actor.Tell(new AskLease(self, asked.Ticks, NodeFormats.Newest), Self);
            }
        }
    }

    private void OnMember(ClusterEvent.IMemberEvent changed)
    {
        var node = NodeIds.Of(changed.Member.UniqueAddress);
        switch (changed)
        {
            case ClusterEvent.MemberRemoved:
                members.Remove(node);
                newcomers.Remove(node);
                leaving.Remove(node);
                break;
            case ClusterEvent.MemberJoined or ClusterEvent.MemberWeaklyUp:
                newcomers.Add(node);
                Found(node);
                break;
            case ClusterEvent.MemberLeft or ClusterEvent.MemberExited or ClusterEvent.MemberDowned:
                newcomers.Remove(node);
                leaving.Add(node);
                Found(node);
                break;
            default:
                newcomers.Remove(node);
                Found(node);
                break;
        }

        Publish();
    }

    private void Heard(NodeId node, int? format)
    {
        if (formats.State(node, format))
        {
            board.Format = formats.Spoken;
        }
    }

    private void Found(NodeId node) => members[node] = NodeIds.Find(Context.System, node, Name);

    private void Publish()
    {
        lease.SetVoters(members.Keys.Except(newcomers), newcomers);
        votes.SetMembers(members.Keys);
        formats.SetOthers(members.Keys.Where(node => node != self));
        board.Format = formats.Spoken;
        board.Lease = lease.Grant;
        board.View = new ReplicationView(
            self, [.. members.Keys], [.. members.Keys.Where(node => !leaving.Contains(node) && !newcomers.Contains(node))]);
    }

    private sealed class AskAll : INoSerializationVerificationNeeded
    {
        public static AskAll Instance { get; } = new();
    }
}
