using Akka.Actor;
using Akka.Cluster.Sharding;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Telemetry;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>
/// The one place where a room is true. Moves messages between the machine that holds the rules and the relays, sessions and
/// matchmaker around it; it never waits for any of them.
/// </summary>
/// <remarks>
/// Mailbox: sessions send at most what their rate limit lets through, each relay one subscription, the tick source one wake. A
/// game that throws ends this room and nothing else: the machine's exception is caught here, told to the members, and the room
/// stops itself.
/// </remarks>
public sealed class RoomActor : UntypedActor
{
    private readonly string roomId;
    private readonly NodeServices services;
    private readonly RoomNeighbours neighbours;
    private readonly RoomCounter rooms;
    private RoomMachine machine = null!;
    private RoomFanout fanout = null!;
    private RoomMembers members = null!;
    private HttpSeats http = null!;
    private RoomClock clock = null!;
    private RoomAnnouncer announcer = null!;
    private ITickSubscription? ticks;
    private long emptySince;
    private long givenUp;
    private bool counted;
    private bool hasEnded;

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
    }

    /// <summary>How a room is made.</summary>
    public static Props Props(string roomId, NodeServices services, RoomNeighbours neighbours, RoomCounter rooms) =>
        Akka.Actor.Props.Create(() => new RoomActor(roomId, services, neighbours, rooms));

    /// <summary>Not created yet: only <see cref="CreateRoom"/> changes that.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CreateRoom create:
                Create(create);
                break;
            case IRoomMessage:
                Sender.Tell(new RoomGone(roomId));
                if (message is JoinRoom join && !join.Session.Equals(Sender))
                {
                    join.Session.Tell(new RoomGone(roomId));
                }

                Passivate();
                break;
            case StopRoom:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        ticks?.Dispose();
        if (counted)
        {
            rooms.Leave();
        }
    }

    private void Create(CreateRoom create)
    {
        if (services.Games.Find(create.Kind) is null)
        {
            Sender.Tell(new RoomNotCreated(roomId, ErrorCodes.UnknownKind, $"There is no game '{create.Kind}'."));
            Passivate();
            return;
        }

        if (!rooms.TryEnter(services.Limits.Rooms))
        {
            Sender.Tell(new RoomNotCreated(roomId, ErrorCodes.Busy, "This server has as many rooms as it can carry."));
            Passivate();
            return;
        }

        counted = true;
        var identity = new RoomIdentity(roomId, create.Kind, create.IsPrivate);
        try
        {
            machine = RoomMachine.Create(services.Games.Create(create.Kind), identity, create.Seed, create.Options);
        }
        catch (GameFailedException failure)
        {
            Log.GameFailed(services.Log, failure, roomId, create.Kind, 0);
            Sender.Tell(new RoomNotCreated(roomId, ErrorCodes.Busy, "The game could not be started."));
            Passivate();
            return;
        }

        fanout = new RoomFanout(machine, RoomEpoch.First(create.EpochId));
        members = new RoomMembers(machine, Self);
        http = new HttpSeats(machine, members, services, Self);
        clock = new RoomClock(services.Time, machine.Settings.TickRate);
        announcer = new RoomAnnouncer(machine, neighbours.Matchmaker, Self);
        ticks = services.Ticks.Start(machine.Settings.TickRate, Self);
        Become(Running);
        Log.RoomCreated(services.Log, roomId, create.Kind);
        neighbours.Relays.Tell(new EnsureRelay(roomId));
        Sender.Tell(new RoomCreated(roomId, create.Kind, machine.Settings.Seats));
        announcer.Announce();
    }

    private void Running(object message)
    {
        switch (message)
        {
            case TickDue:
                OnTickDue();
                break;
            case SeatInput input:
                machine.OfferInput(input.Seat, input.Attach, input.N, input.Input);
                break;
            case SeatCommand command:
                OnCommand(command);
                break;
            case SeatAcknowledge acknowledge:
                machine.OfferAcknowledge(acknowledge.Seat, acknowledge.Attach, acknowledge.Stream, acknowledge.N);
                break;
            case JoinRoom join:
                if (!join.OverHttp)
                {
                    Context.Watch(join.Session);
                }

                members.Join(join);
                break;
            case SeatSend send:
                http.Send(send);
                break;
            case SeatsAlive alive:
                http.Alive(alive);
                break;
            case RedeemTicket redeem:
                http.Redeem(redeem);
                break;
            case PollRoom poll:
                neighbours.Relays.Tell(new PollHere(poll), Sender);
                break;
            case LeaveRoom leave:
                machine.OfferLeave(leave.Seat, leave.Attach);
                break;
            case DetachSeat detach:
                machine.OfferAway(detach.Seat, detach.Attach);
                break;
            case SubscribeRelay subscribe:
                Context.Watch(subscribe.Relay);
                fanout.Subscribe(subscribe.Relay);
                break;
            case UnsubscribeRelay unsubscribe:
                Context.Unwatch(unsubscribe.Relay);
                fanout.Unsubscribe(unsubscribe.Relay);
                break;
            case Terminated ended:
                fanout.Unsubscribe(ended.ActorRef);
                members.SessionEnded(ended.ActorRef);
                break;
            case CreateRoom create:
                // Ids are random: this is the same creation asked for again, since the answer was late.
                Sender.Tell(new RoomCreated(roomId, create.Kind, machine.Settings.Seats));
                break;
            case StopRoom:
                End(LeftCodes.RoomClosed, "The room was stopped.");
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
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
            case IRoomMessage:
                Sender.Tell(new RoomGone(roomId));
                break;
        }
    }

    private void OnTickDue()
    {
        var due = clock.TakeDue(out var lateness);
        try
        {
            for (var i = 0; i < due && !hasEnded; i++)
            {
                Tick();
            }
        }
        catch (GameFailedException failure)
        {
            Log.GameFailed(services.Log, failure, roomId, machine.Settings.Kind, failure.InnerException is null ? 0 : machine.Tick);
            Finish(LeftCodes.GameFailed, "This room's game failed; only this room is lost.");
            return;
        }

        if (hasEnded)
        {
            return;
        }

        if (due > 0)
        {
            Meters.TickLateness.Record(lateness * 1000);
        }

        if (clock.GivenUp > givenUp)
        {
            Meters.TicksGivenUp.Add(clock.GivenUp - givenUp);
            givenUp = clock.GivenUp;
        }

        ticks!.Handled();
    }

    private void Tick()
    {
        var started = services.Time.GetTimestamp();
        var result = machine.Step();
        Meters.TickDuration.Record(services.Time.GetElapsedTime(started).TotalMilliseconds);
        fanout.Add(result);
        // Before joins are settled, so that the relays here have what led to them.
        fanout.Flush(force: false);
        members.Settle(result.Joins, Granted);
        members.Ended(result.Ended);
        http.AfterTick(result);
        announcer.AfterTick(result);
        services.Observer?.Ticked(machine, result);

        if (machine.OccupiedSeats.Count > 0)
        {
            emptySince = machine.Tick;
        }

        if (result.CloseSentence is { } sentence)
        {
            Finish(LeftCodes.RoomClosed, sentence);
        }
        else if (machine.Tick - emptySince >= machine.Settings.Ticks(machine.Settings.EmptyFor))
        {
            Log.RoomEmpty(services.Log, roomId);
            Finish(LeftCodes.RoomClosed, "The room was empty.");
        }
    }

    private void Granted(JoinRoom join)
    {
        if (join.OverHttp)
        {
            http.Joined(join.PlayerId);
        }
        else
        {
            http.TakenOver(join.PlayerId);
        }
    }

    private void OnCommand(SeatCommand command)
    {
        var offer = machine.OfferCommand(
            command.Seat, command.Attach, command.Stream, command.N, command.Name, command.Arguments);
        if (offer is { Verdict: CommandVerdict.Repeated or CommandVerdict.Gap or CommandVerdict.TooManyOpen } said)
        {
            Sender.Tell(new CommandNotQueued(roomId, command.Seat, command.Attach, command.Stream, command.N, said));
        }
    }

    private void Finish(string code, string message)
    {
        End(code, message);
        Become(Ended);
        Passivate();
    }

    private void End(string code, string message)
    {
        hasEnded = true;
        ticks?.Dispose();
        fanout.Flush(force: true);
        foreach (var relay in fanout.Relays)
        {
            relay.Tell(new RoomEnded(roomId, code, message));
        }

        members.LetWaitingGo();
        http.End(code, message);
        announcer.Gone();
    }

    private static void Passivate() => Context.Parent.Tell(new Passivate(StopRoom.Instance));
}

/// <summary>Counts the rooms of a node against their bound.</summary>
public sealed class RoomCounter
{
    private int rooms;

    /// <summary>The rooms there are.</summary>
    public int Count => Volatile.Read(ref rooms);

    internal bool TryEnter(int bound)
    {
        if (Interlocked.Increment(ref rooms) <= bound)
        {
            Meters.Rooms.Add(1);
            return true;
        }

        Interlocked.Decrement(ref rooms);
        return false;
    }

    internal void Leave()
    {
        Interlocked.Decrement(ref rooms);
        Meters.Rooms.Add(-1);
    }
}
