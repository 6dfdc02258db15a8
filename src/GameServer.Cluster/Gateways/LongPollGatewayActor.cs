using Akka.Actor;

namespace GameServer.Cluster.Gateways;

/// <summary>Names the gateway of this node in the actor registry.</summary>
public sealed class GatewayKey;

/// <summary>Serves the clients that cannot hold a stream: takes <see cref="GatewayRequest"/>s, each answered once.</summary>
public sealed class LongPollGatewayActor : UntypedActor
{
    /// <summary>How long a send waits for the answers of its commands.</summary>
    public static readonly TimeSpan SendWait = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a poll is held.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(25);

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Unhandled(message);
}
