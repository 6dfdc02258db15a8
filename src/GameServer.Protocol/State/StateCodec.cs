using System.Collections.Immutable;
using System.Numerics;
using MessagePack;

namespace GameServer.Protocol;

/// <summary>How schemas and rows are written, for the server and for clients; docs/protocol.md, <c>full</c> and <c>delta</c>.</summary>
/// <remarks>
/// The reading methods throw <see cref="MessagePackSerializationException"/> for what is not of this form. They are meant for
/// what a server sent; what clients send never contains tables.
/// </remarks>
public static class StateCodec
{
    /// <summary>Writes the schema field of a <c>full</c>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="tables">The tables, in the order of their indexes.</param>
    public static void WriteSchema(ref MessagePackWriter writer, IReadOnlyList<TableSchema> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        writer.WriteArrayHeader(tables.Count);
        foreach (var table in tables)
        {
            writer.WriteArrayHeader(2);
            writer.Write(table.Name);
            writer.WriteArrayHeader(table.Columns.Length);
            foreach (var column in table.Columns)
            {
                writer.WriteArrayHeader(3);
                writer.Write(column.Name);
                writer.Write(column.Type == ColumnType.Int ? "int" : "text");
                writer.Write(column.Quantum);
            }
        }
    }

    /// <summary>Reads the schema field of a <c>full</c>.</summary>
    /// <param name="reader">Stands before the field, and after it when this returns.</param>
    public static ImmutableArray<TableSchema> ReadSchema(ref MessagePackReader reader)
    {
        try
        {
            return ReadTableSchemas(ref reader);
        }
        catch (Exception wrong) when (wrong is OverflowException or EndOfStreamException)
        {
            throw new MessagePackSerializationException("The schema cannot be read.", wrong);
        }
    }

    private static ImmutableArray<TableSchema> ReadTableSchemas(ref MessagePackReader reader)
    {
        var tables = ImmutableArray.CreateBuilder<TableSchema>();
        for (var left = reader.ReadArrayHeader(); left > 0; left--)
        {
            Expect(2, reader.ReadArrayHeader());
            var name = ReadText(ref reader);
            var columns = ImmutableArray.CreateBuilder<Column>();
            for (var columnsLeft = reader.ReadArrayHeader(); columnsLeft > 0; columnsLeft--)
            {
                columns.Add(ReadColumn(ref reader));
            }

            var read = columns.ToImmutable();
            if (TableSchema.Problem(name, read.AsSpan()) is { } problem)
            {
                throw new MessagePackSerializationException(problem);
            }

            tables.Add(new TableSchema(name, read));
        }
        return tables.ToImmutable();
    }

    /// <summary>Writes the head of a row; the values of the columns in the mask must follow, in rising order of column.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="key">The row's key, within ±(2⁵³ − 1).</param>
    /// <param name="mask">Bit <em>i</em> for column <em>i</em>.</param>
    public static void WriteRowHeader(ref MessagePackWriter writer, long key, uint mask)
    {
        writer.WriteArrayHeader(2 + BitOperations.PopCount(mask));
        writer.Write(key);
        writer.Write(mask);
    }

    /// <summary>Reads the tables field of a <c>full</c> or <c>delta</c>.</summary>
    /// <param name="reader">Stands before the field, and after it when this returns.</param>
    /// <param name="visitor">Is told everything in the order in which it has to be applied.</param>
    public static void ReadTables(ref MessagePackReader reader, IStateVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        try
        {
            ReadAllTables(ref reader, visitor);
        }
        catch (Exception wrong) when (wrong is OverflowException or EndOfStreamException)
        {
            // What the library throws depends on how the bytes are wrong; callers are to expect one kind.
            throw new MessagePackSerializationException("The tables cannot be read.", wrong);
        }
    }

    private static void ReadAllTables(ref MessagePackReader reader, IStateVisitor visitor)
    {
        for (var tables = reader.ReadArrayHeader(); tables > 0; tables--)
        {
            Expect(3, reader.ReadArrayHeader());
            var table = reader.ReadInt32();
            for (var removed = reader.ReadArrayHeader(); removed > 0; removed--)
            {
                visitor.Remove(table, reader.ReadInt64());
            }

            for (var rows = reader.ReadArrayHeader(); rows > 0; rows--)
            {
                ReadRow(ref reader, table, visitor);
            }
        }
    }

    private static void ReadRow(ref MessagePackReader reader, int table, IStateVisitor visitor)
    {
        var items = reader.ReadArrayHeader();
        var key = reader.ReadInt64();
        var mask = reader.ReadUInt32();
        Expect(2 + BitOperations.PopCount(mask), items);
        visitor.BeginRow(table, key, mask);
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var column = BitOperations.TrailingZeroCount(rest);
            if (reader.NextMessagePackType == MessagePackType.String)
            {
                visitor.Text(column, ReadText(ref reader));
            }
            else
            {
                visitor.Int(column, reader.ReadInt64());
            }
        }
        visitor.EndRow();
    }

    private static Column ReadColumn(ref MessagePackReader reader)
    {
        Expect(3, reader.ReadArrayHeader());
        var name = ReadText(ref reader);
        var type = ReadText(ref reader) switch
        {
            "int" => ColumnType.Int,
            "text" => ColumnType.Text,
            var other => throw new MessagePackSerializationException($"Column {name} has the unknown type {other}."),
        };
        // ReadDouble takes integers too, which is what a quantum of 1 may be in text messages.
        var quantum = reader.ReadDouble();
        return new Column(name, type, quantum);
    }

    private static string ReadText(ref MessagePackReader reader) =>
        reader.ReadString() ?? throw new MessagePackSerializationException("A text was expected, not nil.");

    private static void Expect(int items, int found)
    {
        if (found != items)
        {
            throw new MessagePackSerializationException($"An array of {items} items was expected, but it has {found}.");
        }
    }
}
