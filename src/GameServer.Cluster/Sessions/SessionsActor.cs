using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Sessions;

/// <summary>How many sessions a node has. Answered by <see cref="SessionCount"/>.</summary>
public sealed class CountSessions : INoSerializationVerificationNeeded
{
    private CountSessions()
    {
    }

    /// <summary>The one instance.</summary>
    public static CountSessions Instance { get; } = new();
}

/// <summary>Sessions that are open on a node.</summary>
public sealed record SessionCount(int Sessions) : INoSerializationVerificationNeeded;

/// <summary>The node goes away: every client is asked to come back at a time of its own, and served until then.</summary>
/// <param name="Spread">
/// Each client goes at a random moment of this time; those whose moment is later than <see cref="SessionsActor.ServedAtMost"/> go then,
/// and are told to wait for it.
/// </param>
public sealed record DrainSessions(TimeSpan Spread) : INoSerializationVerificationNeeded;

/// <summary>
/// The sessions of a node. A session that fails is stopped, which closes its connection; the client comes back with its cursor,
/// and nobody else notices. Bound: <see cref="NodeLimits.Sessions"/>; newcomers beyond it are told that the server is full.
/// </summary>
public sealed class SessionsActor : UntypedActor
{
    /// <summary>How long a session of a node that goes away is served at most.</summary>
    public static readonly TimeSpan ServedAtMost = TimeSpan.FromSeconds(10);

    private const int FullRetryAfterMs = 2000;

    private readonly SessionNeighbours neighbours;
    private readonly NodeServices services;

    // By lot, not in order: nodes that are drained one after the other would each send their first clients back at once.
    private readonly Chance chance;
    private int sessions;
    private bool isDraining;
    private int drainBound;

    /// <param name="neighbours">Whom sessions talk to.</param>
    /// <param name="services">What the node's actors share.</param>
    public SessionsActor(SessionNeighbours neighbours, NodeServices services)
    {
        this.neighbours = neighbours;
        this.services = services;
        chance = new Chance(services.Ids.NewSeed());
    }

    /// <summary>How it is made.</summary>
    public static Props Props(SessionNeighbours neighbours, NodeServices services) =>
        Akka.Actor.Props.Create(() => new SessionsActor(neighbours, services));

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OpenSession open when isDraining || sessions >= services.Limits.Sessions:
                open.Opened.TrySetResult(null);
                break;
            case OpenSession open:
                var session = Context.ActorOf(
                    SessionActor.Props(open.Player, open.Outbox, open.Window, neighbours, services));
                Context.Watch(session);
                sessions++;
                open.Opened.TrySetResult(session);
                break;
            case OpenStream open when isDraining || sessions >= services.Limits.Sessions:
                var (code, retryAfter) = isDraining
                    ? (GoAwayCodes.ShuttingDown, 1 + chance.Next(drainBound))
                    : (GoAwayCodes.ServerFull, FullRetryAfterMs);
                open.Opened.TrySetResult(new StreamOpening(
                    null, new GatewayRefusal(code, "This server takes no more sessions.", retryAfter)));
                break;
            case OpenStream open:
                Context.Watch(Context.ActorOf(StreamSessionActor.Props(open, neighbours, services)));
                sessions++;
                break;
            case Terminated:
                sessions--;
                break;
            case CountSessions:
                Sender.Tell(new SessionCount(sessions));
                break;
            case DrainSessions drain:
                Drain(drain.Spread);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Drain(TimeSpan spread)
    {
        isDraining = true;
        drainBound = (int)spread.TotalMilliseconds + 1;
        foreach (var session in Context.GetChildren())
        {
            var lot = TimeSpan.FromMilliseconds(chance.Next(drainBound));
            var serveFor = lot < ServedAtMost ? lot : ServedAtMost;
            session.Tell(new DrainSession(
                serveFor,
                new GoAwayFrame(GoAwayCodes.ShuttingDown, "This server is going away.", (int)(lot - serveFor).TotalMilliseconds)));
        }
    }
}
