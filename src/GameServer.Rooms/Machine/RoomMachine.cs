using System.Text;
using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>
/// One room as a deterministic state machine: operations are offered between ticks, judged at once, and applied by the next
/// <see cref="Step"/>, which records them. The same checkpoint and records always lead to the same state.
/// </summary>
/// <remarks>Not thread-safe; its owner calls it from one place at a time.</remarks>
public sealed partial class RoomMachine
{
    /// <summary>Joins that may wait for the next tick; more are refused.</summary>
    public const int MaxWaitingJoins = 256;

    private readonly Game game;
    private readonly RoomContext context;
    private readonly Seating seating;
    private readonly OperationQueue queue = new();
    private readonly List<RoomEvent> events = [];
    private readonly List<SeatAnswer> answers = [];
    private readonly List<JoinOutcome> joins = [];
    private readonly List<MailReceipt> receipts = [];
    private readonly long recordEvery;
    private readonly long hashEvery;
    private long lastRecord;
    private (long UtcMs, long Tick) clock;
    private string? closeSentence;

    private RoomMachine(Game game, RoomIdentity identity, ulong seed)
    {
        game.Settings.Validate();
        this.game = game;
        Identity = identity;
        Settings = game.Settings;
        Chance = new Chance(seed);
        Seats = new SeatTable(Settings.Seats);
        Log = new EventLog(Settings.EventLogEvents);
        context = new RoomContext(this);
        seating = new Seating(this, game, context);
        // A tenth of a second: what a crash may take back of a quiet room.
        recordEvery = Math.Max(1, Settings.TickRate / 10);
        hashEvery = Settings.TickRate * 10L;
    }

    /// <summary>Which room this is.</summary>
    public RoomIdentity Identity { get; }

    /// <summary>The game's settings.</summary>
    public GameSettings Settings { get; }

    /// <summary>The last tick that was made; 0 before the first.</summary>
    public long Tick { get; private set; }

    /// <summary>The last events.</summary>
    public EventLog Log { get; }

    /// <summary>
    /// Tells the rooms apart that have the same id one after the other, for those whose mail they take: the seed that the room was made
    /// with. It stays for as long as the room's state does.
    /// </summary>
    public ulong Birth { get; private set; }

    /// <summary>The time of day in milliseconds since 1970, as the owner's clock had it; goes on with the ticks in between.</summary>
    public long UtcMs => clock.UtcMs + ((Tick - clock.Tick) * 1000 / Settings.TickRate);

    /// <summary>The mail that is on its way, by rising number.</summary>
    public IReadOnlyList<Letter> Letters => Outbox.Letters;

    /// <summary>Seats that are taken, those away included.</summary>
    public IReadOnlyList<Seat> OccupiedSeats => Seats.Occupied;

    /// <summary>The replicated tables.</summary>
    public IReadOnlyList<TableSchema> Schema => game.Tables.Schema;

    internal Chance Chance { get; }

    internal SeatTable Seats { get; }

    internal MailOutbox Outbox { get; } = new();

    internal MailInbox Inbox { get; } = new();

    internal (long UtcMs, long Tick) Clock => clock;

    internal TableSet Tables => game.Tables;

    internal long LastId { get; set; }

    /// <summary>Attaches are numbered by the room, not by the seat: a late message of a seat's last player never fits the next one's.</summary>
    internal long LastAttach { get; set; }

    /// <summary>A new room.</summary>
    /// <param name="game">A fresh instance of the game.</param>
    /// <param name="identity">Which room.</param>
    /// <param name="seed">Seed of the room's chance.</param>
    /// <param name="options">For the game.</param>
    /// <param name="utcMs">The time of day, in milliseconds since 1970.</param>
    /// <exception cref="GameFailedException">The game threw.</exception>
    public static RoomMachine Create(Game game, RoomIdentity identity, ulong seed, Payload options, long utcMs = 0)
    {
        var machine = new RoomMachine(game, identity, seed) { Birth = seed, clock = (utcMs, 0) };
        machine.Guard(() => game.OnCreate(machine.context, options));
        return machine;
    }

    /// <summary>A room as it was when the checkpoint was made.</summary>
    /// <param name="game">A fresh instance of the game.</param>
    /// <param name="identity">Which room.</param>
    /// <param name="checkpoint">What <see cref="Save"/> made.</param>
    /// <param name="log">The events that were kept then; none if null.</param>
    /// <exception cref="InvalidDataException">It is of another game, too old or of another shape, or the events are not of it.</exception>
    /// <exception cref="NewerVersionException">The checkpoint is of a newer version.</exception>
    public static RoomMachine Restore(
        Game game, RoomIdentity identity, ReadOnlyMemory<byte> checkpoint, IReadOnlyList<RoomEvent>? log = null)
    {
        var machine = new RoomMachine(game, identity, seed: 0);
        var version = Checkpoint.Read(machine, checkpoint);
        machine.lastRecord = machine.Tick;
        if (log is { Count: > 0 })
        {
            machine.Log.Fill(log);
        }

        machine.Migrate(version);
        return machine;
    }

    /// <summary>Makes the next tick out of all that was offered.</summary>
    /// <exception cref="GameFailedException">The game threw; the machine is not to be used any more.</exception>
    public TickResult Step()
    {
        var operations = queue.Take(Seats.Occupied);
        var posted = Outbox.Last;
        Inbox.Emptied();
        Run(operations);

        TickRecord? record = null;
        var happened = operations.Count + events.Count + answers.Count + seating.Ended.Count > 0 || Outbox.Last > posted;
        var hashIsDue = Tick % hashEvery == 0;
        if (happened || hashIsDue || Tick - lastRecord >= recordEvery)
        {
            lastRecord = Tick;
            record = new TickRecord(
                Tick, operations, [.. events], [.. answers], Log.Head, hashIsDue ? Hash() : null, Outbox.Last);
        }

        return new TickResult(record, record?.Events ?? [], record?.Answers ?? [], [.. joins], [.. seating.Ended], closeSentence)
        {
            Receipts = [.. receipts],
        };
    }

    /// <summary>Makes the ticks up to and including that of a record, as they were made when it was written.</summary>
    /// <returns>False if the outcome differs from the record: the game is not deterministic, or not the same.</returns>
    /// <exception cref="GameFailedException">The game threw.</exception>
    public bool Replay(TickRecord record)
    {
        while (Tick < record.Tick - 1)
        {
            Run([]);
        }

        if (record.Tick != Tick + 1)
        {
            return false;
        }

        Run(record.Operations);
        lastRecord = Tick;
        return Log.Head == record.EventHead
            && Outbox.Last == record.LastPosted
            && answers.Count == record.Answers.Count
            && (record.Hash is null || isMigrated || record.Hash == Hash());
    }

    /// <summary>The whole state, from which <see cref="Restore"/> goes on.</summary>
    public ReadOnlyMemory<byte> Save() => Checkpoint.Write(this);

    /// <summary>A hash of the whole state; equal states have equal hashes on every machine.</summary>
    public ulong Hash() => Checkpoint.Hash(this);

    /// <summary>Whether replicated tables changed after that tick.</summary>
    public bool ChangedSince(long tick) => Tables.ChangedSince(tick);

    /// <summary>
    /// Whether a delta from that tick to now is whole. From the tick before it always is; from an earlier one it is not if too many
    /// rows were removed since, and copies then need the full state.
    /// </summary>
    public bool Keeps(long from) => from >= Tables.Horizon && from <= Tick;

    /// <summary>Writes the <c>tables</c> field of a delta from an earlier tick, which the room still <see cref="Keeps"/>, to now.</summary>
    public void WriteDelta(System.Buffers.IBufferWriter<byte> output, long from)
    {
        var writer = new MessagePack.MessagePackWriter(output);
        Tables.WriteDelta(ref writer, from);
        writer.Flush();
    }

    /// <summary>Writes the <c>tables</c> field of full state.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="view">As far as that view sees it; null for all of it.</param>
    public void WriteFull(System.Buffers.IBufferWriter<byte> output, long? view = null)
    {
        var writer = new MessagePack.MessagePackWriter(output);
        Tables.WriteFull(ref writer, view ?? Views.All);
        writer.Flush();
    }

    /// <summary>The answers that are kept for clients, of all seats.</summary>
    public IEnumerable<SeatAnswer> KeptAnswers() =>
        from seat in Seats.Occupied
        from stream in seat.Commands.All
        from answer in stream.Answers
        select new SeatAnswer(seat.Index, stream.Id, answer);

    /// <summary>Who holds which seat.</summary>
    public IEnumerable<SeatHolder> Holders() => Seats.Occupied.Select(seat => seat.Holder);

    /// <summary>Who holds a seat, or null if nobody does.</summary>
    public SeatHolder? HolderOf(int seat) => Seats.Find(seat)?.Holder;

    /// <summary>The seat that a player holds, or null.</summary>
    public SeatHolder? HeldBy(string playerId) => Seats.FindPlayer(playerId)?.Holder;

    internal void Emit(string name, Payload payload, Audience audience)
    {
        Check(name, Limits.CommandNameBytes, "name of an event");
        var made = new RoomEvent(Log.Head + 1, audience, name, payload);
        Log.Append(made);
        events.Add(made);
    }

    internal void Kick(Seat seat) => seating.Kick(seat);

    internal void Close(string sentence) => closeSentence ??= sentence;

    internal void RestoreTo(
        ulong birth, (long UtcMs, long Tick) known, long tick, ulong chance, long lastId, long lastAttach, long offset)
    {
        Birth = birth;
        clock = known;
        Tick = tick;
        Chance.State = chance;
        LastId = lastId;
        LastAttach = lastAttach;
        Log.Reset(offset);
        Tables.Reset(tick);
    }

    internal static void Check(string text, int maxBytes, string what)
    {
        if (text.Length == 0 || Encoding.UTF8.GetByteCount(text) > maxBytes)
        {
            throw new ArgumentException($"'{text}' cannot be the {what}: that has 1–{maxBytes} bytes.");
        }
    }

    private bool Holds(int seat, long attach) => Seats.Find(seat) is { } found && found.Attach == attach;

    /// <summary>
    /// The seat, if the player of that attach still sits there, be it by a newer attach. What was offered before the seat changed
    /// hands in this very tick is not for the player who has it now.
    /// </summary>
    private Seat? SeatOf(int seat, long attach) => Seats.Find(seat) is { } found && found.FirstAttach <= attach ? found : null;

    private void Run(IReadOnlyList<RoomOperation> operations)
    {
        events.Clear();
        answers.Clear();
        joins.Clear();
        receipts.Clear();
        seating.Ended.Clear();
        Tick++;
        Tables.Advance(Tick);
        Guard(() =>
        {
            foreach (var seat in Seats.Occupied)
            {
                seat.HasNewInput = false;
            }

            foreach (var operation in operations)
            {
                if (operation is ApplyCommand command)
                {
                    SeatOf(command.Seat, command.Attach)?.Commands.Touch(command.Stream);
                }
            }

            foreach (var operation in operations)
            {
                Apply(operation);
            }

            seating.EndGrace();
            game.OnTick(context);
            seating.CarryOutKicks();
        });
    }

    private void Apply(RoomOperation operation)
    {
        switch (operation)
        {
            case SeatPlayer join:
                joins.Add(seating.Join(join));
                break;
            case VacateSeat leave when Holds(leave.Seat, leave.Attach):
                seating.Vacate(Seats.Find(leave.Seat)!, LeaveReason.Left);
                break;
            case MarkAway away when Seats.Find(away.Seat) is { IsAway: false } seat && seat.Attach == away.Attach:
                seating.Away(seat);
                break;
            case ApplyInput input when SeatOf(input.Seat, input.Attach) is { IsAway: false } seat:
                Input(seat, input);
                break;
            case ApplyCommand command when SeatOf(command.Seat, command.Attach) is { } seat:
                Command(seat, command);
                break;
            case AcknowledgeAnswers acknowledge when SeatOf(acknowledge.Seat, acknowledge.Attach) is { } seat:
                seat.Commands.Acknowledge(acknowledge.Stream, acknowledge.N);
                break;
            case TakeMail mail when Inbox.TryTake(mail.From, mail.Birth, mail.N):
                Take(mail);
                break;
            case SettleMail settle:
                Outbox.Settle(settle.To, settle.N);
                break;
            case SetClock set:
                clock = (set.UtcMs, Tick);
                break;
        }
    }

    private void Input(Seat seat, ApplyInput input)
    {
        seat.AppliedInput = input.N;
        seat.Inputs.Applied(input.N);
        seat.Input = input.Payload;
        seat.HasNewInput = true;
        try
        {
            game.OnInput(context, seat, input.Payload);
        }
        catch (PayloadException)
        {
            seat.Input = Payload.Nil;
            seat.HasNewInput = false;
        }
    }

    private void Command(Seat seat, ApplyCommand command)
    {
        CommandReply reply;
        try
        {
            reply = game.OnCommand(context, seat, command.Name, command.Arguments);
        }
        catch (PayloadException bad)
        {
            reply = CommandReply.Refuse(ErrorCodes.BadPayload, bad.Message);
        }

        var answer = new CommandAnswer(command.N, reply.Code, reply.Payload);
        seat.Commands.Answered(command.Stream, answer);
        answers.Add(new SeatAnswer(seat.Index, command.Stream, answer));
    }

    private void Take(TakeMail mail)
    {
        receipts.Add(new MailReceipt(mail.From, mail.Birth, mail.N));
        try
        {
            game.OnMail(context, new Mail(mail.From, mail.Name, mail.Payload));
        }
        catch (PayloadException)
        {
            // Like an input that cannot be read: there is nobody who could be told.
        }
    }

    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (Exception cause) when (cause is not OutOfMemoryException)
        {
            throw new GameFailedException(Settings.Kind, Tick, cause);
        }
    }
}
