using Akka.Actor;
using Akka.Cluster;
using GameServer.Cluster.Membership;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Cluster.Replication;

/// <summary>A node asks another one that carries rooms for its vote. Answered by <see cref="LeaseGranted"/>.</summary>
/// <param name="Asker">Who asks.</param>
/// <param name="AskedAt">When, by the asker's own clock, in ticks of 100 ns.</param>
public sealed record AskLease(NodeId Asker, long AskedAt) : IClusterMessage;

/// <summary>The vote of a node for one that it takes for a member.</summary>
/// <param name="Voter">Who votes.</param>
/// <param name="Asker">Who asked.</param>
/// <param name="AskedAt">What the question said.</param>
public sealed record LeaseGranted(NodeId Voter, NodeId Asker, long AskedAt) : IClusterMessage;

/// <summary>A node is about to leave: copies that it holds have to go elsewhere.</summary>
/// <param name="Node">Which.</param>
public sealed record StoreLeaves(NodeId Node) : IClusterMessage;

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

    private readonly ClusterExtension cluster = ClusterExtension.Get(Context.System);
    private readonly ReplicationBoard board;
    private readonly TimeProvider time;
    private readonly NodeId self;
    private readonly Lease lease;
    private readonly Votes votes = new();
    private readonly IActorRef store;
    private readonly Dictionary<NodeId, IActorRef> members = [];
    private readonly HashSet<NodeId> leaving = [];

    /// <param name="board">What rooms read.</param>
    /// <param name="time">The clock of the lease.</param>
    /// <param name="store">This node's store, which is sealed only when this node lets no removed one release any more.</param>
    public LeaseActor(ReplicationBoard board, TimeProvider time, IActorRef store)
    {
        this.store = store;
        this.board = board;
        this.time = time;
        self = NodeIds.Of(cluster.SelfUniqueAddress);
        lease = new Lease(self);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    public static Props Props(ReplicationBoard board, TimeProvider time, IActorRef store) =>
        Akka.Actor.Props.Create(() => new LeaseActor(board, time, store));

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
        board.Granted = TimeSpan.MinValue;
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AskLease ask when votes.Give(ask.Asker, time.Monotonic()):
                Sender.Tell(new LeaseGranted(self, ask.Asker, ask.AskedAt), Self);
                break;
            case SealRoom seal when votes.MaySeal(seal.Members, time.Monotonic()):
                store.Forward(seal);
                break;
            case LeaseGranted granted when granted.Asker == self:
                lease.Answered(granted.Voter, TimeSpan.FromTicks(granted.AskedAt));
                board.Granted = lease.Granted();
                break;
            case AskAll:
                foreach (var (node, actor) in members.Where(member => member.Key != self))
                {
                    actor.Tell(new AskLease(self, time.Monotonic().Ticks), Self);
                }

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

    private void OnMember(ClusterEvent.IMemberEvent changed)
    {
        var node = NodeIds.Of(changed.Member.UniqueAddress);
        switch (changed)
        {
            case ClusterEvent.MemberRemoved:
                members.Remove(node);
                leaving.Remove(node);
                break;
            case ClusterEvent.MemberLeft or ClusterEvent.MemberExited or ClusterEvent.MemberDowned:
                leaving.Add(node);
                break;
            default:
                members[node] = NodeIds.Find(Context.System, node, Name);
                break;
        }

        Publish();
    }

    private void Publish()
    {
        lease.SetVoters(members.Keys);
        votes.SetMembers(members.Keys);
        board.Granted = lease.Granted();
        board.View = new ReplicationView(
            self, [.. members.Keys], [.. members.Keys.Where(node => !leaving.Contains(node))]);
    }

    private sealed class AskAll : INoSerializationVerificationNeeded
    {
        public static AskAll Instance { get; } = new();
    }
}
