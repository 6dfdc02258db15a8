using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Overview;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Telemetry;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>A room that ticks: its machine, and what stands between that and the relays, sessions, stores and matchmaker around it.</summary>
internal sealed class LiveRoom
{
    // The shard stops its rooms by force a second after that.
    private static readonly TimeSpan handOverWithin = TimeSpan.FromSeconds(4);

    private readonly RoomMachine machine;
    private readonly NodeServices services;
    private readonly RoomNeighbours neighbours;
    private readonly IActorContext context;
    private readonly RoomFanout fanout;
    private readonly RoomMembers members;
    private readonly HttpSeats http;
    private readonly RoomClock clock;
    private readonly RoomAnnouncer announcer;
    private readonly IRoomStore store;
    private readonly RoomPost post;
    private readonly HeldOutputs outputs = new();
    private readonly RoomPauses pauses;
    private readonly RoomVacancy vacancy;
    private readonly ITickSubscription ticks;
    private readonly RoomGauge gauge;
    private readonly List<TickResult> told = [];
    private TimeSpan? handingOver;
    private (string Message, bool ForGood)? closing;

    /// <param name="machine">The room's state.</param>
    /// <param name="epoch">The incarnation.</param>
    /// <param name="store">What it relies on to outlive its node.</param>
    /// <param name="services">What the node's actors share.</param>
    /// <param name="neighbours">Whom the room talks to.</param>
    /// <param name="context">The room's actor.</param>
    internal LiveRoom(
        RoomMachine machine, RoomEpoch epoch, IRoomStore store, NodeServices services, RoomNeighbours neighbours, IActorContext context)
    {
        this.machine = machine;
        this.store = store;
        this.services = services;
        this.neighbours = neighbours;
        this.context = context;
        var self = context.Self;
        var large = new LargeMessages(services, context.System, self);
        fanout = new RoomFanout(machine, epoch, outputs, store, large, services.Log);
        members = new RoomMembers(machine, self);
        http = new HttpSeats(machine, members, outputs, services, large, self);
        post = new RoomPost(machine, outputs, neighbours.Rooms, self);
        clock = new RoomClock(services.Time, machine.Settings.TickRate);
        pauses = new RoomPauses(machine.Identity.RoomId, fanout, services.Log);
        announcer = new RoomAnnouncer(machine, neighbours.Matchmaker, self);
        vacancy = new RoomVacancy(machine);
        gauge = services.Overview.Gauges.Open(machine.Identity, machine.Settings, epoch.Number);
        ticks = services.Ticks.Start(machine.Settings.TickRate, self);
        if (epoch.Earlier.Count > 0)
        {
            members.ExpectBack(machine.Settings.Ticks(services.Limits.Silence));
        }

        neighbours.Relays.Tell(new EnsureRelay(machine.Identity.RoomId));
        announcer.Announce();
    }

    /// <summary>What has become of it.</summary>
    internal RoomFate Fate { get; private set; }

    /// <summary>Whether another node can go on with it, or one may come in time that can.</summary>
    internal bool MayBeHandedOver => store.CanHandOver || !(neighbours.Replication.IsNone || services.IsClusterOfOne);

    private string RoomId => machine.Identity.RoomId;

    /// <summary>Deals with a message.</summary>
    /// <returns>False if it is none for a room that lives.</returns>
    internal bool Receive(object message, IActorRef sender)
    {
        switch (message)
        {
            case TickDue:
                OnTickDue();
                return true;
            case SeatInput input:
                machine.OfferInput(input.Seat, input.Attach, input.N, input.Input);
                return true;
            case SeatCommand command:
                OnCommand(command, sender);
                return true;
            case SeatAcknowledge acknowledge:
                machine.OfferAcknowledge(acknowledge.Seat, acknowledge.Attach, acknowledge.Stream, acknowledge.N);
                return true;
            case JoinRoom join:
                if (!join.OverHttp)
                {
                    context.Watch(join.Session);
                }

                members.Join(join);
                return true;
            case SeatSend send:
                http.Send(send);
                return true;
            case SeatsAlive alive:
                http.Alive(alive);
                if (alive.IsWatched)
                {
                    vacancy.End();
                }

                return true;
            case RedeemTicket redeem:
                http.Redeem(redeem);
                return true;
            case PollRoom poll:
                neighbours.Relays.Tell(new PollHere(poll), sender);
                return true;
            case EndPoll end:
                neighbours.Relays.Tell(new EndPollHere(end), sender);
                return true;
            case LeaveRoom leave:
                machine.OfferLeave(leave.Seat, leave.Attach);
                return true;
            case DetachSeat detach:
                machine.OfferAway(detach.Seat, detach.Attach);
                return true;
            case SubscribeRelay subscribe:
                OnSubscribe(subscribe);
                return true;
            case UnsubscribeRelay unsubscribe:
                context.Unwatch(unsubscribe.Relay);
                fanout.Unsubscribe(unsubscribe.Relay);
                return true;
            case Terminated ended:
                fanout.Unsubscribe(ended.ActorRef);
                members.SessionEnded(ended.ActorRef);
                return true;
            case CreateRoom create:
                // Ids are random: this is the same creation asked for again, since the answer was late.
                sender.Tell(new RoomCreated(RoomId, create.Kind, machine.Settings.Seats));
                return true;
            case WakeRoom:
                return true;
            default:
                return OnStored(message, sender) || post.Receive(message, sender);
        }
    }

    /// <summary>The shard lets go of the room: its store gets all of it. <see cref="Fate"/> says when that is done.</summary>
    internal void HandOver()
    {
        Log.RoomStops(services.Log, RoomId);
        handingOver = services.Time.Monotonic();
        http.LetGo();
        store.HandOver();
    }

    /// <summary>The shard lets go of the room, and nobody can go on with it.</summary>
    internal void EndStopped() => End(LeftCodes.RoomClosed, "The room was stopped.");

    /// <summary>The room ends: everyone is told what may be told, and why.</summary>
    internal void End(string code, string message)
    {
        Fate = RoomFate.Ended;
        Stopped();
        fanout.Flush(force: store.IsLeaseHeld);
        foreach (var relay in fanout.Relays)
        {
            relay.Tell(new RoomEnded(RoomId, code, message));
        }

        members.LetWaitingGo(closing is { ForGood: false } && machine.Settings.Standing is not null ? context.Parent : null);
        http.End(code, message);
        post.End(services.Log);
        announcer.Gone();
        store.End();
    }

    /// <summary>The room's actor stops.</summary>
    internal void Stopped()
    {
        ticks.Dispose();
        gauge.Dispose();
    }

    private void OnTickDue()
    {
        var now = services.Time.Monotonic();
        store.Check(now);
        var due = clock.TakeDue(out var lateness);
        try
        {
            Advance(due, now);
        }
        catch (GameFailedException failure)
        {
            Log.GameFailed(services.Log, failure, RoomId, machine.Settings.Kind, failure.InnerException is null ? 0 : machine.Tick);
            End(LeftCodes.GameFailed, "This room's game failed; only this room is lost.");
            return;
        }

        if (due > 0)
        {
            Meters.TickLateness.Record(lateness * 1000);
        }

        if (Fate == RoomFate.Lives)
        {
            ticks.Handled();
        }
    }

    private void Advance(int due, TimeSpan now)
    {
        if (handingOver is { } since)
        {
            if (now - since >= handOverWithin && store.CanHandOver)
            {
                Log.RoomLeftBehind(services.Log, RoomId, store.Produced);
                Fate = RoomFate.HandedOver;
            }
            else if (now - since >= handOverWithin)
            {
                Log.RoomStopped(services.Log, RoomId);
                EndStopped();
            }

            // What became free by the lease alone, for nothing else wakes a room that makes no ticks.
            Release();
            return;
        }

        var mayTick = store.MayTick(now);
        pauses.Note(mayTick, store.IsLeaseHeld, now);
        if (!mayTick || closing is not null)
        {
            Release();
            return;
        }

        for (var i = 0; i < due && closing is null && Fate == RoomFate.Lives; i++)
        {
            Tick(now);
            if (!Release() && Fate == RoomFate.Lives)
            {
                // Its state goes whether or not there is more to tell.
                fanout.Flush(force: false);
            }
        }
    }

    private void Tick(TimeSpan now)
    {
        var started = services.Time.GetTimestamp();
        var result = machine.Step();
        var took = services.Time.GetElapsedTime(started);
        Meters.TickDuration.Record(took.TotalMilliseconds);
        gauge.Ticked(machine.Tick, machine.OccupiedSeats.Count, took, now);
        fanout.Ticked(result);
        store.Made(result, now);
        if (result.Record is not null)
        {
            outputs.Add(new HeldTick(store.Produced, result, fanout.Seated(result)));
        }

        http.Ticked();
        post.Ticked();
        machine.OfferClock(services.Time.GetUtcNow().ToUnixTimeMilliseconds());
        if (members.AreOverdue)
        {
            members.GiveUpOnAbsent(http.Knows);
        }

        announcer.AfterTick(result);
        services.Observer?.Ticked(machine, result);
        vacancy.Ticked();
        if (result.CloseSentence is { } sentence)
        {
            closing = (sentence, ForGood: true);
        }
        else if (vacancy.IsOver(post.StaysFor))
        {
            Log.RoomEmpty(services.Log, RoomId);
            closing = ("The room was empty.", ForGood: false);
        }
    }

    /// <summary>Tells what may be told by now.</summary>
    /// <returns>Whether that was anything.</returns>
    private bool Release()
    {
        if (Fate != RoomFate.Lives)
        {
            return false;
        }

        var upTo = store.Release(services.Time.Monotonic());
        while (outputs.TryRelease(upTo, out var tick))
        {
            fanout.Release(tick.Result, tick.Seated);
            told.Add(tick.Result);
        }

        var hasTold = told.Count > 0;
        if (hasTold)
        {
            // Before joins are settled, so that the relays here have what led to them.
            fanout.Flush(force: false);
            foreach (var result in told)
            {
                members.Settle(result.Joins, http.Granted);
                members.Ended(result.Ended);
                http.Released(result);
                post.Released(result);
            }

            told.Clear();
            post.Send();
        }

        Decide();
        return hasTold;
    }

    /// <summary>Whether the room has come to an end, now that all that can be told is told.</summary>
    private void Decide()
    {
        if (store.IsSealed)
        {
            Fate = RoomFate.Superseded;
        }
        else if (closing is { } end)
        {
            if (outputs.IsEmpty && store.MayEnd(end.ForGood))
            {
                End(LeftCodes.RoomClosed, end.Message);
            }
        }
        else if (store.IsHandedOver && outputs.IsEmpty)
        {
            Log.RoomHandedOver(services.Log, RoomId, machine.Tick, machine.Hash());
            ReplicationMeters.HandOvers.Add(1);
            Fate = RoomFate.HandedOver;
        }
    }

    private bool OnStored(object message, IActorRef sender)
    {
        if (!store.Receive(message, sender, services.Time.Monotonic()))
        {
            return false;
        }

        Release();
        fanout.LetIn();
        return true;
    }

    private void OnCommand(SeatCommand command, IActorRef sender)
    {
        var offer = machine.OfferCommand(
            command.Seat, command.Attach, command.Stream, command.N, command.Name, command.Arguments);
        if (offer is { Verdict: CommandVerdict.Repeated } && outputs.HasAnswer(command.Seat, command.Stream, command.N))
        {
            return;
        }

        if (offer is { Verdict: CommandVerdict.Repeated or CommandVerdict.Gap or CommandVerdict.TooManyOpen } said)
        {
            sender.Tell(new CommandNotQueued(RoomId, command.Seat, command.Attach, command.Stream, command.N, said));
        }
    }

    private void OnSubscribe(SubscribeRelay subscribe)
    {
        // A room that may not release has nothing to say; the relay asks again.
        if (store.IsLeaseHeld)
        {
            context.Watch(subscribe.Relay);
            fanout.Subscribe(subscribe.Relay, NodeFormats.SpokenWith(subscribe.Format));
            if (pauses.IsHeldUp)
            {
                fanout.SayHeldUp();
            }
        }
    }
}
