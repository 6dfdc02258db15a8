using Akka.Actor;
using GameServer.Cluster.Overview;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;

namespace GameServer.Cluster.Sessions;

/// <summary>The actors that a session talks to.</summary>
/// <param name="Rooms">The way to rooms by id.</param>
/// <param name="Relays">The relays of this node.</param>
/// <param name="Matchmaker">Finds rooms.</param>
public sealed record SessionNeighbours(IActorRef Rooms, IActorRef Relays, IActorRef Matchmaker);

/// <summary>
/// One client's presence on a stream. Takes its frames, sends them where they belong, and keeps which rooms it is in; what rooms
/// have to say reaches the client through relays and the outbox, past this actor.
/// </summary>
/// <remarks>
/// Mailbox: at most <see cref="InboundWindow.Messages"/> messages of the client, which the transport holds back beyond that, and
/// the answers to what this actor asked.
/// </remarks>
public sealed class SessionActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan checkEvery = TimeSpan.FromSeconds(1);

    private readonly PlayerIdentity player;
    private readonly Outbox outbox;
    private readonly InboundWindow window;
    private readonly NodeServices services;
    private readonly SessionRooms rooms;
    private long heard;

    /// <param name="player">Who it is.</param>
    /// <param name="outbox">Where frames for the client go.</param>
    /// <param name="window">How much the transport may hand over.</param>
    /// <param name="neighbours">Whom the session talks to.</param>
    /// <param name="services">What the node's actors share.</param>
    public SessionActor(
        PlayerIdentity player, Outbox outbox, InboundWindow window, SessionNeighbours neighbours, NodeServices services)
    {
        this.player = player;
        this.outbox = outbox;
        this.window = window;
        rooms = new SessionRooms(player, outbox, neighbours, services, Context, this);
        this.services = services;
        heard = services.Time.GetTimestamp();
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How a session is made.</summary>
    public static Props Props(
        PlayerIdentity player, Outbox outbox, InboundWindow window, SessionNeighbours neighbours, NodeServices services) =>
        Akka.Actor.Props.Create(() => new SessionActor(player, outbox, window, neighbours, services));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Meters.Sessions.Add(1, Meters.WebSocket);
        services.Overview.Gauges.Opened(Connection.WebSocket);
        services.Overview.Gauges.Online.Came(player);
        Log.SessionOpened(services.Log, player.PlayerId);
        Timers.StartPeriodicTimer(nameof(Check), Check.Instance, checkEvery);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        rooms.ReleaseAll();
        outbox.Close(CloseCodes.GoingAway, "The session ended.");
        Meters.Sessions.Add(-1, Meters.WebSocket);
        services.Overview.Gauges.Closed(Connection.WebSocket);
        services.Overview.Gauges.Online.Left(player, services.Time.Monotonic());
        Log.SessionEnded(services.Log, player.PlayerId);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FramesReceived received:
                OnFrames(received.Frames);
                break;
            case CommandNotQueued not:
                OnCommandNotQueued(not);
                break;
            case Check:
                OnCheck();
                break;
            case DrainSession drain:
                Timers.StartSingleTimer(nameof(DrainSession), drain.GoAway, drain.ServeFor);
                break;
            case GoAwayFrame goAway:
                outbox.Write(goAway);
                outbox.Close(CloseCodes.GoingAway, "The server is going away.");
                break;
            case ConnectionClosed:
                Context.Stop(Self);
                break;
            case var other when rooms.Handle(other):
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnFrames(IReadOnlyList<ClientFrame> frames)
    {
        heard = services.Time.GetTimestamp();
        try
        {
            foreach (var frame in frames)
            {
                OnFrame(frame);
            }
        }
        finally
        {
            window.Leave();
        }
    }

    private void OnFrame(ClientFrame frame)
    {
        switch (frame)
        {
            case InputFrame input:
                if (Seated(input.Handle) is { } seated)
                {
                    seated.Room.Tell(new SeatInput(
                        seated.RoomId!, seated.Seat!.Seat, seated.Seat.Attach, input.N, input.Payload));
                }

                break;
            case CommandFrame command:
                if (Seated(command.Handle) is { } commanding)
                {
                    commanding.Room.Tell(new SeatCommand(
                        commanding.RoomId!, commanding.Seat!.Seat, commanding.Seat.Attach,
                        command.Stream, command.N, command.Name, command.Payload));
                }

                break;
            case AckFrame ack:
                if (Seated(ack.Handle) is { } acknowledging)
                {
                    acknowledging.Room.Tell(new SeatAcknowledge(
                        acknowledging.RoomId!, acknowledging.Seat!.Seat, acknowledging.Seat.Attach, ack.Stream, ack.N));
                }

                break;
            case PingFrame ping:
                OnPing(ping);
                break;
            case JoinFrame join:
                rooms.Join(join);
                break;
            case LeaveFrame leave:
                rooms.Leave(leave.Handle);
                break;
            case RefusedFrame refused:
                outbox.Write(refused.Error);
                break;
            case HelloFrame:
                Error(ErrorCodes.HelloRepeated, "This session has said hello already.", null);
                break;
            case UnknownFrame unknown:
                Error(ErrorCodes.UnknownFrame, $"This version does not know frames of type {unknown.Type}.", null);
                break;
        }
    }

    private SessionRoom? Seated(int handle)
    {
        if (rooms.Find(handle) is { WasJoined: true, Seat: not null } room)
        {
            // While the room is moving there is nobody to send to: inputs are lost with the moment, and the client sends
            // unanswered commands again. Whether its relay is there does not matter.
            return room.Room.IsNobody() ? null : room;
        }

        Error(ErrorCodes.NotJoined, $"Handle {handle} has no seat in a room.", handle);
        return null;
    }

    private void OnPing(PingFrame ping)
    {
        if (ping.Handle is { } handle && rooms.Find(handle) is { Phase: RoomPhase.Joined } room)
        {
            room.Relay.Tell(new PingRoom(Self, handle, ping.Nonce));
        }
        else
        {
            outbox.Write(new PongFrame(ping.Handle, ping.Nonce, null));
        }
    }

    private void OnCommandNotQueued(CommandNotQueued not)
    {
        if (rooms.FindSeat(not.RoomId, not.Attach) is { } room
            && CommandVerdicts.Frame(not.Offer, room.Handle, not.Stream, not.N) is { } frame)
        {
            outbox.Write(frame);
        }
    }

    private void OnCheck()
    {
        if (services.Time.GetElapsedTime(heard) >= services.Limits.Silence)
        {
            Log.SessionCut(services.Log, player.PlayerId, "silence");
            outbox.Close(CloseCodes.Silent, "Nothing was heard of the client.");
            Context.Stop(Self);
            return;
        }

        rooms.Check();
    }

    private void Error(string code, string message, int? handle) => outbox.Write(new ErrorFrame(code, message, handle));

    private sealed class Check : INoSerializationVerificationNeeded
    {
        public static Check Instance { get; } = new();
    }
}
