using Akka.Actor;
using GameServer.Cluster.Telemetry;
using GameServer.Rooms;

namespace GameServer.Cluster.Replication;

/// <summary>There is a copy to go on from.</summary>
/// <param name="Epoch">The incarnation that may begin.</param>
/// <param name="From">How far the copy goes.</param>
/// <param name="Copy">What <see cref="StoredRoom"/> packed.</param>
/// <param name="Between">Incarnations that began from that copy before, and left none.</param>
public sealed record CopyFound(ReplicaEpoch Epoch, RecordPosition From, ReadOnlyMemory<byte> Copy, IReadOnlyList<ReplicaEpoch> Between)
    : INoSerializationVerificationNeeded;

/// <summary>No member has a copy: the room is gone, or was never there.</summary>
/// <param name="Epoch">The incarnation that may begin.</param>
public sealed record NoCopyFound(ReplicaEpoch Epoch) : INoSerializationVerificationNeeded;

/// <summary>
/// Finds where a new incarnation of a room goes on: seals the stores of all members, waits until each has answered or been removed,
/// and fetches the best copy. Ends with <see cref="CopyFound"/> or <see cref="NoCopyFound"/> to its parent.
/// </summary>
/// <remarks>Mailbox: one answer of each member for each question, and one piece of the copy at a time.</remarks>
public sealed class RecoveryActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan askAgain = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan longestWait = TimeSpan.FromSeconds(1);

    private readonly string roomId;
    private readonly ReplicationBoard board;
    private readonly NodeServices services;
    private readonly Chance chance;
    private Recovery recovery;
    private RecoveryDecision found;
    private byte[] copy = [];
    private int fetched;
    private TimeSpan askFrom;
    // The first time it only learns which number comes next.
    private TimeSpan outbid = TimeSpan.Zero;

    /// <param name="roomId">The room.</param>
    /// <param name="board">Who the members are.</param>
    /// <param name="services">What the node's actors share.</param>
    public RecoveryActor(string roomId, ReplicationBoard board, NodeServices services)
    {
        this.roomId = roomId;
        this.board = board;
        this.services = services;
        chance = new Chance(services.Ids.NewSeed());
        recovery = Begin(1);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    public static Props Props(string roomId, ReplicationBoard board, NodeServices services) =>
        Akka.Actor.Props.Create(() => new RecoveryActor(roomId, board, services));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(AskAgain), AskAgain.Instance, askAgain);
        Ask();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RoomSealed answer when answer.ForEpochId == recovery.Epoch.Id:
                recovery.Answered(
                    answer.Store, new SealAnswer(new ReplicaEpoch(answer.SealedEpoch, answer.SealedEpochId), answer.Held, answer.Between));
                Decide();
                break;
            case ReplicaPiece piece when piece.EpochId == recovery.Epoch.Id && found.Step == RecoveryStep.Recover:
                OnPiece(piece);
                break;
            case AskAgain:
                Decide();
                Ask();
                break;
        }
    }

    private Recovery Begin(int number)
    {
        var members = board.View.Members;
        Log.RecoveryAsks(services.Log, roomId, number, members.Length);
        return new Recovery(new ReplicaEpoch(number, services.Ids.NewEpochId()), members);
    }

    private void Ask()
    {
        if (found.Step == RecoveryStep.Recover)
        {
            Fetch();
            return;
        }

        if (services.Time.Monotonic() < askFrom)
        {
            return;
        }

        foreach (var member in recovery.Missing)
        {
            NodeIds.Find(Context.System, member, LeaseActor.Name)
                .Tell(new SealRoom(roomId, recovery.Epoch.Number, recovery.Epoch.Id, board.View.Members, Self), Self);
        }
    }

    private void Decide()
    {
        if (!board.View.Members.Contains(board.View.Self) || !board.Lease.IsHeld(services.Time.Monotonic()))
        {
            // Who the members are is not known yet, or this node may be one no more.
            return;
        }

        recovery.SetMembers(board.View.Members);
        var decision = recovery.Decide();
        switch (decision.Step)
        {
            case RecoveryStep.Raise:
                found = default;
                recovery = Begin(decision.Number);
                // Several that begin at once would outbid each other for ever.
                askFrom = services.Time.Monotonic() + (outbid * (chance.Next(1000) / 1000.0));
                outbid = outbid + askAgain < longestWait ? outbid + askAgain : longestWait;
                Ask();
                break;
            case RecoveryStep.Recover when decision != found:
                found = decision;
                copy = [];
                fetched = 0;
                Log.RecoveryFetches(services.Log, roomId, found.Source.Address, recovery.Epoch.Number);
                Fetch();
                break;
            case RecoveryStep.Gone:
                foreach (var member in board.View.Members)
                {
                    StoreOf(member).Tell(new DropReplica(roomId, recovery.Epoch.Number, recovery.Epoch.Id), Self);
                }

                Finish(new NoCopyFound(recovery.Epoch));
                break;
            case RecoveryStep.Wait:
                found = default;
                break;
        }
    }

    private void Fetch() => StoreOf(found.Source).Tell(new FetchReplica(roomId, recovery.Epoch.Id, fetched, Self), Self);

    private void OnPiece(ReplicaPiece piece)
    {
        if (piece.Offset != fetched)
        {
            return;
        }

        if (copy.Length != piece.Total)
        {
            copy = new byte[piece.Total];
        }

        piece.Bytes.CopyTo(copy.AsMemory(fetched));
        fetched += piece.Bytes.Length;
        if (fetched < copy.Length)
        {
            Fetch();
            return;
        }

        if (recovery.Decide() != found || !board.Lease.IsHeld(services.Time.Monotonic()))
        {
            // Something has changed while it was fetched; it is decided again at the next question.
            found = default;
            return;
        }

        Log.RecoveryFetched(services.Log, roomId, copy.Length);
        Finish(new CopyFound(recovery.Epoch, found.Position, copy, recovery.BetweenAt(found.Source)));
    }

    private void Finish(object outcome)
    {
        Context.Parent.Tell(outcome, Self);
        Context.Stop(Self);
    }

    private static IActorRef StoreOf(NodeId member) => NodeIds.Find(Context.System, member, ReplicaStoreActor.Name);

    private sealed class AskAgain : INoSerializationVerificationNeeded
    {
        public static AskAgain Instance { get; } = new();
    }
}
