using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>What a game sees of its room: time, chance, ids, seats, and the way to tell members something.</summary>
public sealed class RoomContext
{
    /// <summary>Letters of a room that may be on their way at a time.</summary>
    public const int MaxMail = 256;

    /// <summary>Bytes of a letter's payload.</summary>
    public const int MaxMailBytes = 4096;

    private readonly RoomMachine machine;

    internal RoomContext(RoomMachine machine) => this.machine = machine;

    /// <summary>The room's id.</summary>
    public string RoomId => machine.Identity.RoomId;

    /// <summary>The game's settings.</summary>
    public GameSettings Settings => machine.Settings;

    /// <summary>The current tick; the first is 1.</summary>
    public long Tick => machine.Tick;

    /// <summary>Room time in milliseconds, rounded down.</summary>
    public long TimeMs => machine.Tick * 1000 / machine.Settings.TickRate;

    /// <summary>
    /// The time of day in milliseconds since 1970, UTC, for people to read. It is that of the node and set right when it is off by more
    /// than a second, so it may jump, backwards too: measure times with <see cref="Tick"/>.
    /// </summary>
    public long UtcMs => machine.UtcMs;

    /// <summary>The room's source of chance.</summary>
    public Chance Chance => machine.Chance;

    /// <summary>Letters that this room has posted and that are not known to have been taken, at most <see cref="MaxMail"/>.</summary>
    public int MailOnTheWay => machine.Outbox.Letters.Count;

    /// <summary>The occupied seats by rising index, those away included.</summary>
    public IReadOnlyList<Seat> Seats => machine.Seats.Occupied;

    /// <summary>An id that this room has not given before; the first is 1.</summary>
    public long NextId() => ++machine.LastId;

    /// <summary>Tells everyone in the room, watchers too.</summary>
    /// <param name="name">The event's name, 1–32 bytes.</param>
    /// <param name="payload">What there is to say.</param>
    public void Emit(string name, Payload payload) => machine.Emit(name, payload, Audience.Everyone);

    /// <summary>Tells some seats only.</summary>
    /// <param name="name">The event's name, 1–32 bytes.</param>
    /// <param name="payload">What there is to say.</param>
    /// <param name="seats">Indices of the seats that may know.</param>
    public void EmitTo(string name, Payload payload, params ReadOnlySpan<int> seats) => machine.Emit(name, payload, Audience.Of(seats));

    /// <summary>
    /// Tells another room something: exactly once, and in the order in which this room told it things, as long as the state of both
    /// survives; the other hears of it by <see cref="Game.OnMail"/>, in a later tick. A standing room that is not there begins. For a room
    /// that has ended it is given up. A room that has mail on its way stays for half a minute longer than it would; one that closes itself
    /// sends its last mail once.
    /// </summary>
    /// <param name="roomId">The other room.</param>
    /// <param name="name">What it is about, 1–32 bytes.</param>
    /// <param name="payload">What there is to say, at most <see cref="MaxMailBytes"/>.</param>
    /// <returns>False, and nothing is posted, if <see cref="MaxMail"/> letters of this room are on their way already.</returns>
    /// <exception cref="ArgumentException">A bound is not kept.</exception>
    public bool Post(string roomId, string name, Payload payload) => machine.Outbox.TryPost(roomId, name, payload);

    /// <summary>Puts a player out of the room at the end of this tick.</summary>
    public void Kick(Seat seat) => machine.Kick(seat);

    /// <summary>Ends the room after this tick.</summary>
    /// <param name="sentence">Tells the members why.</param>
    public void Close(string sentence) => machine.Close(sentence);
}
