using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>
/// One row of a <see cref="Table{TRow}"/>. A game derives a class with one property for each column, which reads and writes
/// through <see cref="Int"/>, <see cref="Text"/>, <see cref="Set(int, long)"/> and <see cref="Set(int, string)"/>.
/// </summary>
/// <remarks>
/// The accessors are plain enough that a source generator can write them from partial properties; nothing else depends on how
/// they came to be.
/// </remarks>
public abstract class Row
{
    private long[] ints = [];
    private string[] texts = [];
    private long[] stamps = [];
    private RowStore? store;

    /// <summary>The row's key, unique in its table for as long as the row is there.</summary>
    public long Key { get; private set; }

    /// <summary>False once the row was removed from its table.</summary>
    public bool IsPresent => store is not null;

    internal long Born { get; private set; }

    internal long LastChange { get; private set; }

    internal void Enter(RowStore owner, long key, long tick)
    {
        if (store is not null)
        {
            throw new InvalidOperationException($"Row {Key} is in table '{store.Schema.Name}' already.");
        }

        var columns = owner.Schema.Columns.Length;
        if (stamps.Length != columns)
        {
            // Values may be set only after the row entered its table: before, there is no tick to stamp them with.
            ints = new long[columns];
            stamps = new long[columns];
            texts = owner.HasText ? new string[columns] : [];
        }

        Array.Clear(ints);
        Array.Fill(texts, "");
        Array.Fill(stamps, tick);
        Key = key;
        Born = tick;
        LastChange = tick;
        store = owner;
    }

    internal void Exit() => store = null;

    /// <summary>Who sees it.</summary>
    internal long View => store is { Schema.ViewColumn: >= 0 and var column } ? ints[column] : Views.Everyone;

    /// <summary>Reads an integer column.</summary>
    protected internal long Int(int column) => ints[column];

    /// <summary>Reads a text column.</summary>
    protected internal string Text(int column) => texts[column];

    /// <summary>Writes an integer column; readers learn of it if the value differs.</summary>
    /// <param name="column">Index of the column in the schema.</param>
    /// <param name="value">The quantised value, within ±(2⁵³ − 1).</param>
    protected internal void Set(int column, long value)
    {
        if (ints[column] != value)
        {
            if (store is not null && column == store.Schema.ViewColumn)
            {
                ShowTo(value, column);
                return;
            }

            ints[column] = value;
            Stamp(column);
        }
    }

    /// <summary>For those who saw it so far the row is gone, and for those who see it now it is new.</summary>
    private void ShowTo(long view, int column)
    {
        var tick = store!.Tick;
        store.Removed.Add(new Tombstone(Key, Born, tick, ints[column]));
        ints[column] = view;
        Array.Fill(stamps, tick);
        Born = tick;
        LastChange = tick;
        store.LastChange = tick;
    }

    /// <summary>Writes a text column; readers learn of it if the value differs.</summary>
    protected internal void Set(int column, string value)
    {
        if (!string.Equals(texts[column], value, StringComparison.Ordinal))
        {
            texts[column] = value;
            Stamp(column);
        }
    }

    internal bool ChangedSince(int column, long tick) => stamps[column] > tick;

    internal bool IsDefault(int column, ColumnType type) => type == ColumnType.Int ? ints[column] == 0 : texts[column].Length == 0;

    private void Stamp(int column)
    {
        var tick = store?.Tick ?? throw new InvalidOperationException("The row is in no table.");
        stamps[column] = tick;
        LastChange = tick;
        store.LastChange = tick;
    }
}
