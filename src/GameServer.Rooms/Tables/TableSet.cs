using GameServer.Protocol;
using MessagePack;

namespace GameServer.Rooms;

/// <summary>All tables of a room, or of a copy of it: writes full state and deltas, applies them, and checkpoints.</summary>
internal sealed class TableSet : IStateVisitor
{
    private readonly List<RowStore> stores = [];
    private RowStore[] replicated = [];
    private Row? visited;

    /// <summary>The tick that changes are stamped with.</summary>
    internal long Tick { get; private set; }

    internal IReadOnlyList<TableSchema> Schema => [.. replicated.Select(store => store.Schema)];

    /// <summary>The oldest baseline for which <see cref="WriteDelta"/> can still give all changes.</summary>
    internal long Horizon
    {
        get
        {
            var horizon = long.MinValue;
            foreach (var store in replicated)
            {
                horizon = Math.Max(horizon, store.Removed.Horizon);
            }

            return horizon;
        }
    }

    internal RowStore Add(TableSchema schema, bool isReplicated, Func<Row> create)
    {
        if (stores.Any(store => store.Schema.Name == schema.Name))
        {
            throw new ArgumentException($"There is a table '{schema.Name}' already.", nameof(schema));
        }

        var added = new RowStore(schema, isReplicated, create);
        stores.Add(added);
        replicated = [.. stores.Where(store => store.Replicated)];
        return added;
    }

    internal void Advance(long tick)
    {
        Tick = tick;
        foreach (var store in stores)
        {
            store.Tick = tick;
        }
    }

    internal void Reset(long tick)
    {
        Tick = tick;
        foreach (var store in stores)
        {
            store.Reset(tick);
        }
    }

    internal bool ChangedSince(long tick)
    {
        foreach (var store in replicated)
        {
            if (store.LastChange > tick)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes the <c>tables</c> field of a delta from a baseline to now, as far as that view sees it.</summary>
    /// <returns>Whether it sees any change.</returns>
    internal bool WriteDelta(ref MessagePackWriter writer, long baseline, long view = Views.All)
    {
        var changed = 0;
        foreach (var store in replicated)
        {
            changed += HasChanged(store, baseline, view) ? 1 : 0;
        }

        writer.WriteArrayHeader(changed);
        for (var table = 0; table < replicated.Length; table++)
        {
            var store = replicated[table];
            if (!HasChanged(store, baseline, view))
            {
                continue;
            }

            writer.WriteArrayHeader(3);
            writer.Write(table);
            WriteRemoved(ref writer, store, baseline, view);
            WriteRows(ref writer, store, baseline, view);
        }

        return changed > 0;
    }

    /// <summary>Writes the <c>tables</c> field of full state, as far as that view sees it.</summary>
    internal void WriteFull(ref MessagePackWriter writer, long view = Views.All)
    {
        writer.WriteArrayHeader(replicated.Length);
        for (var table = 0; table < replicated.Length; table++)
        {
            writer.WriteArrayHeader(3);
            writer.Write(table);
            writer.WriteArrayHeader(0);
            WriteAllRows(ref writer, replicated[table], view);
        }
    }

    /// <summary>Writes every table, hidden ones too, for a checkpoint.</summary>
    internal void WriteCheckpoint(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(stores.Count);
        foreach (var store in stores)
        {
            WriteAllRows(ref writer, store, Views.All);
        }
    }

    /// <summary>Tables that the game has got since, behind those of then, begin empty; so do columns, with 0 and empty text.</summary>
    internal void ReadCheckpoint(ref MessagePackReader reader)
    {
        var count = reader.ReadArrayHeader();
        if (count > stores.Count)
        {
            throw new InvalidDataException($"The checkpoint has {count} tables, the game {stores.Count}.");
        }

        foreach (var store in stores)
        {
            store.Reset(Tick);
            if (count-- <= 0)
            {
                continue;
            }

            var rows = reader.ReadArrayHeader();
            for (var i = 0; i < rows; i++)
            {
                reader.ReadArrayHeader();
                var row = store.Add(reader.ReadInt64());
                var mask = reader.ReadUInt32();
                if ((ulong)mask >> store.Schema.Columns.Length != 0)
                {
                    throw new InvalidDataException($"The checkpoint has more columns in table '{store.Schema.Name}' than the game.");
                }

                for (var column = 0; column < store.Schema.Columns.Length; column++)
                {
                    if ((mask >> column & 1) == 0)
                    {
                        continue;
                    }

                    if (store.Schema.Columns[column].Type == ColumnType.Int)
                    {
                        row.Set(column, reader.ReadInt64());
                    }
                    else
                    {
                        row.Set(column, reader.ReadString() ?? "");
                    }
                }
            }
        }
    }

    /// <summary>Takes over the <c>tables</c> field of a delta or of full state, stamped with the current tick.</summary>
    internal void Apply(ref MessagePackReader reader) => StateCodec.ReadTables(ref reader, this);

    void IStateVisitor.Remove(int table, long key) => replicated[table].Remove(key);

    void IStateVisitor.BeginRow(int table, long key, uint mask) => visited = replicated[table].Find(key) ?? replicated[table].Add(key);

    void IStateVisitor.Int(int column, long value) => visited!.Set(column, value);

    void IStateVisitor.Text(int column, string value) => visited!.Set(column, value);

    void IStateVisitor.EndRow() => visited = null;

    private static bool HasChanged(RowStore store, long baseline, long view)
    {
        if (store.LastChange <= baseline || store.Schema.ViewColumn < 0 || view == Views.All)
        {
            return store.LastChange > baseline;
        }

        foreach (var stone in store.Removed.After(baseline))
        {
            if (IsTold(stone, baseline, view))
            {
                return true;
            }
        }

        for (var i = 0; i < store.Count; i++)
        {
            if (IsTold(store.At(i), baseline, view))
            {
                return true;
            }
        }

        return false;
    }

    // A row that came and went after the baseline is unknown to its reader.
    private static bool IsTold(Tombstone stone, long baseline, long view) => stone.Born <= baseline && Views.Sees(view, stone.View);

    private static bool IsTold(Row row, long baseline, long view) => row.LastChange > baseline && Views.Sees(view, row.View);

    private static void WriteRemoved(ref MessagePackWriter writer, RowStore store, long baseline, long view)
    {
        var removed = store.Removed.After(baseline);
        var count = 0;
        foreach (var stone in removed)
        {
            count += IsTold(stone, baseline, view) ? 1 : 0;
        }

        writer.WriteArrayHeader(count);
        foreach (var stone in removed)
        {
            if (IsTold(stone, baseline, view))
            {
                writer.Write(stone.Key);
            }
        }
    }

    private static void WriteRows(ref MessagePackWriter writer, RowStore store, long baseline, long view)
    {
        var count = 0;
        for (var i = 0; i < store.Count; i++)
        {
            count += IsTold(store.At(i), baseline, view) ? 1 : 0;
        }

        writer.WriteArrayHeader(count);
        for (var i = 0; i < store.Count; i++)
        {
            var row = store.At(i);
            if (IsTold(row, baseline, view))
            {
                WriteRow(ref writer, store, row, row.Born > baseline ? NonDefault(store, row) : Changed(store, row, baseline));
            }
        }
    }

    private static void WriteAllRows(ref MessagePackWriter writer, RowStore store, long view)
    {
        var count = 0;
        for (var i = 0; i < store.Count; i++)
        {
            count += Views.Sees(view, store.At(i).View) ? 1 : 0;
        }

        writer.WriteArrayHeader(count);
        for (var i = 0; i < store.Count; i++)
        {
            var row = store.At(i);
            if (Views.Sees(view, row.View))
            {
                WriteRow(ref writer, store, row, NonDefault(store, row));
            }
        }
    }

    private static void WriteRow(ref MessagePackWriter writer, RowStore store, Row row, uint mask)
    {
        writer.WriteArrayHeader(2 + System.Numerics.BitOperations.PopCount(mask));
        writer.Write(row.Key);
        writer.Write(mask);
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var column = System.Numerics.BitOperations.TrailingZeroCount(rest);
            if (store.Schema.Columns[column].Type == ColumnType.Int)
            {
                writer.Write(row.Int(column));
            }
            else
            {
                writer.Write(row.Text(column));
            }
        }
    }

    private static uint Changed(RowStore store, Row row, long baseline)
    {
        uint mask = 0;
        for (var column = 0; column < store.Schema.Columns.Length; column++)
        {
            mask |= row.ChangedSince(column, baseline) ? 1u << column : 0;
        }

        return mask;
    }

    private static uint NonDefault(RowStore store, Row row)
    {
        uint mask = 0;
        for (var column = 0; column < store.Schema.Columns.Length; column++)
        {
            mask |= row.IsDefault(column, store.Schema.Columns[column].Type) ? 0 : 1u << column;
        }

        return mask;
    }
}
