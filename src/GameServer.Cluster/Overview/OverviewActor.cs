using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Cluster;
using GameServer.Cluster.Replication;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Cluster.Overview;

/// <summary>An operator's word for a node that a snapshot names.</summary>
/// <param name="Node">Its name.</param>
/// <param name="What">What it is to do.</param>
/// <param name="Known">Completed with whether there is such a member; the word goes out when <paramref name="Told"/> is.</param>
/// <param name="Told">The operator has an answer: from here on this node may end.</param>
public sealed record SteerMember(string Node, NodeSteer What, TaskCompletionSource<bool> Known, Task Told) : INoSerializationVerificationNeeded;

/// <summary>Tells every member once a second what is on this node, and shows what all of them told.</summary>
/// <remarks>Mailbox: a report of each member a second, and more only when rooms begin or end, at most five a second.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "Actors are stopped, not disposed of: PostStop does it.")]
public sealed class OverviewActor : UntypedActor, IWithTimers
{
    /// <summary>Its name under <c>/user</c>, by which other nodes find it.</summary>
    public const string Name = "overview";

    private static readonly TimeSpan every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan soon = TimeSpan.FromMilliseconds(200);

    private readonly ClusterExtension cluster = ClusterExtension.Get(Context.System);
    private readonly NodeOverview overview;
    private readonly TimeProvider time;
    private readonly NodeTraffic traffic;
    private readonly NodeId self;
    private readonly ClusterView view;
    private NodeRates rates = NodeRates.None;

    /// <param name="overview">What this node shows.</param>
    /// <param name="time">The clock.</param>
    public OverviewActor(NodeOverview overview, TimeProvider time)
    {
        this.overview = overview;
        this.time = time;
        traffic = new NodeTraffic(time);
        self = NodeIds.Of(cluster.SelfUniqueAddress);
        view = new ClusterView(self);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    public static Props Props(NodeOverview overview, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new OverviewActor(overview, time));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        cluster.Subscribe(
            Self,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));
        Timers.StartPeriodicTimer(Beat.Instance, Beat.Instance, every);
        var me = Self;
        overview.Gauges.WhenRoomsChange(() => me.Tell(RoomsChanged.Instance));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        overview.Gauges.WhenRoomsChange(null);
        cluster.Unsubscribe(Self);
        traffic.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Beat:
                rates = traffic.Take();
                Report();
                Publish();
                break;
            case RoomsChanged:
                if (!Timers.IsTimerActive(RoomsChanged.Instance))
                {
                    Timers.StartSingleTimer(RoomsChanged.Instance, ReportSoon.Instance, soon);
                }

                break;
            case ReportSoon:
                Report();
                Publish();
                break;
            case NodeReport report:
                if (view.Reported(report, Now))
                {
                    Publish();
                }

                break;
            case ClusterEvent.IMemberEvent changed:
                Changed(changed);
                break;
            case ClusterEvent.UnreachableMember lost:
                view.Reachable(NodeIds.Of(lost.Member.UniqueAddress), isReachable: false);
                Publish();
                break;
            case ClusterEvent.ReachableMember found:
                view.Reachable(NodeIds.Of(found.Member.UniqueAddress), isReachable: true);
                Publish();
                break;
            case SteerMember steer:
                Steer(steer);
                break;
            case SteerNode steer:
                Obey(steer.What);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private TimeSpan Now => time.Monotonic();

    private void Report()
    {
        var report = ReportMaking.Make(self, overview, rates, Now);
        view.Reported(report, Now);
        foreach (var member in view.Members.Where(member => member != self))
        {
            OverviewOf(member).Tell(report);
        }
    }

    private void Publish() => overview.Feed.Publish(new OverviewPicture(view.Snapshot(Now), view.Online()));

    private void Changed(ClusterEvent.IMemberEvent changed)
    {
        var member = changed.Member;
        var status = changed switch
        {
            ClusterEvent.MemberRemoved { PreviousStatus: MemberStatus.Down } => NodeStatus.Gone,
            ClusterEvent.MemberRemoved => NodeStatus.Left,
            _ => member.Status switch
            {
                MemberStatus.Joining or MemberStatus.WeaklyUp => NodeStatus.Joining,
                MemberStatus.Up => NodeStatus.Up,
                // What is put out cannot be reached, and says so by that.
                MemberStatus.Down => NodeStatus.Unreachable,
                _ => NodeStatus.Leaving,
            },
        };
        view.Changed(NodeIds.Of(member.UniqueAddress), status, [.. member.Roles.Order(StringComparer.Ordinal)], Now);
        // A newcomer has names to learn, and to be learned, before a second is over.
        Report();
        Publish();
    }

    private void Steer(SteerMember steer)
    {
        if (view.Find(steer.Node) is not { } node)
        {
            steer.Known.TrySetResult(false);
            return;
        }

        var to = OverviewOf(node);
        steer.Told.ContinueWith(
            _ => to.Tell(new SteerNode(steer.What), ActorRefs.NoSender),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
        steer.Known.TrySetResult(true);
    }

    private void Obey(NodeSteer what)
    {
        if (what == NodeSteer.Kill)
        {
            overview.Steering?.Kill();
        }
        else
        {
            overview.Steering?.Drain();
        }
    }

    private IActorRef OverviewOf(NodeId node) => node == self ? Self : NodeIds.Find(Context.System, node, Name);

    private sealed class Beat : INoSerializationVerificationNeeded
    {
        internal static Beat Instance { get; } = new();
    }

    private sealed class RoomsChanged : INoSerializationVerificationNeeded
    {
        internal static RoomsChanged Instance { get; } = new();
    }

    private sealed class ReportSoon : INoSerializationVerificationNeeded
    {
        internal static ReportSoon Instance { get; } = new();
    }
}
