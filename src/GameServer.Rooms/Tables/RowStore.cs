using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>The rows of one table in key order, with what is needed to tell any reader what changed since its baseline.</summary>
internal sealed class RowStore(TableSchema schema, bool replicated, Func<Row> create)
{
    private readonly List<Row> rows = [];

    internal TableSchema Schema { get; } = schema;

    internal bool Replicated { get; } = replicated;

    internal bool HasText { get; } = schema.Columns.Any(column => column.Type == ColumnType.Text);

    internal long Tick { get; set; }

    internal long LastChange { get; set; }

    /// <summary>Counts insertions and removals, so that an enumerator knows when to find its place again.</summary>
    internal int Version { get; private set; }

    /// <summary>The rows that are gone.</summary>
    internal Tombstones Removed { get; } = new();

    internal int Count => rows.Count;

    internal Row At(int index) => rows[index];

    internal Row? Find(long key)
    {
        var index = IndexOf(key);
        return index >= 0 ? rows[index] : null;
    }

    internal Row Add(long key)
    {
        var row = create();
        Add(row, key);
        return row;
    }

    internal void Add(Row row, long key)
    {
        var index = IndexOf(key);
        if (index >= 0)
        {
            throw new InvalidOperationException($"Table '{Schema.Name}' has a row {key} already.");
        }

        row.Enter(this, key, Tick);
        rows.Insert(~index, row);
        LastChange = Tick;
        Version++;
    }

    internal bool Remove(long key)
    {
        var index = IndexOf(key);
        if (index < 0)
        {
            return false;
        }

        var row = rows[index];
        rows.RemoveAt(index);
        Removed.Add(new Tombstone(key, row.Born, Tick, row.View));
        row.Exit();
        LastChange = Tick;
        Version++;
        return true;
    }

    /// <summary>Empties the store for a state that does not continue the one before.</summary>
    internal void Reset(long tick)
    {
        foreach (var row in rows)
        {
            row.Exit();
        }

        rows.Clear();
        Removed.Reset(tick);
        Tick = tick;
        LastChange = tick;
        Version++;
    }

    /// <summary>Index of the first row whose key is above <paramref name="key"/>.</summary>
    internal int IndexAfter(long key)
    {
        var index = IndexOf(key);
        return index >= 0 ? index + 1 : ~index;
    }

    private int IndexOf(long key)
    {
        // Keys mostly rise, so the end is where most new rows go.
        if (rows.Count == 0 || rows[^1].Key < key)
        {
            return ~rows.Count;
        }

        int low = 0, high = rows.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var found = rows[middle].Key;
            if (found == key)
            {
                return middle;
            }

            if (found < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
