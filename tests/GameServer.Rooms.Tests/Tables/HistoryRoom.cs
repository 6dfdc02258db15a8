using System.Buffers;
using CsCheck;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Rooms.Tests.Tables;

internal enum ChangeKind
{
    Add,
    Set,
    Remove,
    Replace,
    SetAndSetBack,
}

/// <summary>One change of a history; what does not apply (removing a row that is not there) is left out.</summary>
internal sealed record Change(ChangeKind Kind, int Table, long Key, int Column, int Value)
{
    public static Gen<Change> Any { get; } = Gen.Select(
        Gen.Frequency(
            (2, Gen.Const(ChangeKind.Add)),
            (6, Gen.Const(ChangeKind.Set)),
            (3, Gen.Const(ChangeKind.Remove)),
            (2, Gen.Const(ChangeKind.Replace)),
            (1, Gen.Const(ChangeKind.SetAndSetBack))),
        Gen.Int[0, 3],
        Gen.Long[-2, 5],
        Gen.Int[0, 2],
        Gen.Int[-3, 3],
        (kind, table, key, column, value) => new Change(kind, table, key, column, value));
}

/// <summary>The tables of a room that goes through random changes, and beside them what readers should come to see.</summary>
internal sealed class HistoryRoom
{
    private const int HiddenTable = 1;
    private readonly RowStore[] stores;
    private readonly Dictionary<long, StateCopy> truths = [];
    private readonly StateCopy truth = new();

    public HistoryRoom()
    {
        stores =
        [
            Tables.Add(new TableSchema("points", [Column.Int("x", 0.5), Column.Int("y"), Column.Int("z")]), true, () => new AnyRow()),
            Tables.Add(new TableSchema("hidden", [Column.Int("a"), Column.Text("b"), Column.Text("c")]), false, () => new AnyRow()),
            Tables.Add(new TableSchema("names", [Column.Text("name"), Column.Int("score"), Column.Text("clan")]), true, () => new AnyRow()),
            Tables.Add(new TableSchema("late", [Column.Int("a"), Column.Int("b"), Column.Int("c")]), true, () => new AnyRow()),
        ];
    }

    public TableSet Tables { get; } = new();

    public long Tick => Tables.Tick;

    public StateReplica NewReplica()
    {
        var replica = new StateReplica(Tables.Schema);
        replica.LoadFull(Tick, Full());
        return replica;
    }

    /// <summary>What a reader whose state is of that tick must see.</summary>
    public string TruthAt(long tick) => truths[tick].ToString();

    public void Step(IEnumerable<Change> changes)
    {
        Tables.Advance(Tick + 1);
        foreach (var change in changes)
        {
            Make(change);
        }

        truths[Tick] = truth.Clone();
    }

    public ReadOnlyMemory<byte> Full()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        Tables.WriteFull(ref writer);
        writer.Flush();
        return output.WrittenMemory;
    }

    public ReadOnlyMemory<byte> Delta(long from)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        Tables.WriteDelta(ref writer, from);
        writer.Flush();
        return output.WrittenMemory;
    }

    private void Make(Change change)
    {
        var row = stores[change.Table].Find(change.Key);
        switch (change.Kind)
        {
            case ChangeKind.Add when row is null:
                Add(change);
                break;
            case ChangeKind.Set:
                Set(row ?? Add(change), change, change.Value);
                break;
            case ChangeKind.Remove when row is not null:
                Remove(change);
                break;
            case ChangeKind.Replace when row is not null:
                Remove(change);
                Set(Add(change), change, change.Value);
                break;
            case ChangeKind.SetAndSetBack when row is not null:
                var type = stores[change.Table].Schema.Columns[change.Column].Type;
                var before = type == ColumnType.Int ? (object)row.Int(change.Column) : row.Text(change.Column);
                Set(row, change, change.Value + 10);
                Write(row, change.Column, before);
                Tell(change, before);
                break;
        }
    }

    private Row Add(Change change)
    {
        if (change.Table != HiddenTable)
        {
            truth.Add(IndexOf(change.Table), change.Key);
        }

        return stores[change.Table].Add(change.Key);
    }

    private void Remove(Change change)
    {
        Assert.True(stores[change.Table].Remove(change.Key));
        if (change.Table != HiddenTable)
        {
            truth.Remove(IndexOf(change.Table), change.Key);
        }
    }

    private void Set(Row row, Change change, int value)
    {
        var isInt = stores[change.Table].Schema.Columns[change.Column].Type == ColumnType.Int;
        var text = value == 0 ? "" : change.Table == HiddenTable ? $"secret{value}" : $"text{value}";
        object written = isInt ? (long)value : text;
        Write(row, change.Column, written);
        Tell(change, written);
    }

    private void Tell(Change change, object value)
    {
        if (change.Table != HiddenTable)
        {
            truth.Set(IndexOf(change.Table), change.Key, change.Column, value);
        }
    }

    private static void Write(Row row, int column, object value)
    {
        if (value is long number)
        {
            row.Set(column, number);
        }
        else
        {
            row.Set(column, (string)value);
        }
    }

    /// <summary>Hidden tables have no index in the schema that readers know.</summary>
    private static int IndexOf(int table) => table > HiddenTable ? table - 1 : table;

    internal sealed class AnyRow : Row;
}
