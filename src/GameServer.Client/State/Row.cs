namespace GameServer.Client;

/// <summary>One row of a replicated table. It changes in place as deltas come; do not keep it beyond its removal.</summary>
public sealed class Row
{
    private readonly ReplicaTable table;
    private readonly long[] integers;
    private readonly string[] texts;

    internal Row(ReplicaTable table, long key)
    {
        this.table = table;
        Key = key;
        integers = new long[table.Columns.Length];
        texts = table.HasTexts ? new string[table.Columns.Length] : [];
        Array.Fill(texts, "");
    }

    /// <summary>The row's key within its table.</summary>
    public long Key { get; }

    /// <summary>The integer of a column as it stands on the wire; 0 for a text column.</summary>
    /// <param name="column">Index of the column, see <see cref="ReplicaTable.ColumnIndex"/>.</param>
    public long Int(int column) => integers[column];

    /// <summary>The integer of a column as it stands on the wire; 0 for a text column.</summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="KeyNotFoundException">The table has no such column.</exception>
    public long Int(string column) => Int(table.ColumnIndex(column));

    /// <summary>The real value of a column: its integer times its quantum.</summary>
    /// <param name="column">Index of the column.</param>
    public double Real(int column) => integers[column] * table.Columns[column].Quantum;

    /// <summary>The real value of a column: its integer times its quantum.</summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="KeyNotFoundException">The table has no such column.</exception>
    public double Real(string column) => Real(table.ColumnIndex(column));

    /// <summary>The text of a column; empty for an integer column.</summary>
    /// <param name="column">Index of the column.</param>
    public string Text(int column) => texts.Length == 0 ? "" : texts[column];

    /// <summary>The text of a column; empty for an integer column.</summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="KeyNotFoundException">The table has no such column.</exception>
    public string Text(string column) => Text(table.ColumnIndex(column));

    internal void Set(int column, long value) => integers[column] = value;

    internal void Set(int column, string value) => texts[column] = value;
}
