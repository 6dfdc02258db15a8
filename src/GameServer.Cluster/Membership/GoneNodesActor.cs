using Akka.Actor;
using Akka.Cluster;
using Akka.Dispatch.SysMsg;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Cluster.Membership;

/// <summary>
/// A node that carried rooms was removed. Whoever waits for a room may have asked it there, or asks ever more rarely: it is to ask anew
/// in a moment (<see cref="Rooms.AskingAgain.Settled"/>).
/// </summary>
public sealed class NodeGone : INoSerializationVerificationNeeded
{
    private NodeGone()
    {
    }

    /// <summary>The only one.</summary>
    public static NodeGone Instance { get; } = new();
}

/// <summary>
/// Tells the region of rooms for a while after a node was removed that the region there is gone. The coordinator may hear of it later
/// than this node, and until then sends rooms there; this node's region would notice only when its watch of a node that is no member
/// any more runs out, and all rooms of that shard would be nowhere for so long. Tells those at this node that wait for rooms, too.
/// </summary>
/// <remarks>Mailbox: members' coming and going, an answer of each, and a tick every <see cref="LookEvery"/> while there is work.</remarks>
public sealed class GoneNodesActor : UntypedActor, IWithTimers
{
    /// <summary>Its name under <c>/user</c>.</summary>
    public const string Name = "gone-nodes";

    /// <summary>How often it is said again.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // Gossip takes a fifth of a second from node to node, on machines that have time for it.
    private const int Times = 8;

    private readonly ClusterExtension cluster = ClusterExtension.Get(Context.System);
    private readonly IActorRef rooms;
    private readonly string path;
    private readonly IReadOnlyList<IActorRef> waiting;
    private readonly HashSet<UniqueAddress> unknown = [];
    private readonly Dictionary<UniqueAddress, IActorRef> regions = [];
    private readonly Dictionary<IActorRef, int> gone = [];

    /// <param name="rooms">This node's region of rooms, or its way to those of others.</param>
    /// <param name="path">Where the others have theirs.</param>
    /// <param name="waiting">Who is told <see cref="NodeGone"/>.</param>
    public GoneNodesActor(IActorRef rooms, string path, IReadOnlyList<IActorRef> waiting)
    {
        this.rooms = rooms;
        this.path = path;
        this.waiting = waiting;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    /// <param name="rooms">This node's region of rooms, or its way to those of others.</param>
    /// <param name="path">Where the others have theirs.</param>
    /// <param name="waiting">Who is told <see cref="NodeGone"/>.</param>
    public static Props Props(IActorRef rooms, string path, params IReadOnlyList<IActorRef> waiting) =>
        Akka.Actor.Props.Create(() => new GoneNodesActor(rooms, path, waiting));

    /// <inheritdoc/>
    protected override void PreStart() => cluster.Subscribe(
        Self,
        ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
        typeof(ClusterEvent.MemberUp),
        typeof(ClusterEvent.MemberRemoved));

    /// <inheritdoc/>
    protected override void PostStop() => cluster.Unsubscribe(Self);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.MemberUp up when up.Member.HasRole(NodeRoleNames.Rooms) && up.Member.UniqueAddress != cluster.SelfUniqueAddress:
                unknown.Add(up.Member.UniqueAddress);
                Find(up.Member.UniqueAddress);
                Work();
                break;
            case ActorIdentity { MessageId: int uid, Subject: { } region } when unknown.FirstOrDefault(node => node.Uid == uid) is { } node:
                unknown.Remove(node);
                regions[node] = region;
                break;
            case ClusterEvent.MemberRemoved removed:
                unknown.Remove(removed.Member.UniqueAddress);
                if (regions.Remove(removed.Member.UniqueAddress, out var lost))
                {
                    gone[lost] = Times;
                    Work();
                }

                if (removed.Member.HasRole(NodeRoleNames.Rooms))
                {
                    foreach (var listener in waiting)
                    {
                        listener.Tell(NodeGone.Instance);
                    }
                }

                break;
            case Look:
                foreach (var node in unknown)
                {
                    Find(node);
                }

                Tell();
                break;
        }
    }

    private void Find(UniqueAddress node) => Context.ActorSelection($"{node.Address}{path}").Tell(new Identify(node.Uid), Self);

    private void Work()
    {
        if (!Timers.IsTimerActive(nameof(Look)))
        {
            Timers.StartPeriodicTimer(nameof(Look), Look.Instance, LookEvery);
        }
    }

    private void Tell()
    {
        foreach (var (region, times) in gone.ToArray())
        {
            if (times == 0)
            {
                gone.Remove(region);
            }
            else
            {
                gone[region] = times - 1;
                // What the region hears when its own watch runs out. It passes over one that it does not watch.
                ((IInternalActorRef)rooms).SendSystemMessage(new DeathWatchNotification(region, existenceConfirmed: false, addressTerminated: true));
            }
        }

        if (gone.Count + unknown.Count == 0)
        {
            Timers.Cancel(nameof(Look));
        }
    }

    private sealed class Look : INoSerializationVerificationNeeded
    {
        public static Look Instance { get; } = new();
    }
}
