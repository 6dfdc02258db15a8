using Akka.Actor;
using Akka.Cluster.Sharding;
using GameServer.Cluster.Journal;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>
/// The one place where a room is true: begins it, new or from the copy that another node holds; lets it live; ends it or hands it
/// over. It never waits for anyone.
/// </summary>
/// <remarks>
/// Mailbox: sessions send at most what their rate limit lets through, each relay one subscription, stores one answer a batch, the tick
/// source one wake. While a copy is looked for, <see cref="RoomDoor.MaxWaiting"/> messages are kept; more are dropped, and their senders ask
/// again. A game that throws ends this room and nothing else: the machine's exception is caught, told to the members, and the room
/// stops itself. Of one that never returns, <see cref="RoomTurns"/> tells.
/// </remarks>
public sealed class RoomActor : UntypedActor
{
    private readonly string roomId;
    private readonly NodeServices services;
    private readonly RoomNeighbours neighbours;
    private readonly RoomCounter rooms;
    private readonly RoomDoor door;
    private readonly RoomTurn turn;
    private LiveRoom? live;
    private IActorRef? journal;
    private bool counted;

    /// <param name="roomId">The room's id.</param>
    /// <param name="services">What the node's actors share.</param>
    /// <param name="neighbours">Whom the room talks to.</param>
    /// <param name="rooms">Counts the node's rooms.</param>
    public RoomActor(string roomId, NodeServices services, RoomNeighbours neighbours, RoomCounter rooms)
    {
        this.roomId = roomId;
        this.services = services;
        this.neighbours = neighbours;
        this.rooms = rooms;
        door = new RoomDoor(roomId, services.Games, Self);
        turn = services.Turns.Open(roomId, neighbours.Replication);
    }

    /// <summary>How a room is made.</summary>
    public static Props Props(string roomId, NodeServices services, RoomNeighbours neighbours, RoomCounter rooms) =>
        Akka.Actor.Props.Create(() => new RoomActor(roomId, services, neighbours, rooms));

    /// <inheritdoc/>
    protected override bool AroundReceive(Receive receive, object message)
    {
        turn.Begin();
        try
        {
            return base.AroundReceive(receive, message);
        }
        catch (NewerVersionException newer)
        {
            // Whoever wants in asks again, until a node has the room that has its version.
            Log.RoomLeftToNewer(services.Log, roomId, newer.Message);
            Context.Stop(Self);
            return true;
        }
        finally
        {
            turn.End();
        }
    }

    /// <summary>
    /// Not there yet: <see cref="CreateRoom"/> makes it, anything else asks whether there is a copy of it; without one, whoever wants in
    /// makes it, if it is a standing room.
    /// </summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CreateRoom create:
                Create(create, RoomEpoch.First(create.EpochId), Sender);
                break;
            case JoinRoom join when door.Bars(join) is not null:
                // Whoever has no business here costs no look into the journal and no room.
                door.Keep(join, Sender);
                RefuseAll();
                break;
            case IRoomMessage when IsDurable:
                door.Keep(message, Sender);
                journal = Context.ActorOf(neighbours.Journal!(roomId), "journal");
                Become(Reading);
                break;
            case IRoomMessage when neighbours.Replication.IsNone:
                door.Keep(message, Sender);
                BeginAnew(RoomEpoch.First(services.Ids.NewEpochId()));
                break;
            case IRoomMessage:
                door.Keep(message, Sender);
                Context.ActorOf(RecoveryActor.Props(roomId, neighbours.Replication.Board, services), "recovery");
                Become(Recovering);
                break;
            case StopRoom:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private bool IsDurable => neighbours.Journal is not null && services.Games.FindStanding(roomId) is { Durable: true };

    /// <summary>What is in the journal is read; a room whose journal cannot be read is asked for again by who wants in.</summary>
    private void Reading(object message)
    {
        switch (message)
        {
            case JournalRead { Image: { } image } read:
                Resume(image, read.Records);
                break;
            case JournalRead:
                BeginAnew(RoomEpoch.First(services.Ids.NewEpochId()));
                break;
            case JournalLost lost:
                Log.RoomJournalUnread(services.Log, roomId, lost.Reason);
                Context.Stop(Self);
                break;
            case StopRoom:
                Context.Stop(Self);
                break;
            case IRoomMessage:
                door.Keep(message, Sender);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        live?.Stopped();
        services.Turns.Close(turn);
        if (counted)
        {
            rooms.Leave();
        }
    }

    private void Recovering(object message)
    {
        switch (message)
        {
            case CopyFound found:
                Recover(found);
                break;
            case NoCopyFound none:
                BeginAnew(new RoomEpoch(none.Epoch.Number, none.Epoch.Id, []));
                break;
            case StopRoom:
                Context.Stop(Self);
                break;
            case IRoomMessage:
                door.Keep(message, Sender);
                break;
        }
    }

    /// <summary>There is nothing to go on from: the room is made if someone asked for that, or may be made by who wants in.</summary>
    private void BeginAnew(RoomEpoch epoch)
    {
        if (door.FirstCreation is var (create, asker))
        {
            Create(create, epoch, asker);
        }
        else if (services.Games.FindStanding(roomId) is { } standing && door.HasSomeoneWhoWantsIn)
        {
            var identity = new RoomIdentity(roomId, standing.Kind, standing.Standing!.IsPrivate);
            if (Begin(identity, services.Ids.NewSeed(), Payload.Nil, epoch) is { } refusal)
            {
                Log.RoomNotCreated(services.Log, roomId, refusal.Message);
                RefuseAll(refusal);
            }
        }
        else
        {
            RefuseAll();
        }
    }

    private void Create(CreateRoom create, RoomEpoch epoch, IActorRef asker)
    {
        var refusal = services.Games.Find(create.Kind) is null
            ? new Refusal(ErrorCodes.UnknownKind, $"There is no game '{create.Kind}'.")
            : Begin(new RoomIdentity(roomId, create.Kind, create.IsPrivate), create.Seed, create.Options, epoch);
        if (refusal is { } why)
        {
            asker.Tell(new RoomNotCreated(roomId, why.Code, why.Message));
            RefuseAll(why);
        }
        else
        {
            asker.Tell(new RoomCreated(roomId, create.Kind, services.Games.Find(create.Kind)!.Seats));
        }
    }

    private Refusal? Begin(RoomIdentity identity, ulong seed, Payload options, RoomEpoch epoch)
    {
        if (!rooms.TryEnter(services.Limits.Rooms))
        {
            return RoomDoor.Full;
        }

        counted = true;
        turn.Is(identity.Kind, new ReplicaEpoch(epoch.Number, epoch.Id));
        try
        {
            var machine = RoomMachine.Create(services.Games.Create(identity.Kind), identity, seed, options, services.Time.GetUtcNow().ToUnixTimeMilliseconds());
            Log.RoomCreated(services.Log, roomId, identity.Kind);
            Live(machine, epoch, 0, []);
            return null;
        }
        catch (GameFailedException failure)
        {
            Log.GameFailed(services.Log, failure, roomId, identity.Kind, 0);
            return new Refusal(ErrorCodes.Busy, "The game could not be started.");
        }
    }

    private void Recover(CopyFound found)
    {
        try
        {
            var copy = RoomRecovery.Read(services.Games, found.Copy);
            var kind = copy.Image.Identity.Kind;
            turn.Is(kind, found.Epoch);
            var recovered = RoomRecovery.Recover(services.Games, copy, found.Epoch, found.Between, services.Time.GetUtcNow());
            if (RoomRecovery.IsTooOften(recovered))
            {
                Log.RoomNotRecovered(services.Log, roomId, kind, "it took its node with it too often");
                Abandon(found.Epoch);
                return;
            }

            if (recovered.Rewound is { } reason)
            {
                ReplicationMeters.Rewinds.Add(1);
                Log.RoomRewound(services.Log, roomId, recovered.Machine.Tick, reason);
            }

            Log.RoomRecovered(services.Log, roomId, found.From.Record, recovered.Machine.Tick, recovered.Machine.Hash(), found.Epoch.Number);
            // A room that lived is taken in even beyond the node's bound, which keeps out new ones.
            rooms.Enter();
            counted = true;
            ReplicationMeters.Recoveries.Add(1);
            Live(recovered.Machine, recovered.Epoch, found.From.Record, recovered.Crashes);
        }
        catch (GameFailedException failure)
        {
            Log.GameFailed(services.Log, failure, roomId, "", 0);
            Abandon(found.Epoch);
        }
        catch (InvalidDataException unreadable)
        {
            // Not dropped: it may be read by hand, or by a node of its version.
            Log.RoomNotRecovered(services.Log, roomId, "", unreadable.Message);
            RefuseAll();
        }
    }

    /// <summary>A durable room goes on from its journal. What was told of it is never taken back, so it goes on as it was or not at all.</summary>
    private void Resume(ReadOnlyMemory<byte> image, IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        try
        {
            var copy = RoomRecovery.Read(services.Games, image, records);
            var epoch = new ReplicaEpoch(copy.Image.Epoch.Number + 1, services.Ids.NewEpochId());
            turn.Is(copy.Image.Identity.Kind, epoch);
            var recovered = RoomRecovery.Recover(services.Games, copy, epoch, [], services.Time.GetUtcNow());
            if (recovered.Rewound is { } reason)
            {
                NotResumed(recovered.Machine.Identity.Kind, reason);
            }
            else if (RoomRecovery.IsTooOften(recovered))
            {
                NotResumed(recovered.Machine.Identity.Kind, "it took its node with it too often within a minute");
            }
            else if (!rooms.TryEnter(services.Limits.Rooms))
            {
                RefuseAll(RoomDoor.Full);
            }
            else
            {
                counted = true;
                ReplicationMeters.Recoveries.Add(1);
                Live(recovered.Machine, recovered.Epoch, 0, recovered.Crashes);
            }
        }
        catch (Exception failure) when (failure is GameFailedException or InvalidDataException)
        {
            NotResumed("", failure.Message);
        }
    }

    private void NotResumed(string kind, string reason)
    {
        Log.RoomNotRecovered(services.Log, roomId, kind, reason);
        RefuseAll(new Refusal(ErrorCodes.Busy, "This room cannot be opened at the moment."));
    }

    private void Live(RoomMachine machine, RoomEpoch epoch, long record, IReadOnlyList<long> crashes)
    {
        IRoomStore store = journal is null
            ? new RoomReplication(machine, epoch, record, crashes, neighbours.Replication, services, Self)
            : new RoomJournal(machine, epoch, crashes, journal, neighbours.Replication.Board, services);
        live = new LiveRoom(machine, epoch, store, services, neighbours, Context);
        Become(Living);
        door.LetIn();
    }

    private void Living(object message)
    {
        if (message is StopRoom)
        {
            if (live!.MayBeHandedOver)
            {
                live.HandOver();
                Become(HandingOver);
            }
            else
            {
                live.EndStopped();
                Context.Stop(Self);
            }
        }
        else if (!live!.Receive(message, Sender))
        {
            Unhandled(message);
        }
        else if (live.Fate == RoomFate.Ended)
        {
            Become(Ended);
            Context.Parent.Tell(new Passivate(StopRoom.Instance));
        }
        else if (live.Fate != RoomFate.Lives)
        {
            Context.Stop(Self);
        }
    }

    /// <summary>What comes for the room now is asked again of the one that goes on.</summary>
    private void HandingOver(object message)
    {
        if (message is Time.TickDue or StoreAnswered or SealRoom or JournalKept or JournalLost)
        {
            live!.Receive(message, Sender);
            if (live.Fate != RoomFate.Lives)
            {
                Context.Stop(Self);
            }
        }
    }

    /// <summary>The room has ended and waits for its shard to let it go.</summary>
    private void Ended(object message)
    {
        switch (message)
        {
            case StopRoom:
                Context.Stop(Self);
                break;
            case IRoomMessage when door.WantsIn(message) && services.Games.FindStanding(roomId) is not null:
                // The shard keeps it for the one that begins when this one has stopped.
                Context.Parent.Forward(message);
                break;
            case IRoomMessage:
                door.Refuse(message, Sender);
                break;
        }
    }

    /// <summary>The copy is of no use to anyone.</summary>
    private void Abandon(ReplicaEpoch epoch)
    {
        neighbours.Replication.Abandon(roomId, epoch);
        RefuseAll();
    }

    private void RefuseAll(Refusal? why = null)
    {
        door.RefuseAll(why);
        Become(Ended);
        Context.Parent.Tell(new Passivate(StopRoom.Instance));
    }
}
