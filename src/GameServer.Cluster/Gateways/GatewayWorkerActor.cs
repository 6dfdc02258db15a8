using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Sessions;

namespace GameServer.Cluster.Gateways;

/// <summary>
/// A share of the gateway: joins go to an actor of their own, sends to the room, polls to a relay; what comes back completes the
/// request. It keeps nothing of a client between two requests.
/// </summary>
/// <remarks>Bound: one entry a request that is open. No timer each: deadlines are looked at once a second.</remarks>
public sealed class GatewayWorkerActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan checkEvery = TimeSpan.FromSeconds(1);

    private readonly SessionNeighbours neighbours;
    private readonly NodeServices services;
    private readonly GatewaySends sends;
    private readonly GatewayPolls polls;
    private readonly IncomingPieces pieces;

    /// <param name="neighbours">Whom requests are passed to.</param>
    /// <param name="services">What the node's actors share.</param>
    public GatewayWorkerActor(SessionNeighbours neighbours, NodeServices services)
    {
        this.neighbours = neighbours;
        this.services = services;
        sends = new GatewaySends(neighbours.Rooms, services, Context);
        polls = new GatewayPolls(neighbours.Relays, services, Context);
        pieces = new IncomingPieces(Context.System, services.Log);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    public static Props Props(SessionNeighbours neighbours, NodeServices services) =>
        Akka.Actor.Props.Create(() => new GatewayWorkerActor(neighbours, services));

    /// <summary>A join that fails is not tried again by itself: its client does that.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Check), Check.Instance, checkEvery);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        sends.RefuseAll();
        polls.RefuseAll();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HttpSend send:
                sends.Begin(send);
                break;
            case SeatSent sent:
                sends.Answered(sent, Sender);
                break;
            case HttpPoll poll:
                polls.Begin(poll);
                break;
            case PollAnswer answer:
                polls.Answered(answer, Sender);
                break;
            case MessagePiece piece:
                if (pieces.TryTake(piece, Sender, out var whole) && whole is PollAnswer or SeatSent)
                {
                    OnReceive(whole);
                }

                break;
            case HttpJoin join:
                Context.ActorOf(HttpJoinActor.Props(join, neighbours, services));
                break;
            case RequestAborted { Request: HttpPoll poll }:
                polls.Aborted(poll);
                break;
            case RequestAborted { Request: HttpSend send }:
                sends.Aborted(send);
                break;
            case RequestAborted:
                // A join is carried out: the client asks again for its answer.
                break;
            case RoomGone gone:
                sends.RoomGone(gone.RoomId);
                polls.RoomGone(gone.RoomId);
                break;
            case Terminated ended:
                sends.Lost(ended.ActorRef);
                polls.Lost(ended.ActorRef);
                break;
            case NodeGone:
                Timers.StartSingleTimer(nameof(AskAnew), AskAnew.Instance, AskingAgain.Settled);
                break;
            case AskAnew:
                OnAskAnew();
                break;
            case Check:
                sends.Check();
                polls.Check();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>A node was removed a moment ago: what was on its way there is lost, and whoever would have answered it is elsewhere.</summary>
    private void OnAskAnew()
    {
        sends.AskAnew();
        polls.AskAnew();
        foreach (var join in Context.GetChildren())
        {
            join.Tell(AskAnew.Instance);
        }
    }

    private sealed class Check : INoSerializationVerificationNeeded
    {
        public static Check Instance { get; } = new();
    }
}

/// <summary>What has no answer yet is asked again.</summary>
internal sealed class AskAnew : INoSerializationVerificationNeeded
{
    public static AskAnew Instance { get; } = new();
}
