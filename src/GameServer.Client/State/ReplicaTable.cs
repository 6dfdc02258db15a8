using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using GameServer.Protocol;

namespace GameServer.Client;

/// <summary>This client's copy of one replicated table.</summary>
public sealed class ReplicaTable
{
    private readonly Dictionary<long, Row> rows = [];
    private readonly Dictionary<string, int> columns = [];

    internal ReplicaTable(TableSchema schema)
    {
        Name = schema.Name;
        Columns = schema.Columns;
        HasTexts = Columns.Any(column => column.Type == ColumnType.Text);
        for (var i = 0; i < Columns.Length; i++)
        {
            columns[Columns[i].Name] = i;
        }
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>The columns, by index.</summary>
    public ImmutableArray<Column> Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Count => rows.Count;

    /// <summary>All rows, in no particular order.</summary>
    public IReadOnlyCollection<Row> Rows => rows.Values;

    internal bool HasTexts { get; }

    /// <summary>The index of a column, for reading rows without a look-up of the name each time.</summary>
    /// <param name="name">The column's name.</param>
    /// <exception cref="KeyNotFoundException">The table has no such column.</exception>
    public int ColumnIndex(string name) =>
        columns.TryGetValue(name, out var index) ? index : throw new KeyNotFoundException($"Table {Name} has no column {name}.");

    /// <summary>Finds a row by its key.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="row">The row, if there is one.</param>
    public bool TryGet(long key, [NotNullWhen(true)] out Row? row) => rows.TryGetValue(key, out row);

    internal Row GetOrAdd(long key, out bool added)
    {
        added = !rows.TryGetValue(key, out var row);
        if (row is null)
        {
            rows.Add(key, row = new Row(this, key));
        }

        return row;
    }

    internal bool Remove(long key) => rows.Remove(key);
}
