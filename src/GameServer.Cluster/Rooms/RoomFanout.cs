using System.Buffers;
using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Telemetry;
using GameServer.Rooms;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Rooms;

/// <summary>
/// A room's envelopes: one body per tick for all nodes, and none when there is nothing to say, except one a second as a sign of
/// life. Bound: one entry per relay, hence per node.
/// </summary>
/// <param name="machine">The room's state.</param>
/// <param name="epoch">The incarnation.</param>
/// <param name="outputs">What may not be told yet.</param>
/// <param name="store">Says whether the state may be shown.</param>
/// <param name="large">Carries what may be large.</param>
/// <param name="log">The node's log.</param>
internal sealed class RoomFanout(
    RoomMachine machine, RoomEpoch epoch, HeldOutputs outputs, IRoomStore store, LargeMessages large, ILogger log)
{
    private readonly Dictionary<IActorRef, long> sequence = [];
    private readonly HashSet<IActorRef> waiting = [];
    private readonly Dictionary<IActorRef, int> formats = [];
    private readonly List<RoomEvent> events = [];
    private readonly List<SeatAnswer> answers = [];
    private readonly List<SeatEnded> ended = [];
    private readonly List<SeatHolder> seated = [];
    private readonly Dictionary<int, SeatHolder> holders = machine.Holders().ToDictionary(holder => holder.Seat);
    private long lastTick = machine.Tick;
    private long inputsApplied;

    internal IReadOnlyCollection<IActorRef> Relays => sequence.Keys;

    /// <summary>The state may be shown by now: whoever waits for it need not wait for the room's next tick.</summary>
    internal void LetIn()
    {
        if (waiting.Count > 0)
        {
            Flush(force: false);
        }
    }

    /// <summary>The room made a tick.</summary>
    internal void Ticked(TickResult result)
    {
        foreach (var operation in result.Record?.Operations ?? [])
        {
            inputsApplied += operation is ApplyInput ? 1 : 0;
        }
    }

    /// <summary>Who holds the seats that were given in a tick that was just made.</summary>
    internal SeatHolder[] Seated(TickResult result) =>
    [
        .. from outcome in result.Joins
           where outcome.RefusalCode is null
           let holder = machine.HolderOf(outcome.Seat)
           where holder is not null
           select holder.Value,
    ];

    /// <summary>What a tick brought about may be told.</summary>
    internal void Release(TickResult result, SeatHolder[] given)
    {
        events.AddRange(result.Events);
        answers.AddRange(result.Answers);
        ended.AddRange(result.Ended);
        foreach (var gone in result.Ended)
        {
            holders.Remove(gone.Seat);
        }

        foreach (var holder in given)
        {
            holders[holder.Seat] = holder;
        }

        seated.AddRange(given);
    }

    /// <summary>A relay wants envelopes, and gets the state first, as soon as that may be shown.</summary>
    /// <param name="relay">The relay.</param>
    /// <param name="format">Which of <see cref="NodeFormats"/> is spoken with it.</param>
    internal void Subscribe(IActorRef relay, int format)
    {
        formats[relay] = format;
        waiting.Add(relay);
        Flush(force: false);
    }

    private void Begin(IActorRef relay)
    {
        var buffer = new ArrayBufferWriter<byte>();
        machine.WriteFull(buffer);
        // A relay that asks again goes on counting: it may have taken the answer to its first request, and would mistake
        // envelopes that begin at 1 again for those it has.
        var last = sequence.GetValueOrDefault(relay);
        sequence[relay] = last;
        Log.RoomIsFollowed(log, machine.Identity.RoomId, epoch.Number, relay.Path);
        var snapshot = new RelaySubscribed(
            machine.Identity,
            epoch,
            new ReaderSettings(
                machine.Settings.TickRate,
                machine.Settings.Watchable,
                machine.Settings.EventLogEvents,
                machine.Settings.Public ? true : null),
            last,
            machine.Tick,
            machine.Schema,
            buffer.WrittenMemory,
            Marks(),
            machine.Log.Tail,
            ReleasedEvents(),
            [.. machine.KeptAnswers().Where(answer => !outputs.HasAnswer(answer.Seat, answer.Stream, answer.Answer.N))],
            [.. holders.Values.Select(Current)],
            machine.Schema.Any(table => table.ViewColumn >= 0) ? [.. machine.Schema.Select(table => table.ViewColumn)] : null,
            formats[relay]);
        // What is too large for it is said in the log, whenever the relay asks again.
        large.TryTell(relay, snapshot, machine.Identity.RoomId, formats[relay]);
    }

    internal void Unsubscribe(IActorRef relay)
    {
        sequence.Remove(relay);
        waiting.Remove(relay);
        formats.Remove(relay);
    }

    /// <summary>
    /// The room stands still. It may be said without a lease, since it tells nothing of the room; and again and again, as a sign of life.
    /// </summary>
    internal void SayHeldUp()
    {
        foreach (var relay in sequence.Keys)
        {
            relay.Tell(new RoomHeldUp(machine.Identity.RoomId));
        }
    }

    /// <summary>Sends what there is to say, if the state may be shown.</summary>
    /// <param name="force">Also when there is nothing.</param>
    internal void Flush(bool force)
    {
        if (!store.MayShowState)
        {
            return;
        }

        SendChanges(force);
        // What was not sent yet went to the relays of before; the new ones begin with a snapshot that holds it all.
        foreach (var relay in waiting)
        {
            Begin(relay);
        }

        waiting.Clear();
    }

    private void SendChanges(bool force)
    {
        var silent = events.Count + answers.Count + ended.Count + seated.Count == 0 && inputsApplied == 0 && !machine.ChangedSince(lastTick);
        if (silent && !force && machine.Tick - lastTick < machine.Settings.TickRate)
        {
            return;
        }

        if (sequence.Count > 0)
        {
            Send();
        }

        lastTick = machine.Tick;
        inputsApplied = 0;
        events.Clear();
        answers.Clear();
        ended.Clear();
        seated.Clear();
    }

    /// <summary>A holder as it is now, unless its seat has changed hands in a way that may not be told yet.</summary>
    private SeatHolder Current(SeatHolder released) =>
        machine.HolderOf(released.Seat) is { } now && now.Attach == released.Attach ? now : released;

    private RoomEvent[] ReleasedEvents()
    {
        var kept = machine.Log.Kept;
        var firstHeld = outputs.FirstEvent;
        var released = kept.Length;
        while (released > 0 && kept[released - 1].Offset >= firstHeld)
        {
            released--;
        }

        return kept[..released].ToArray();
    }

    private void Send()
    {
        var tables = new ArrayBufferWriter<byte>(512);
        machine.WriteDelta(tables, lastTick);
        var body = new EnvelopeBody(
            lastTick, machine.Tick, tables.WrittenMemory, Marks(), [.. events], [.. answers], [.. ended], [.. seated]);
        foreach (var (relay, last) in sequence)
        {
            sequence[relay] = last + 1;
            // One that is too large leaves a gap, and the relay asks for a snapshot, which lacks what has gone by.
            large.TryTell(
                relay, new RoomEnvelope(machine.Identity.RoomId, epoch.Id, last + 1, body), machine.Identity.RoomId, formats[relay]);
            Meters.Envelopes.Add(1);
        }
    }

    private SeatInputMark[] Marks()
    {
        var seats = machine.OccupiedSeats;
        var marks = new SeatInputMark[seats.Count];
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i] = new SeatInputMark(seats[i].Index, seats[i].AppliedInput);
        }

        return marks;
    }
}
