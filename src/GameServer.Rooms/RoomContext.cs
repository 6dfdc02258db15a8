using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>What a game sees of its room: time, chance, ids, seats, and the way to tell members something.</summary>
public sealed class RoomContext
{
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

    /// <summary>The room's source of chance.</summary>
    public Chance Chance => machine.Chance;

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

    /// <summary>Puts a player out of the room at the end of this tick.</summary>
    public void Kick(Seat seat) => machine.Kick(seat);

    /// <summary>Ends the room after this tick.</summary>
    /// <param name="sentence">Tells the members why.</param>
    public void Close(string sentence) => machine.Close(sentence);
}
