using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>
/// The rules of one kind of room. One instance serves one room. Everything it has to remember lives in its tables; time, chance and
/// ids come from the <see cref="RoomContext"/>; so the same records always give the same state.
/// </summary>
/// <remarks>
/// The methods are called one after the other, never at the same time, and must return soon: a tick has
/// 1000 / <see cref="GameSettings.TickRate"/> milliseconds. An exception ends the room with <c>game_failed</c>, except a
/// <see cref="PayloadException"/> out of <see cref="OnJoin"/>, <see cref="OnBack"/> or <see cref="OnCommand"/> (refused with <c>bad_payload</c>) or out
/// of <see cref="OnInput"/> or <see cref="OnMail"/> (it is ignored).
/// </remarks>
public abstract class Game
{
    /// <summary>The fixed properties of the game; the same at every call.</summary>
    public abstract GameSettings Settings { get; }

    internal TableSet Tables { get; } = new();

    /// <summary>A table that every reader has a copy of. To be called from field initialisers or the constructor.</summary>
    /// <param name="schema">Name and columns.</param>
    protected Table<TRow> Replicated<TRow>(TableSchema schema)
        where TRow : Row, new() =>
        new(Tables.Add(schema, isReplicated: true, static () => new TRow()));

    /// <summary>A table that only the room sees. To be called from field initialisers or the constructor.</summary>
    /// <param name="schema">Name and columns.</param>
    protected Table<TRow> Hidden<TRow>(TableSchema schema)
        where TRow : Row, new() =>
        new(Tables.Add(schema, isReplicated: false, static () => new TRow()));

    /// <summary>A new room begins. Not called when a room is recovered: its tables are filled from the checkpoint.</summary>
    /// <param name="room">The room.</param>
    /// <param name="options">What the creator asked for; nil if nothing.</param>
    public virtual void OnCreate(RoomContext room, Payload options)
    {
    }

    /// <summary>
    /// A room of an older version goes on with this one: its tables are those of then, without the tables and columns that were appended
    /// since. Called once, before anything else, and only for versions from <see cref="GameSettings.OldestVersion"/> on. It changes tables
    /// and nothing else; if it throws, the room is kept as it was, and is not to be had.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="from">The version that the room is of.</param>
    public virtual void OnMigrate(RoomContext room, int from)
    {
    }

    /// <summary>A player is about to take a free seat.</summary>
    /// <param name="room">The room; the seat is in <see cref="RoomContext.Seats"/> already.</param>
    /// <param name="seat">The seat.</param>
    /// <param name="options">What the player's join said; nil if nothing.</param>
    /// <returns>Null to accept, else a sentence for the player: why not. A refusal should leave no trace in the tables.</returns>
    public virtual string? OnJoin(RoomContext room, Seat seat, Payload options) => null;

    /// <summary>A seat was given up.</summary>
    public virtual void OnLeave(RoomContext room, Seat seat, LeaveReason reason)
    {
    }

    /// <summary>A player's connection is lost; the seat is kept for the grace time.</summary>
    public virtual void OnAway(RoomContext room, Seat seat)
    {
    }

    /// <summary>A player who was away is back on the same seat.</summary>
    /// <param name="room">The room.</param>
    /// <param name="seat">The seat.</param>
    /// <param name="options">
    /// What the player's join said this time; nil if nothing. A client that was cut off says the same as before, another page may not.
    /// </param>
    public virtual void OnBack(RoomContext room, Seat seat, Payload options)
    {
    }

    /// <summary>A player's input for this tick, before <see cref="OnTick"/>; it is in <see cref="Seat.Input"/> as well.</summary>
    public virtual void OnInput(RoomContext room, Seat seat, Payload input)
    {
    }

    /// <summary>A player asks for something once.</summary>
    /// <param name="room">The room.</param>
    /// <param name="seat">Who asks.</param>
    /// <param name="name">What for, 1–32 bytes.</param>
    /// <param name="arguments">As the client sent it; reading it with the wrong type refuses the command.</param>
    public virtual CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments) => CommandReply.Unknown(name);

    /// <summary>Another room tells this one something, once; see <see cref="RoomContext.Post"/>. It comes before <see cref="OnTick"/>.</summary>
    /// <param name="room">The room.</param>
    /// <param name="mail">From whom, and what.</param>
    public virtual void OnMail(RoomContext room, Mail mail)
    {
    }

    /// <summary>One step of the simulation.</summary>
    public virtual void OnTick(RoomContext room)
    {
    }
}

/// <summary>What a game answers to a command.</summary>
/// <param name="Code">Null when accepted, else a word that says why not.</param>
/// <param name="Payload">What the client gets with it.</param>
public readonly record struct CommandReply(string? Code, Payload Payload)
{
    /// <summary>Accepted, with nothing to say.</summary>
    public static CommandReply Ok { get; }

    /// <summary>Accepted, with an answer.</summary>
    public static CommandReply With(Payload payload) => new(null, payload);

    /// <summary>Refused.</summary>
    /// <param name="code">A word for programs, such as <c>too_far</c>.</param>
    /// <param name="sentence">A sentence for people.</param>
    public static CommandReply Refuse(string code, string sentence) => new(code, sentence);

    internal static CommandReply Unknown(string name) => Refuse("unknown_command", $"This game has no command '{name}'.");
}
