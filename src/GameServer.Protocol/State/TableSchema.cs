using System.Collections.Immutable;

namespace GameServer.Protocol;

/// <summary>What a column holds.</summary>
public enum ColumnType
{
    /// <summary>Integers within ±(2⁵³ − 1), which stand for real values of a fixed step.</summary>
    Int,

    /// <summary>Text.</summary>
    Text,
}

/// <summary>One column of a replicated table.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Quantum">The real value that an integer of 1 stands for; 1 for text.</param>
public sealed record Column(string Name, ColumnType Type, double Quantum)
{
    /// <summary>A column of integers.</summary>
    /// <param name="name">Its name on the wire.</param>
    /// <param name="quantum">The real value that an integer of 1 stands for: finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quantum is neither.</exception>
    public static Column Int(string name, double quantum = 1)
    {
        if (!double.IsFinite(quantum) || quantum <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(quantum), quantum, $"The quantum of column {name} must be finite and above 0.");
        }

        return new Column(name, ColumnType.Int, quantum);
    }

    /// <summary>A column of texts.</summary>
    /// <param name="name">Its name on the wire.</param>
    public static Column Text(string name) => new(name, ColumnType.Text, 1);
}

/// <summary>A replicated table: what its rows are made of.</summary>
public sealed record TableSchema
{
    /// <summary>Describes a table.</summary>
    /// <param name="name">Its name on the wire.</param>
    /// <param name="columns">Its columns, at most <see cref="Limits.Columns"/>, with different names.</param>
    /// <param name="view">
    /// The column of integers that says who sees a row, if not everyone sees all of them. It does not travel as such: who may not
    /// see a row never hears of it.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are too many columns, or two of one name, or <paramref name="view"/> names none of integers.
    /// </exception>
    public TableSchema(string name, ImmutableArray<Column> columns, string? view = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Problem(name, columns.AsSpan()) is { } problem)
        {
            throw new ArgumentException(problem, nameof(columns));
        }

        Name = name;
        Columns = columns;
        View = view;
        ViewColumn = view is null ? -1 : columns.AsSpan().IndexOf(Column.Int(view));
        if (view is not null && ViewColumn < 0)
        {
            throw new ArgumentException($"Table {name} has no column of whole numbers with the name {view}.", nameof(view));
        }
    }

    /// <summary>Its name on the wire.</summary>
    public string Name { get; }

    /// <summary>Its columns; column <em>i</em> is bit <em>i</em> of a row's mask.</summary>
    public ImmutableArray<Column> Columns { get; }

    /// <summary>Name of the column that says who sees a row; null if everyone sees all.</summary>
    public string? View { get; }

    /// <summary>Index of that column, or −1.</summary>
    public int ViewColumn { get; }

    /// <summary>True if both have the same name, the same columns in the same order, and the same view.</summary>
    public bool Equals(TableSchema? other) =>
        other is not null && Name == other.Name && View == other.View && Columns.AsSpan().SequenceEqual(other.Columns.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Columns.Length);

    internal static string? Problem(string name, ReadOnlySpan<Column> columns)
    {
        if (columns.Length > Limits.Columns)
        {
            return $"Table {name} has {columns.Length} columns, but a row's mask has room for {Limits.Columns}.";
        }

        for (var i = 1; i < columns.Length; i++)
        {
            foreach (var earlier in columns[..i])
            {
                if (earlier.Name == columns[i].Name)
                {
                    return $"Table {name} has two columns with the name {earlier.Name}.";
                }
            }
        }
        return null;
    }
}
