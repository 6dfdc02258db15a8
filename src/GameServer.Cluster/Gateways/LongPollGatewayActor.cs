using System.IO.Hashing;
using System.Runtime.InteropServices;
using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Sessions;

namespace GameServer.Cluster.Gateways;

/// <summary>Names the gateway of this node in the actor registry.</summary>
public sealed class GatewayKey;

/// <summary>
/// Serves the clients that cannot hold a stream: takes <see cref="GatewayRequest"/>s, each answered once. The work is spread over
/// children by player and session, so that one mailbox is never the node's limit.
/// </summary>
/// <remarks>
/// Bound: the host bounds the requests that are open at once, polls and sends each; one is one message here, and one when it is aborted.
/// One more for each node that is removed.
/// </remarks>
public sealed class LongPollGatewayActor : UntypedActor
{
    /// <summary>How long a send waits for the answers of its commands.</summary>
    public static readonly TimeSpan SendWait = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a poll is held.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(25);

    internal const int Workers = 16;

    private readonly SessionNeighbours neighbours;
    private readonly NodeServices services;
    private IActorRef[] workers = [];

    /// <param name="neighbours">Whom requests are passed to.</param>
    /// <param name="services">What the node's actors share.</param>
    public LongPollGatewayActor(SessionNeighbours neighbours, NodeServices services)
    {
        this.neighbours = neighbours;
        this.services = services;
    }

    /// <summary>How it is made.</summary>
    public static Props Props(SessionNeighbours neighbours, NodeServices services) =>
        Akka.Actor.Props.Create(() => new LongPollGatewayActor(neighbours, services));

    /// <inheritdoc/>
    protected override void PreStart() => workers =
    [
        .. Enumerable.Range(0, Workers).Select(
            number => Context.ActorOf(GatewayWorkerActor.Props(neighbours, services), $"worker-{number}")),
    ];

    /// <summary>A worker that fails begins anew; its requests are answered by the host's own time limit and made again.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GatewayRequest request:
                WorkerOf(request).Forward(request);
                break;
            case RequestAborted aborted:
                WorkerOf(aborted.Request).Forward(aborted);
                break;
            case NodeGone gone:
                foreach (var worker in workers)
                {
                    worker.Forward(gone);
                }

                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private IActorRef WorkerOf(GatewayRequest request) => workers[WorkerOf(request.Player.PlayerId, request.Session)];

    /// <summary>The same in every process, so that a simulation's seed gives the same life again.</summary>
    internal static int WorkerOf(string playerId, string session)
    {
        var player = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(playerId.AsSpan()));
        return (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(session.AsSpan()), (long)player) % Workers);
    }
}
