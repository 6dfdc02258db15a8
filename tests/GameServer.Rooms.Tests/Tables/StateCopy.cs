using GameServer.Protocol;
using MessagePack;

namespace GameServer.Rooms.Tests.Tables;

/// <summary>What a client makes of the <c>tables</c> field, written from docs/protocol.md alone; also the truth that it is compared with.</summary>
internal sealed class StateCopy : IStateVisitor
{
    private readonly SortedDictionary<(int Table, long Key), SortedDictionary<int, object>> rows;
    private SortedDictionary<int, object>? row;

    public StateCopy()
        : this([])
    {
    }

    private StateCopy(SortedDictionary<(int Table, long Key), SortedDictionary<int, object>> rows) => this.rows = rows;

    public int Count => rows.Count;

    public bool Has(int table, long key) => rows.ContainsKey((table, key));

    public StateCopy Clone()
    {
        var cloned = new SortedDictionary<(int Table, long Key), SortedDictionary<int, object>>();
        foreach (var (key, values) in rows)
        {
            cloned.Add(key, new SortedDictionary<int, object>(values));
        }

        return new StateCopy(cloned);
    }

    public void Clear() => rows.Clear();

    public void Apply(ReadOnlyMemory<byte> tables)
    {
        var reader = new MessagePackReader(tables);
        StateCodec.ReadTables(ref reader, this);
        Assert.True(reader.End, "Something follows after the tables field.");
    }

    public void Add(int table, long key) => rows.Add((table, key), []);

    public void Remove(int table, long key) => Assert.True(rows.Remove((table, key)), $"Row {key} of table {table} is told to be gone, but it never was there.");

    public void BeginRow(int table, long key, uint mask)
    {
        if (!rows.TryGetValue((table, key), out row))
        {
            rows.Add((table, key), row = []);
        }
    }

    public void Int(int column, long value) => Set(row!, column, value, value == 0);

    public void Text(int column, string value) => Set(row!, column, value, value.Length == 0);

    public void Set(int table, long key, int column, object value) =>
        Set(rows[(table, key)], column, value, value is 0L or "");

    public void EndRow() => row = null;

    public override string ToString() => string.Join(
        '\n', rows.Select(entry => $"{entry.Key.Table}/{entry.Key.Key}: {string.Join(", ", entry.Value.Select(v => $"{v.Key}={v.Value}"))}"));

    private static void Set(SortedDictionary<int, object> values, int column, object value, bool isDefault)
    {
        // Columns that were never told are 0 or empty, so those values are not kept: equal states look equal.
        if (isDefault)
        {
            values.Remove(column);
        }
        else
        {
            values[column] = value;
        }
    }
}
