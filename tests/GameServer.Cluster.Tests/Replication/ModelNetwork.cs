namespace GameServer.Cluster.Tests.Replication;

/// <summary>Delivers messages late, out of order, or not at all; what is sent to or from a node that is cut off does not arrive.</summary>
internal sealed class ModelNetwork(Random random)
{
    private const double Loss = 0.03;
    private readonly PriorityQueue<(ModelNode From, ModelNode To, Action Deliver), TimeSpan> underWay = new();

    public void Send(ModelNode from, ModelNode to, TimeSpan now, Action deliver)
    {
        if (from == to)
        {
            deliver();
        }
        else if (random.NextDouble() >= Loss && Connects(from, to))
        {
            underWay.Enqueue((from, to, deliver), now + TimeSpan.FromMilliseconds(random.Next(1, 60)));
        }
    }

    public void DeliverUntil(TimeSpan now)
    {
        while (underWay.TryPeek(out var message, out var due) && due <= now)
        {
            underWay.Dequeue();
            if (message.To.IsFrozen)
            {
                // It waits in the socket until the process goes on.
                underWay.Enqueue(message, now + TimeSpan.FromMilliseconds(10));
            }
            else if (message.To.IsAlive && Connects(message.From, message.To))
            {
                message.Deliver();
            }
        }
    }

    private static bool Connects(ModelNode one, ModelNode other) => !one.IsCutOff && !other.IsCutOff;
}
