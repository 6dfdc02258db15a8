using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Overview;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Sessions;

/// <summary>
/// One event stream: has its ticket redeemed, and keeps a relay reading for it. What the client has to say comes by other requests,
/// so nothing arrives here but what the server itself says.
/// </summary>
public sealed class StreamSessionActor : UntypedActor, IWithTimers
{
    private readonly OpenStream open;
    private readonly SessionNeighbours neighbours;
    private readonly NodeServices services;
    private IActorRef relay = ActorRefs.Nobody;
    private bool isOpen;
    private bool hasEnded;

    /// <param name="open">The request.</param>
    /// <param name="neighbours">Whom it talks to.</param>
    /// <param name="services">What the node's actors share.</param>
    public StreamSessionActor(OpenStream open, SessionNeighbours neighbours, NodeServices services)
    {
        this.open = open;
        this.neighbours = neighbours;
        this.services = services;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private string RoomId => open.Room.RoomId;

    /// <summary>How it is made.</summary>
    public static Props Props(OpenStream open, SessionNeighbours neighbours, NodeServices services) =>
        Akka.Actor.Props.Create(() => new StreamSessionActor(open, neighbours, services));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Meters.Sessions.Add(1, Meters.EventStream);
        services.Overview.Gauges.Opened(Connection.Stream);
        Log.SessionOpened(services.Log, open.Player.PlayerId);
        GiveUpAfter(services.Limits.JoinTimeout);
        if (open.Player == PlayerIdentity.Nobody && StandingRooms.TryParse(RoomId, out _, out _)
            && services.Games.FindStanding(RoomId) is not { Public: true })
        {
            // Asked for, it would begin.
            Refuse(ErrorCodes.RoomGone, "There is no such public room.");
        }
        else if (open.Ticket is { } ticket)
        {
            neighbours.Rooms.Tell(new RedeemTicket(RoomId, ticket.Id, ticket.ExpiresAt, Self));
        }
        else
        {
            Read(open.Room.Cursor);
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        neighbours.Relays.Tell(new RemoveReader(RoomId, Self, 0));
        Refuse(ErrorCodes.Busy, "The session ended.");
        open.Outbox.Close(CloseCodes.GoingAway, "The session ended.");
        Meters.Sessions.Add(-1, Meters.EventStream);
        services.Overview.Gauges.Closed(Connection.Stream);
        if (isOpen)
        {
            services.Overview.Gauges.Online.Left(open.Player, services.Time.Monotonic());
        }

        Log.SessionEnded(services.Log, open.Player.PlayerId);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TicketRedeemed { IsGood: true }:
                Read(open.Room.Cursor);
                break;
            case TicketRedeemed:
                Refuse("bad_ticket", "That ticket was used before, or is too old.");
                break;
            case RoomGone when !isOpen:
                Refuse(ErrorCodes.RoomGone, "There is no such room.");
                break;
            case ReaderAdded added:
                OnReading(added.Relay);
                break;
            case ReaderRefused refused when !isOpen:
                Refuse(refused.Code, refused.Message);
                break;
            case ReaderRefused refused:
                End(refused.Code == ErrorCodes.RoomGone ? LeftCodes.RoomGone : LeftCodes.GraceOver, refused.Message);
                break;
            case ReaderEnded { Code: ErrorCodes.NotJoined } away when away.Relay.Equals(relay):
                // The seat is not given up: the client comes back to it by joining with its cursor.
                hasEnded = true;
                open.Outbox.Close(CloseCodes.GoingAway, away.Message);
                break;
            case ReaderEnded ended when ended.Relay.Equals(relay):
                End(ended.Code, ended.Message);
                break;
            case Terminated lost when lost.ActorRef.Equals(relay):
                relay = ActorRefs.Nobody;
                GiveUpAfter(services.Limits.ReturnTimeout);
                Read(Held());
                break;
            case DrainSession drain:
                Timers.StartSingleTimer(nameof(DrainSession), drain.GoAway, drain.ServeFor);
                break;
            case GoAwayFrame goAway:
                open.Outbox.Write(goAway);
                open.Outbox.Close(CloseCodes.GoingAway, "The server is going away.");
                break;
            case Timeout when !isOpen:
                Refuse(ErrorCodes.Busy, "The server could not do it in time.");
                break;
            case Timeout when relay.IsNobody() && !hasEnded:
                End(LeftCodes.RoomClosed, "The server could not do it in time.");
                break;
            case ConnectionClosed:
                Context.Stop(Self);
                break;
            case Timeout or RoomGone or ReaderEnded or Terminated:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Read(Cursor? cursor) => neighbours.Relays.Tell(new AddStream(
        RoomId, Self, open.Player.PlayerId, open.Room.Attach, cursor, open.Room.Rate, open.Outbox));

    private void OnReading(IActorRef found)
    {
        relay = Context.Watch(found);
        if (!isOpen)
        {
            // Not before: a ticket that was used up names its player too.
            services.Overview.Gauges.Online.Came(open.Player);
        }

        isOpen = true;
        Timers.Cancel(nameof(Timeout));
        open.Opened.TrySetResult(new StreamOpening(Self, null));
    }

    /// <summary>Where the client stands by what was written for it.</summary>
    private Cursor? Held() => open.Outbox.Position is { EpochId: { } epochId } at
        ? new Cursor(at.Epoch, epochId, at.Offset, at.Tick, open.Room.Attach)
        : open.Room.Cursor;

    private void End(string code, string message)
    {
        hasEnded = true;
        open.Outbox.Write(new LeftFrame(0, code, message));
        open.Outbox.Close(CloseCodes.Normal, code);
    }

    private void Refuse(string code, string message)
    {
        if (open.Opened.TrySetResult(new StreamOpening(null, new GatewayRefusal(code, message, code == ErrorCodes.Busy ? 1000 : 0))))
        {
            Context.Stop(Self);
        }
    }

    private void GiveUpAfter(TimeSpan time) => Timers.StartSingleTimer(nameof(Timeout), Timeout.Instance, time);

    private sealed class Timeout : INoSerializationVerificationNeeded
    {
        public static Timeout Instance { get; } = new();
    }
}
