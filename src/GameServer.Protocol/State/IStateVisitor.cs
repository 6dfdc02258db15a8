namespace GameServer.Protocol;

/// <summary>
/// Is told what stands in the tables of a <see cref="FullFrame"/> or <see cref="DeltaFrame"/>, in the order in which it has to
/// be applied. Numbers of tables and columns are indexes into the schema; they come from the wire, so the visitor checks them.
/// </summary>
public interface IStateVisitor
{
    /// <summary>A row is gone. Within a table, removals come before rows: a key may be in both.</summary>
    /// <param name="table">Index of the table.</param>
    /// <param name="key">Key of the row.</param>
    void Remove(int table, long key);

    /// <summary>The values of one row follow; of a row that is not there yet, the columns that do not follow are 0 or empty.</summary>
    /// <param name="table">Index of the table.</param>
    /// <param name="key">Key of the row.</param>
    /// <param name="mask">Bit <em>i</em> is set if column <em>i</em> follows.</param>
    void BeginRow(int table, long key, uint mask);

    /// <summary>A value of the row begun last.</summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="value">The integer, not yet multiplied by the column's quantum.</param>
    void Int(int column, long value);

    /// <summary>A value of the row begun last.</summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="value">The text.</param>
    void Text(int column, string value);

    /// <summary>The row begun last is complete.</summary>
    void EndRow();
}
