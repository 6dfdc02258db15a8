using GameServer.Protocol;
using MessagePack;

namespace GameServer.TestKit;

/// <summary>A client's copy of the replicated tables, kept as plainly as possible so that it can judge the server's.</summary>
public sealed class PlayerCopy : IStateVisitor
{
    private readonly SortedDictionary<(int Table, long Key), object?[]> rows = [];
    private object?[]? visited;

    /// <summary>The tables, once a full state has come.</summary>
    public IReadOnlyList<TableSchema> Schema { get; private set; } = [];

    /// <summary>The tick of the state held; 0 for none.</summary>
    public long Tick { get; private set; }

    /// <summary>Rows by table name: key, and values by column.</summary>
    public IEnumerable<(long Key, IReadOnlyList<object?> Values)> Rows(string table)
    {
        var index = Schema.ToList().FindIndex(schema => schema.Name == table);
        return rows.Where(row => row.Key.Table == index).Select(row => (row.Key.Key, (IReadOnlyList<object?>)row.Value));
    }

    /// <summary>Everything in the copy as text, for comparing.</summary>
    public string Describe() => string.Join(
        '\n', rows.Select(row => $"{row.Key.Table}/{row.Key.Key}: {string.Join(' ', row.Value.Select(value => value ?? "-"))}"));

    /// <summary>Takes over what a frame says of the state; frames that say nothing of it are passed over.</summary>
    /// <exception cref="SimulationException">A delta that is not made from the state held.</exception>
    public void Apply(ServerFrame frame)
    {
        switch (frame)
        {
            case FullFrame full:
                Full(full.Tick, full.Schema, full.Tables);
                break;
            case DeltaFrame delta when delta.From != Tick:
                throw new SimulationException($"A delta from {delta.From} came for state {Tick}.");
            case DeltaFrame delta:
                Delta(delta.Tick, delta.Tables);
                break;
        }
    }

    internal void Full(long tick, IReadOnlyList<TableSchema> schema, ReadOnlyMemory<byte> tables)
    {
        Schema = schema;
        rows.Clear();
        Apply(tick, tables);
    }

    internal void Delta(long tick, ReadOnlyMemory<byte> tables) => Apply(tick, tables);

    void IStateVisitor.Remove(int table, long key) => rows.Remove((table, key));

    void IStateVisitor.BeginRow(int table, long key, uint mask)
    {
        if (!rows.TryGetValue((table, key), out visited))
        {
            visited = [.. Schema[table].Columns.Select(column => column.Type == ColumnType.Int ? (object)0L : "")];
            rows.Add((table, key), visited);
        }
    }

    void IStateVisitor.Int(int column, long value) => visited![column] = value;

    void IStateVisitor.Text(int column, string value) => visited![column] = value;

    void IStateVisitor.EndRow() => visited = null;

    private void Apply(long tick, ReadOnlyMemory<byte> tables)
    {
        Tick = tick;
        var reader = new MessagePackReader(tables);
        StateCodec.ReadTables(ref reader, this);
    }
}
