using GameServer.Cluster.Telemetry;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Relays;

/// <summary>Writes to a reader what it lacks: events always, state when its connection is ready to take it.</summary>
internal sealed class ReaderService
{
    private const int EventsPerFrame = 256;
    private const int MaxAheadSeconds = 10;

    private readonly List<SharedTail> visible = new(EventsPerFrame);

    /// <summary>Whether the room stands still, or nothing is heard of it.</summary>
    internal bool IsHeldUp { get; private set; }

    /// <summary>Tells a reader that has just begun, if there is anything to tell: the others have been told.</summary>
    internal void TellIfHeldUp(Reader reader)
    {
        if (IsHeldUp)
        {
            TellHeld(reader, true);
        }
    }

    /// <summary>Whoever reads is told that the room stands still, or goes on.</summary>
    /// <returns>Whether that is news.</returns>
    internal bool Hold(bool isHeldUp, IEnumerable<Reader> readers)
    {
        if (IsHeldUp == isHeldUp)
        {
            return false;
        }

        IsHeldUp = isHeldUp;
        foreach (var reader in readers)
        {
            TellHeld(reader, isHeldUp);
        }

        return true;
    }

    /// <summary>Answers a ping with the room's time, so long after it was heard of.</summary>
    internal static void Pong(Reader reader, PingRoom ping, RoomCopy copy, TimeSpan since) => reader.Outbox.Write(
        new PongFrame(ping.Handle, ping.Nonce, RoomTime.Of(copy.State.Tick, copy.Settings.TickRate, since)));

    internal static void TellHeld(Reader reader, bool isHeldUp) => reader.Outbox.Write(new HeldFrame(reader.Handle, isHeldUp));

    /// <summary>Begins a reader: <c>joined</c>, then what it missed, then state.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="copy">Its room.</param>
    /// <param name="sayJoined">False for one that goes on where an earlier request ended: it is told only what is newer.</param>
    internal void Begin(Reader reader, RoomCopy copy, bool sayJoined = true)
    {
        var resolution = CursorResolution.Resolve(
            reader.Cursor, copy.Epoch, copy.Log, reader.Floor, reader.JoinOffset(copy.Log.Head));
        if (reader.IsReturning)
        {
            // Where the client stood, only the lost relay knew.
            resolution = new CursorResolution(copy.Log.Head, 0, ResyncReasons.Relay);
        }

        reader.Offset = resolution.Offset;
        reader.Scanned = resolution.Offset;
        reader.Baseline = reader.Cursor is { } held && copy.IsOfSeat(held, reader.Seat) ? BaselineOf(resolution, copy) : 0;
        reader.InputTold = 0;
        reader.StartPace(copy.State.Tick);
        var resync = resolution.ResyncReason is { } reason ? ResyncOf(reader, copy, resolution.Offset, reason) : null;
        if (sayJoined)
        {
            // A joined that moves the cursor must not come without the resync that says so.
            Rejoin(reader, copy, resync);
        }
        else
        {
            GoOn(reader, copy);
            if (resync is not null)
            {
                reader.Outbox.Write(resync);
            }
        }

        if (WriteEvents(reader, copy) && reader.Outbox.Waiting <= reader.Outbox.MaxBytes / 4)
        {
            if (sayJoined || (HasStateFor(reader, copy) && reader.IsDue(copy.State.Tick, copy.Settings.TickRate)))
            {
                WriteState(reader, copy, evenIfEmpty: sayJoined);
            }
        }
        else
        {
            // Full states of several rooms, or a long replay and a full state, must not go over the outbox's bound together.
            Wait(reader);
        }
    }

    /// <summary>The client has the reader's baseline, and with it the input marks of that tick; its pace goes on from there.</summary>
    private static void GoOn(Reader reader, RoomCopy copy)
    {
        reader.Outbox.StartAt(new RoomPosition(copy.Epoch.Number, copy.Epoch.Id, reader.Offset, reader.Baseline));
        if (reader.Baseline == 0)
        {
            return;
        }

        reader.InputTold = copy.InputMoved(reader.Seat) > reader.Baseline ? -1 : copy.InputOf(reader.Seat);
        if (reader.Rate > 0 && reader.Rate < copy.Settings.TickRate)
        {
            reader.StartPace(reader.Baseline + (copy.Settings.TickRate / reader.Rate));
        }
    }

    /// <summary>Says <c>joined</c>, with where the reader stands.</summary>
    internal static void Rejoin(Reader reader, RoomCopy copy, ResyncFrame? resync = null) => reader.Outbox.Write(
        reader.Joined(copy.Identity, copy.Epoch, reader.Offset, copy.Settings.TickRate, copy.State.Tick), resync);

    /// <summary>Continues a reader on a new copy of the room, after its relay lost track.</summary>
    internal void Continue(Reader reader, RoomCopy copy, RoomEpoch before)
    {
        var held = new Cursor(before.Number, before.Id, reader.Offset, reader.Baseline);
        var resolution = CursorResolution.Resolve(held, copy.Epoch, copy.Log, reader.Floor, copy.Log.Head);
        if (resolution.ResyncReason is { } reason)
        {
            reader.Outbox.Write(ResyncOf(reader, copy, resolution.Offset, reason));
        }

        reader.Offset = resolution.Offset;
        reader.Scanned = resolution.Offset;
        reader.Baseline = BaselineOf(resolution, copy);
        Serve(reader, copy);
    }

    /// <summary>Writes what is new.</summary>
    internal void Serve(Reader reader, RoomCopy copy)
    {
        // Asked before events are written: they make the outbox busy, and state may ride in the same message.
        var ready = reader.Outbox.IsDrained;
        if ((reader.IsReplaying && !ready) || !WriteEvents(reader, copy))
        {
            Wait(reader);
            return;
        }

        if (!reader.IsDue(copy.State.Tick, copy.Settings.TickRate) || !HasStateFor(reader, copy))
        {
            return;
        }

        if (ready)
        {
            WriteState(reader, copy);
        }
        else if (!reader.IsWaiting)
        {
            Meters.Conflations.Add(1);
            Wait(reader);
        }
    }

    /// <summary>The reader's outbox is drained: it gets what it still lacks of the log, and the newest state in one piece.</summary>
    internal void Drained(Reader reader, RoomCopy copy)
    {
        reader.IsWaiting = false;
        if (!WriteEvents(reader, copy))
        {
            Wait(reader);
        }
        else if (HasStateFor(reader, copy))
        {
            WriteState(reader, copy);
        }
    }

    private static void Wait(Reader reader)
    {
        if (!reader.IsWaiting)
        {
            reader.IsWaiting = true;
            reader.Outbox.NotifyWhenDrained(reader);
        }
    }

    private static bool HasStateFor(Reader reader, RoomCopy copy) =>
        reader.Baseline == 0
        || copy.State.ChangedSince(reader.Baseline)
        || (reader.Seat >= 0 && copy.InputOf(reader.Seat) != reader.InputTold);

    private static ResyncFrame ResyncOf(Reader reader, RoomCopy copy, long offset, string reason)
    {
        Meters.Resyncs.Add(1);
        return new ResyncFrame(reader.Handle, copy.Epoch.Number, copy.Epoch.Id, offset, reason);
    }

    private static void WriteState(Reader reader, RoomCopy copy, bool evenIfEmpty = false)
    {
        if (copy.State.Tick < reader.Baseline)
        {
            // The client comes from a relay that was ahead; state never goes back.
            return;
        }

        var input = reader.Seat >= 0 ? copy.InputOf(reader.Seat) : 0;
        ReadOnlySpan<long> own = [reader.Handle, input];
        var isEmpty = false;
        var (type, tail) = copy.State.Keeps(reader.Baseline)
            ? (FrameTypes.Delta, copy.Delta(reader.Baseline, reader.Seat, out isEmpty))
            : (FrameTypes.Full, copy.Full(reader.Seat));
        if (isEmpty && !evenIfEmpty && (reader.Seat < 0 || input == reader.InputTold))
        {
            // What changed is none of this reader's business, not even that it did.
            return;
        }

        if (reader.Outbox.WriteShared(type, own, tail))
        {
            Meters.StateFrames.Add(1);
        }

        reader.InputTold = input;
        reader.Baseline = copy.State.Tick;
        reader.Paced(copy.State.Tick, copy.Settings.TickRate);
    }

    /// <returns>False if events were left in the log, because enough waits for the client already.</returns>
    private bool WriteEvents(Reader reader, RoomCopy copy)
    {
        reader.IsReplaying = false;
        if (reader.Scanned < copy.Log.Tail)
        {
            reader.Offset = copy.Log.Head;
            reader.Scanned = copy.Log.Head;
            reader.Baseline = 0;
            reader.Outbox.Write(ResyncOf(reader, copy, reader.Offset, ResyncReasons.LogTrimmed));
            return true;
        }

        var last = Math.Min(copy.Log.Head, reader.Until);
        var (bytes, enough) = (0, reader.Outbox.MaxBytes / 8);
        visible.Clear();
        foreach (var made in copy.Log.After(reader.Scanned))
        {
            if (made.Offset > last)
            {
                break;
            }

            if (made.Audience.Includes(reader.Seat))
            {
                visible.Add(made.Wire);
                bytes += made.Size;
            }

            if (visible.Count == EventsPerFrame || bytes >= enough)
            {
                Flush(reader, made.Offset);
                reader.Scanned = made.Offset;
                bytes = 0;
                if (made.Offset < last && reader.Outbox.Waiting > reader.Outbox.MaxBytes / 4)
                {
                    reader.IsReplaying = true;
                    return false;
                }
            }
        }

        // A reader that has just joined may be ahead of this copy's log, by events that were not for its seat.
        reader.Scanned = Math.Max(reader.Scanned, last);
        // Events for others move the cursor only now and then: often enough that it stays within the log, however short that is.
        var kept = copy.Log.Tail > 0 ? copy.Log.Head - copy.Log.Tail : copy.Settings.EventLogEvents;
        if (visible.Count > 0 || reader.Scanned - reader.Offset > kept / 4)
        {
            Flush(reader, reader.Scanned);
        }

        return true;
    }

    private void Flush(Reader reader, long to)
    {
        reader.Outbox.WriteEvents(
            reader.Handle, reader.Offset, to, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(visible));
        reader.Offset = to;
        visible.Clear();
    }

    private static long BaselineOf(CursorResolution resolution, RoomCopy copy)
    {
        // A client that comes from a relay ahead of this one keeps its state until this one has caught up.
        var ahead = resolution.Baseline > copy.State.Tick
            && resolution.Baseline - copy.State.Tick <= MaxAheadSeconds * copy.Settings.TickRate;
        return ahead || copy.State.Keeps(resolution.Baseline) ? resolution.Baseline : 0;
    }
}
