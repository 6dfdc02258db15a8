namespace GameServer.Cluster.Replication;

/// <summary>One run of a node: a node that was started again at its address is another one, and holds nothing.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Uid">Tells its runs apart.</param>
public readonly record struct NodeId(string Address, long Uid);

/// <summary>One incarnation of a room, as stores know it.</summary>
/// <param name="Number">The higher one is the later one.</param>
/// <param name="Id">Tells incarnations apart that were begun with the same number; one of them has to give way.</param>
public readonly record struct ReplicaEpoch(int Number, string Id);

/// <summary>How far a copy of a room goes. The greatest is the one to recover from.</summary>
/// <param name="Epoch">The number of the incarnation that wrote it.</param>
/// <param name="Generation">Counts the stores that the incarnation has used.</param>
/// <param name="Record">The last record, counted over all incarnations.</param>
public readonly record struct RecordPosition(int Epoch, int Generation, long Record)
{
    /// <summary>Whether this copy is the better one to recover from.</summary>
    public bool IsBeyond(RecordPosition other) =>
        (Epoch, Generation, Record).CompareTo((other.Epoch, other.Generation, other.Record)) > 0;
}
