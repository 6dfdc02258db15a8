namespace GameServer.Client;

/// <summary>One row of a replicated table. It changes in place as deltas come; do not keep it beyond its removal.</summary>
public sealed class Row
{
    private readonly ReplicaTable _table;
    private readonly long[] _integers;
    private readonly string[] _texts;

    internal Row(ReplicaTable table, long key)
    {
        _table = table;
        Key = key;
        _integers = new long[table.Columns.Length];
        _texts = table.HasTexts ? new string[table.Columns.Length] : [];
        Array.Fill(_texts, "");
    }

    /// <summary>The row's key within its table.</summary>
    public long Key { get; }

    /// <summary>The integer of a column as it stands on the wire; 0 for a text column.</summary>
    /// <param name="column">Index of the column, see <see cref="ReplicaTable.ColumnIndex"/>.</param>
    public long Int(int column) => _integers[column];

    /// <summary>The integer of a column as it stands on the wire; 0 for a text column.</summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="KeyNotFoundException">The table has no such column.</exception>
    public long Int(string column) => Int(_table.ColumnIndex(column));

    /// <summary>The real value of a column: its integer times its quantum.</summary>
    /// <param name="column">Index of the column.</param>
    public double Real(int column) => _integers[column] * _table.Columns[column].Quantum;

    /// <summary>The real value of a column: its integer times its quantum.</summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="KeyNotFoundException">The table has no such column.</exception>
    public double Real(string column) => Real(_table.ColumnIndex(column));

    /// <summary>The text of a column; empty for an integer column.</summary>
    /// <param name="column">Index of the column.</param>
    public string Text(int column) => _texts.Length == 0 ? "" : _texts[column];

    /// <summary>The text of a column; empty for an integer column.</summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="KeyNotFoundException">The table has no such column.</exception>
    public string Text(string column) => Text(_table.ColumnIndex(column));

    internal void Set(int column, long value) => _integers[column] = value;

    internal void Set(int column, string value) => _texts[column] = value;
}
