namespace GameServer.Cluster.Overview;

/// <summary>Ends a node on an operator's word.</summary>
public interface INodeSteering
{
    /// <summary>Begins to stop the node: its rooms and players go to others first.</summary>
    void Drain();

    /// <summary>Ends the node's process at once, as a crash does.</summary>
    void Kill();
}

/// <summary>What a node shows of itself, and where what it sees of the others is read.</summary>
public sealed class NodeOverview
{
    /// <summary>The node's name, for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Ends the node; null where nothing may.</summary>
    public INodeSteering? Steering { get; init; }

    /// <summary>Figures of what is on this node.</summary>
    public NodeGauges Gauges { get; } = new();

    /// <summary>The cluster as this node sees it.</summary>
    public OverviewFeed Feed { get; } = new();
}
