using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

/// <summary>
/// Connections as TCP makes them: between two nodes everything arrives in order or, when the connection breaks, not at all; messages of
/// different pairs overtake each other. What reaches a frozen process waits there until it goes on.
/// </summary>
internal sealed class ModelNetwork(Random random)
{
    private const double Reset = 0.004;

    private readonly PriorityQueue<Message, (TimeSpan Due, long Order)> underWay = new();
    private readonly Dictionary<(NodeId From, NodeId To), TimeSpan> lastDue = [];
    private readonly Dictionary<(NodeId From, NodeId To), int> connections = [];
    private readonly HashSet<(NodeId From, NodeId To)> cut = [];
    private long order;

    /// <summary>How much slower than usual messages are.</summary>
    public int Slowness { get; set; } = 1;

    public void Send(ModelNode from, ModelNode to, TimeSpan now, Action deliver)
    {
        if (from == to)
        {
            deliver();
            return;
        }

        if (random.NextDouble() < Reset)
        {
            Break(from.Id, to.Id);
            return;
        }

        if (!Connects(from, to))
        {
            return;
        }

        var pair = (from.Id, to.Id);
        var due = now + TimeSpan.FromMilliseconds(random.Next(1, 50) * Slowness);
        due = lastDue.TryGetValue(pair, out var last) && last > due ? last : due;
        lastDue[pair] = due;
        underWay.Enqueue(new Message(from, to, connections.GetValueOrDefault(pair), deliver), (due, ++order));
    }

    public void DeliverUntil(TimeSpan now)
    {
        while (underWay.TryPeek(out var message, out var due) && due.Due <= now)
        {
            underWay.Dequeue();
            var isOpen = connections.GetValueOrDefault((message.From.Id, message.To.Id)) == message.Connection;
            if (isOpen && message.To.IsAlive && Connects(message.From, message.To))
            {
                message.To.Receive(message.Deliver);
            }
        }
    }

    public bool Connects(ModelNode one, ModelNode other) =>
        one.Side == other.Side && !cut.Contains((one.Id, other.Id));

    public void Cut(NodeId one, NodeId other)
    {
        Break(one, other);
        cut.Add((one, other));
        cut.Add((other, one));
    }

    public void Mend(NodeId one, NodeId other)
    {
        cut.Remove((one, other));
        cut.Remove((other, one));
    }

    private void Break(NodeId one, NodeId other)
    {
        connections[(one, other)] = connections.GetValueOrDefault((one, other)) + 1;
        connections[(other, one)] = connections.GetValueOrDefault((other, one)) + 1;
    }

    private readonly record struct Message(ModelNode From, ModelNode To, int Connection, Action Deliver);
}
