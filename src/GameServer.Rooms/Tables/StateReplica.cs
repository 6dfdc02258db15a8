using System.Buffers;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Rooms;

/// <summary>A read-only copy of a room's replicated tables that follows the room and serves readers from any baseline it keeps.</summary>
public sealed class StateReplica
{
    private readonly TableSet tables = new();

    /// <param name="schema">The room's replicated tables.</param>
    public StateReplica(IReadOnlyList<TableSchema> schema)
    {
        Schema = schema;
        HasViews = schema.Any(table => table.ViewColumn >= 0);
        foreach (var table in schema)
        {
            tables.Add(table, isReplicated: true, static () => new CopiedRow());
        }
    }

    /// <summary>The tables that this replica holds.</summary>
    public IReadOnlyList<TableSchema> Schema { get; }

    /// <summary>Whether not everyone sees everything.</summary>
    public bool HasViews { get; }

    /// <summary>The tick of the state held; 0 before the first <see cref="LoadFull"/>.</summary>
    public long Tick => tables.Tick;

    /// <summary>Whether a delta can be made from that baseline; if not, its reader needs full state.</summary>
    /// <param name="baseline">The tick of a reader's state, of the same epoch.</param>
    public bool Keeps(long baseline) => baseline > 0 && baseline >= tables.Horizon && baseline <= Tick;

    /// <summary>Whether anything changed after that tick.</summary>
    public bool ChangedSince(long tick) => tables.ChangedSince(tick);

    /// <summary>Replaces everything by a full state.</summary>
    /// <param name="tick">The tick of that state.</param>
    /// <param name="content">A <c>tables</c> field (see the protocol, <c>full</c>).</param>
    public void LoadFull(long tick, ReadOnlyMemory<byte> content)
    {
        tables.Reset(tick);
        Apply(content);
    }

    /// <summary>Goes on to a later tick.</summary>
    /// <param name="tick">The tick to which the delta leads.</param>
    /// <param name="content">A <c>tables</c> field made from the baseline <see cref="Tick"/>.</param>
    public void ApplyDelta(long tick, ReadOnlyMemory<byte> content)
    {
        tables.Advance(tick);
        Apply(content);
    }

    /// <summary>Writes the <c>tables</c> field of full state, as far as that view sees it.</summary>
    public void WriteFull(IBufferWriter<byte> output, long view = Views.Everyone)
    {
        var writer = new MessagePackWriter(output);
        tables.WriteFull(ref writer, view);
        writer.Flush();
    }

    /// <summary>
    /// Writes the <c>tables</c> field of a delta from a baseline that is <see cref="Keeps">kept</see>, as far as that view sees it.
    /// </summary>
    /// <returns>Whether it sees any change.</returns>
    public bool WriteDelta(IBufferWriter<byte> output, long baseline, long view = Views.Everyone)
    {
        var writer = new MessagePackWriter(output);
        var changed = tables.WriteDelta(ref writer, baseline, view);
        writer.Flush();
        return changed;
    }

    private void Apply(ReadOnlyMemory<byte> content)
    {
        var reader = new MessagePackReader(content);
        tables.Apply(ref reader);
    }

    private sealed class CopiedRow : Row;
}
