using Akka.Actor;
using Akka.Cluster;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Telemetry;
using Microsoft.Extensions.Logging;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Cluster.Replication;

/// <summary>A room of this node stops, to go on elsewhere.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Epoch">Number of the incarnation that stops.</param>
public sealed record RoomGivenAway(string RoomId, int Epoch) : INoSerializationVerificationNeeded;

/// <summary>The node is about to leave, and its rooms have stopped.</summary>
/// <param name="Emptied">
/// Is completed once no room relies on this node's store any more, and those that it gave away have begun elsewhere: a recovery in the
/// midst of which this node is removed begins again, and waits until what the others let it release is over.
/// </param>
public sealed record EmptyStore(TaskCompletionSource Emptied) : INoSerializationVerificationNeeded;

/// <summary>
/// The copies of other nodes' rooms that this node holds in memory. Acknowledges what it holds completely, is sealed by incarnations
/// that begin, and wakes the rooms of a node that was removed.
/// </summary>
/// <remarks>
/// Mailbox: a parcel from each node's courier for each of its ticks, and the questions of recoveries. Bound: one copy for each room
/// that turned to this node; what is silent for <see cref="Forgotten"/> goes, since a room that lives speaks four times a second.
/// </remarks>
public sealed class ReplicaStoreActor : UntypedActor, IWithTimers
{
    /// <summary>Its name under <c>/user</c>, by which other nodes find it.</summary>
    public const string Name = "replicas";

    /// <summary>After so much silence a copy is of no use.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan sweepEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan wakeEvery = TimeSpan.FromMilliseconds(20);

    // So many recoveries are begun at once; each asks all stores and moves a copy.
    private const int WakeAtOnce = 8;

    // Sweeps after which a room that nobody has claimed is woken by way of other nodes too.
    private const int AloneFor = 1;

    private readonly ClusterExtension cluster = ClusterExtension.Get(Context.System);
    private readonly IActorRef rooms;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly NodeId self;
    private readonly Dictionary<string, StoredRoom> copies = [];
    private readonly Queue<string> toWake = new();
    private readonly Dictionary<string, int> unclaimed = [];
    private readonly Dictionary<string, (int Epoch, TimeSpan At)> givenAway = [];
    private TaskCompletionSource? emptied;

    /// <param name="rooms">The way to rooms.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The node's log.</param>
    public ReplicaStoreActor(IActorRef rooms, TimeProvider time, ILogger log)
    {
        this.rooms = rooms;
        this.time = time;
        this.log = log;
        self = NodeIds.Of(cluster.SelfUniqueAddress);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    public static Props Props(IActorRef rooms, TimeProvider time, ILogger log) =>
        Akka.Actor.Props.Create(() => new ReplicaStoreActor(rooms, time, log));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));
        Timers.StartPeriodicTimer(nameof(Sweep), Sweep.Instance, sweepEvery);
    }

    /// <inheritdoc/>
    protected override void PostStop() => cluster.Unsubscribe(Self);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReplicaParcel parcel when parcel.To == self:
                OnParcel(parcel);
                break;
            case SealRoom seal:
                OnSeal(seal);
                break;
            case FetchReplica fetch:
                OnFetch(fetch);
                break;
            case DropReplica drop:
                OnDrop(drop);
                break;
            case ClusterEvent.MemberRemoved removed:
                WakeRoomsOf(NodeIds.Of(removed.Member.UniqueAddress));
                break;
            case WakeRoom wake:
                Log.WakesForOther(log, wake.RoomId, Sender.Path.Address);
                rooms.Forward(wake);
                break;
            case WakeSome:
                Wake();
                break;
            case Sweep:
                OnSweep();
                break;
            case RoomGivenAway given:
                givenAway[given.RoomId] = (given.Epoch, time.Monotonic());
                break;
            case EmptyStore empty:
                emptied = empty.Emptied;
                TellIfEmpty();
                break;
        }
    }

    private void OnParcel(ReplicaParcel parcel)
    {
        var now = time.Monotonic();
        var taken = new BatchTaken[parcel.Batches.Count];
        for (var i = 0; i < taken.Length; i++)
        {
            var batch = parcel.Batches[i];
            taken[i] = CopyOf(batch.RoomId).Take(parcel.From, batch, now);
            if (batch.IsLast && taken[i].Verdict == BatchVerdict.Stored)
            {
                // A room that nobody watches is missed by nobody else.
                unclaimed[batch.RoomId] = 0;
                rooms.Tell(new WakeRoom(batch.RoomId), Self);
            }
        }

        Sender.Tell(new ReplicaReceipt(self, taken), Self);
    }

    private void OnSeal(SealRoom seal)
    {
        var copy = CopyOf(seal.RoomId);
        copy.Heard = time.Monotonic();
        unclaimed.Remove(seal.RoomId);
        if (givenAway.TryGetValue(seal.RoomId, out var given) && seal.Epoch > given.Epoch)
        {
            givenAway.Remove(seal.RoomId);
            TellIfEmpty();
        }

        var answer = copy.Replica.Seal(new ReplicaEpoch(seal.Epoch, seal.EpochId));
        seal.ReplyTo.Tell(
            new RoomSealed(
                seal.RoomId, self, seal.EpochId, answer.SealedFor.Number, answer.SealedFor.Id, answer.Held, answer.Between),
            Self);
    }

    private void OnFetch(FetchReplica fetch)
    {
        if (!copies.TryGetValue(fetch.RoomId, out var copy) || copy.Replica.Held is null || copy.Replica.SealedFor.Id != fetch.EpochId)
        {
            return;
        }

        copy.Heard = time.Monotonic();
        var whole = copy.Pack();
        if (fetch.Offset >= 0 && fetch.Offset < whole.Length)
        {
            var piece = whole.Slice(fetch.Offset, Math.Min(ReplicaPieces.Bytes, whole.Length - fetch.Offset));
            fetch.ReplyTo.Tell(new ReplicaPiece(fetch.RoomId, fetch.EpochId, fetch.Offset, whole.Length, piece), Self);
        }
    }

    private void OnDrop(DropReplica drop)
    {
        if (copies.TryGetValue(drop.RoomId, out var copy))
        {
            copy.Replica.Drop(new ReplicaEpoch(drop.Epoch, drop.EpochId));
            unclaimed.Remove(drop.RoomId);
            TellIfEmpty();
        }
    }

    private void WakeRoomsOf(NodeId gone)
    {
        foreach (var (roomId, copy) in copies)
        {
            if (copy.Owner == gone && copy.Replica.Held is not null)
            {
                unclaimed[roomId] = 0;
                toWake.Enqueue(roomId);
            }
        }

        if (toWake.Count > 0)
        {
            Log.StoreWakes(log, toWake.Count, gone.Address);
            Timers.StartSingleTimer(nameof(WakeSome), WakeSome.Instance, AskingAgain.Settled);
        }
    }

    private void Wake()
    {
        for (var i = 0; i < WakeAtOnce && toWake.TryDequeue(out var roomId);)
        {
            if (unclaimed.ContainsKey(roomId))
            {
                rooms.Tell(new WakeRoom(roomId), Self);
                i++;
            }
        }

        if (toWake.Count > 0)
        {
            Timers.StartSingleTimer(nameof(WakeSome), WakeSome.Instance, wakeEvery);
        }
    }

    private void OnSweep()
    {
        var now = time.Monotonic();
        foreach (var (roomId, _) in copies.Where(pair => now - pair.Value.Heard >= Forgotten).ToArray())
        {
            copies.Remove(roomId);
            unclaimed.Remove(roomId);
        }

        foreach (var (roomId, _) in givenAway.Where(pair => now - pair.Value.At >= Forgotten).ToArray())
        {
            givenAway.Remove(roomId);
        }

        // The region may have sent the first word to the node that is gone.
        foreach (var roomId in unclaimed.Keys.Except(toWake).ToArray())
        {
            toWake.Enqueue(roomId);
            if (++unclaimed[roomId] > AloneFor)
            {
                // It may believe in that node still, which the regions of others need not.
                TellOthers(new WakeRoom(roomId));
            }
        }

        Wake();
        TellIfEmpty();
    }

    private void TellOthers(WakeRoom wake)
    {
        foreach (var member in cluster.State.Members.Where(member => member.HasRole(NodeRoleNames.Rooms)).Select(member => NodeIds.Of(member.UniqueAddress)))
        {
            if (member != self)
            {
                NodeIds.Find(Context.System, member, Name).Tell(wake, Self);
            }
        }
    }

    private void TellIfEmpty()
    {
        if (emptied is not null && givenAway.Count == 0 && copies.Values.All(copy => copy.Replica.Held is null))
        {
            emptied.TrySetResult();
        }
    }

    private StoredRoom CopyOf(string roomId)
    {
        if (!copies.TryGetValue(roomId, out var copy))
        {
            copies[roomId] = copy = new StoredRoom();
        }

        return copy;
    }

    private sealed class Sweep : INoSerializationVerificationNeeded
    {
        public static Sweep Instance { get; } = new();
    }

    private sealed class WakeSome : INoSerializationVerificationNeeded
    {
        public static WakeSome Instance { get; } = new();
    }
}
