using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Client;

/// <summary>
/// This client's copy of a room's state. It changes on the client's receiving loop, between two callbacks: read it inside a
/// callback, or by <see cref="GameRoom.ReadState{T}"/> from anywhere.
/// </summary>
public sealed class RoomState
{
    private readonly Applier applier;
    private ImmutableArray<ReplicaTable> tables = [];

    internal RoomState() => applier = new Applier(this);

    /// <summary>The room's tick that the state is of; 0 before the first state.</summary>
    public long Tick { get; private set; }

    /// <summary>Highest input number of this seat that is applied in the state; 0 for watchers.</summary>
    public long Input { get; private set; }

    /// <summary>The tables, in the order of the schema; none before the first state.</summary>
    public IReadOnlyList<ReplicaTable> Tables => tables;

    /// <summary>A table by its name.</summary>
    /// <param name="table">The table's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such table, or no state yet.</exception>
    public ReplicaTable this[string table] =>
        TryGet(table, out var found) ? found : throw new KeyNotFoundException($"There is no table {table}.");

    internal StateChange LastChange => applier.Change;

    internal string EpochId { get; private set; } = "";

    /// <summary>Finds a table by its name.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="found">The table, if there is one.</param>
    public bool TryGet(string table, [NotNullWhen(true)] out ReplicaTable? found)
    {
        foreach (var candidate in tables)
        {
            if (candidate.Name == table)
            {
                found = candidate;
                return true;
            }
        }
        found = null;
        return false;
    }

    /// <summary>The tick that a delta may start from, if this state is of the given incarnation; 0 for none.</summary>
    internal long Baseline(string epochId) => EpochId == epochId ? Tick : 0;

    /// <exception cref="MessagePackSerializationException">The frame does not fit the schema.</exception>
    internal void Apply(FullFrame frame)
    {
        tables = [.. frame.Schema.Select(schema => new ReplicaTable(schema))];
        EpochId = frame.EpochId;
        Apply(frame.Tables, frame.Tick, frame.Input, isFull: true);
    }

    /// <summary>False if this delta does not lead on from this state.</summary>
    /// <exception cref="MessagePackSerializationException">The frame does not fit the schema.</exception>
    internal bool TryApply(DeltaFrame frame)
    {
        if (tables.IsEmpty || frame.From != Tick)
        {
            return false;
        }

        Apply(frame.Tables, frame.Tick, frame.Input, isFull: false);
        return true;
    }

    private void Apply(ReadOnlyMemory<byte> tables, long tick, long input, bool isFull)
    {
        // A frame that fails half-way leaves a state that nothing can follow on: not even a rejoin may claim it.
        Tick = 0;
        applier.Begin(tick, input, isFull);
        var reader = new MessagePackReader(tables);
        StateCodec.ReadTables(ref reader, applier);
        Tick = tick;
        Input = input;
    }

    private sealed class Applier(RoomState state) : IStateVisitor
    {
        private ReplicaTable? table;
        private Row? row;

        public StateChange Change { get; } = new();

        public void Begin(long tick, long input, bool isFull)
        {
            Change.List.Clear();
            Change.IsFull = isFull;
            Change.Tick = tick;
            Change.Input = input;
        }

        public void Remove(int table, long key)
        {
            if (Table(table).Remove(key))
            {
                Change.List.Add(new RowChange(Table(table), key, RowChangeKind.Removed, 0));
            }
        }

        public void BeginRow(int table, long key, uint mask)
        {
            this.table = Table(table);
            row = this.table.GetOrAdd(key, out var added);
            Change.List.Add(new RowChange(this.table, key, added ? RowChangeKind.Added : RowChangeKind.Updated, mask));
        }

        public void Int(int column, long value)
        {
            Expect(column, ColumnType.Int);
            row!.Set(column, value);
        }

        public void Text(int column, string value)
        {
            Expect(column, ColumnType.Text);
            row!.Set(column, value);
        }

        public void EndRow() => row = null;

        private ReplicaTable Table(int index) =>
            index >= 0 && index < state.tables.Length ? state.tables[index] : throw new MessagePackSerializationException($"The schema has no table {index}.");

        private void Expect(int column, ColumnType type)
        {
            if (column >= table!.Columns.Length || table.Columns[column].Type != type)
            {
                throw new MessagePackSerializationException($"Column {column} of table {table.Name} does not take this value.");
            }
        }
    }
}
