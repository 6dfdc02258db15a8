namespace GameServer.Client;

/// <summary>What happened to a row.</summary>
public enum RowChangeKind
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>Some of its columns have new values.</summary>
    Updated,

    /// <summary>It is gone.</summary>
    Removed,
}

/// <summary>What one frame changed in one row.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The row's key.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Mask">Bit <em>i</em> is set if column <em>i</em> came with the frame; 0 for a removal.</param>
public readonly record struct RowChange(ReplicaTable Table, long Key, RowChangeKind Kind, uint Mask);

/// <summary>What one frame changed. The object is used again for the next frame: read it before the callback returns.</summary>
public sealed class StateChange
{
    internal List<RowChange> List { get; } = [];

    /// <summary>True if the state was replaced as a whole: all rows before are gone, and those there are now are in <see cref="Rows"/> as added.</summary>
    public bool IsFull { get; internal set; }

    /// <summary>The room's tick that the state is now of.</summary>
    public long Tick { get; internal set; }

    /// <summary>Highest input number of this seat that is applied in it; 0 for watchers.</summary>
    public long Input { get; internal set; }

    /// <summary>The changes in the order in which they were applied: within a table, removals first.</summary>
    public IReadOnlyList<RowChange> Rows => List;
}
