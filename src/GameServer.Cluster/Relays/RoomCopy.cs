using System.Buffers;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;
using GameServer.Rooms;
using MessagePack;

namespace GameServer.Cluster.Relays;

/// <summary>A relay's copy of its room, and what it encoded of it for this tick: once for each baseline, shared by all readers.</summary>
internal sealed class RoomCopy
{
    private readonly Dictionary<(long Baseline, long View), (SharedTail Tail, bool IsEmpty)> deltas = [];
    private readonly Dictionary<long, SharedTail> fulls = [];
    private readonly Dictionary<int, long> inputs = [];
    private readonly Dictionary<int, long> inputMoved = [];
    private readonly Dictionary<string, SeatHolder> holders;
    private readonly Dictionary<int, SeatEnded> ended = [];
    private readonly Dictionary<int, long> heldSince;
    private readonly long begun;
    private readonly ArrayBufferWriter<byte> scratch = new(4096);
    private readonly ReadOnlyMemory<byte> schema;

    internal RoomCopy(RelaySubscribed snapshot)
    {
        Identity = snapshot.Identity;
        Epoch = snapshot.Epoch;
        Settings = snapshot.Settings;
        Seq = snapshot.Seq;
        State = new StateReplica(WithViews(snapshot.Schema, snapshot.Views));
        State.LoadFull(snapshot.Tick, snapshot.Tables);
        Log = new EventLog(snapshot.Settings.EventLogEvents);
        Log.Reset(snapshot.LogTail);
        foreach (var kept in snapshot.Events)
        {
            Log.Append(kept);
        }

        heldSince = snapshot.Holders.ToDictionary(holder => holder.Seat, holder => holder.Since);
        holders = snapshot.Holders.ToDictionary(holder => holder.PlayerId);
        LastAttach = snapshot.Holders.Select(holder => holder.Attach).DefaultIfEmpty().Max();
        begun = snapshot.Tick;
        Mark(snapshot.Inputs);
        schema = EncodeSchema(snapshot.Schema);
    }

    internal RoomIdentity Identity { get; }

    internal RoomEpoch Epoch { get; }

    internal ReaderSettings Settings { get; }

    internal long Seq { get; private set; }

    internal StateReplica State { get; }

    internal EventLog Log { get; }

    internal long InputOf(int seat) => inputs.GetValueOrDefault(seat);

    /// <summary>The tick in which the seat's input mark last moved.</summary>
    internal long InputMoved(int seat) => inputMoved.GetValueOrDefault(seat);

    /// <summary>The highest attach that this copy has seen.</summary>
    internal long LastAttach { get; private set; }

    /// <summary>The seat that a player holds, or null.</summary>
    internal SeatHolder? HeldBy(string playerId) => holders.TryGetValue(playerId, out var holder) ? holder : null;

    /// <summary>The room said that the seat counts as lost.</summary>
    internal void MarkAway(string playerId, long attach)
    {
        if (HeldBy(playerId) is { } holder && holder.Attach == attach)
        {
            holders[playerId] = holder with { IsAway = true };
        }
    }

    /// <summary>
    /// How a seat ended that the room gave by that outcome, or null if as far as this copy knows it has not. Bound: one end for
    /// each of the room's seats.
    /// </summary>
    internal SeatEnded? EndOf(JoinOutcome seat)
    {
        if (ended.TryGetValue(seat.Seat, out var known) && known.Attach >= seat.Attach)
        {
            return known;
        }

        // Seats that ended before this copy began have no end that it could name, but somebody else holds them, or nobody.
        var isHeld = seat.Tick > begun || (heldSince.TryGetValue(seat.Seat, out var since) && since <= seat.Attach);
        return isHeld ? null : new SeatEnded(seat.Seat, seat.Attach, LeaveReason.GraceOver, seat.Floor);
    }

    internal void Apply(RoomEnvelope envelope)
    {
        Seq = envelope.Seq;
        State.ApplyDelta(envelope.Body.Tick, envelope.Body.Tables);
        foreach (var made in envelope.Body.Events)
        {
            Log.Append(made);
        }

        foreach (var end in envelope.Body.Ended)
        {
            ended[end.Seat] = end;
            inputs.Remove(end.Seat);
            if (holders.Values.FirstOrDefault(holder => holder.Seat == end.Seat && holder.Attach <= end.Attach) is { PlayerId: { } gone })
            {
                holders.Remove(gone);
            }
        }

        foreach (var holder in envelope.Body.Seated)
        {
            holders[holder.PlayerId] = holder;
            heldSince[holder.Seat] = holder.Since;
            LastAttach = Math.Max(LastAttach, holder.Attach);
        }

        Mark(envelope.Body.Inputs);
        deltas.Clear();
        fulls.Clear();
        if (envelope.Body.Tables.Length > 0 && !State.HasViews)
        {
            // Most readers stand where the room's own delta begins: the bytes it made serve them as they are.
            var tail = SharedTail.Delta(envelope.Body.From, envelope.Body.Tick, envelope.Body.Tables.Span);
            deltas.Add((envelope.Body.From, Views.Everyone), (tail, IsEmpty: false));
            Meters.Encodings.Add(1);
        }
    }

    /// <summary>What changed since a baseline for those who have that seat (−1: no seat), and whether that is nothing.</summary>
    internal SharedTail Delta(long baseline, int seat, out bool isEmpty)
    {
        var view = ViewOf(seat);
        if (!deltas.TryGetValue((baseline, view), out var delta))
        {
            scratch.ResetWrittenCount();
            var changed = State.WriteDelta(scratch, baseline, view);
            delta = (SharedTail.Delta(baseline, State.Tick, scratch.WrittenSpan), !changed);
            deltas.Add((baseline, view), delta);
            Meters.Encodings.Add(1);
        }

        isEmpty = delta.IsEmpty;
        return delta.Tail;
    }

    /// <summary>The whole state for those who have that seat.</summary>
    internal SharedTail Full(int seat)
    {
        var view = ViewOf(seat);
        if (!fulls.TryGetValue(view, out var full))
        {
            scratch.ResetWrittenCount();
            State.WriteFull(scratch, view);
            full = SharedTail.Full(Epoch.Number, Epoch.Id, State.Tick, schema.Span, scratch.WrittenSpan);
            fulls.Add(view, full);
            Meters.Encodings.Add(1);
        }

        return full;
    }

    /// <summary>Whether the state that a cursor stands for was that of the same seat: a delta builds on what its reader saw.</summary>
    internal bool IsOfSeat(Cursor cursor, int seat) => !State.HasViews
        || (seat < 0 ? cursor.Attach == 0 : heldSince.TryGetValue(seat, out var since) && cursor.Attach >= since);

    // Where everyone sees everything, all share the same bytes.
    private long ViewOf(int seat) => State.HasViews ? Views.Of(seat) : Views.Everyone;

    private static IReadOnlyList<TableSchema> WithViews(IReadOnlyList<TableSchema> tables, IReadOnlyList<int>? views) => views is null
        ? tables
        : [.. tables.Select((table, i) => new TableSchema(
            table.Name, table.Columns, views[i] < 0 ? null : table.Columns[views[i]].Name))];

    private static ReadOnlyMemory<byte> EncodeSchema(IReadOnlyList<TableSchema> tables)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        var writer = new MessagePackWriter(buffer);
        StateCodec.WriteSchema(ref writer, tables);
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private void Mark(IReadOnlyList<SeatInputMark> marks)
    {
        for (var i = 0; i < marks.Count; i++)
        {
            var (seat, n) = (marks[i].Seat, marks[i].N);
            if (inputs.GetValueOrDefault(seat) != n)
            {
                inputMoved[seat] = State.Tick;
            }

            inputs[seat] = n;
        }
    }
}
