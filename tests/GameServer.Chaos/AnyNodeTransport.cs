using GameServer.Client.Transport;
using GameServer.Protocol;

namespace GameServer.Chaos;

/// <summary>What a load balancer without stickiness is to a client: each connection is with the next node that can be reached.</summary>
internal sealed class AnyNodeTransport(IReadOnlyList<Uri> nodes) : ITransport
{
    private int next;

    public async Task<ITransportConnection> OpenAsync(CancellationToken cancellationToken)
    {
        TransportException? last = null;
        for (var tried = 0; tried < nodes.Count; tried++)
        {
            try
            {
                var node = nodes[(next++ & int.MaxValue) % nodes.Count];
                return await new WebSocketTransport(node, FrameEncoding.Binary).OpenAsync(cancellationToken);
            }
            catch (TransportException away)
            {
                last = away;
            }
        }

        throw last!;
    }
}
