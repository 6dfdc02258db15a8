using GameServer.Client.Transport;
using GameServer.Protocol;

namespace GameServer.Chaos;

/// <summary>What a load balancer without stickiness is to a client: each connection is with the next node that can be reached.</summary>
internal sealed class AnyNodeTransport(IReadOnlyList<Uri> nodes) : ITransport
{
    private readonly WebSocketTransport[] ways = [.. nodes.Select(node => new WebSocketTransport(node, FrameEncoding.Binary))];
    private int next;

    public async Task<ITransportConnection> OpenAsync(CancellationToken cancellationToken)
    {
        TransportException? last = null;
        for (var tried = 0; tried < ways.Length; tried++)
        {
            try
            {
                return await ways[(next++ & int.MaxValue) % ways.Length].OpenAsync(cancellationToken);
            }
            catch (TransportException away)
            {
                last = away;
            }
        }

        throw last!;
    }
}
