using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>One thing that was done to a room in a tick, as it stands in the room's records.</summary>
public abstract record RoomOperation;

/// <summary>A player takes a seat, or attaches anew to the one it has.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Name">The player's name.</param>
/// <param name="JoinId">The client's id of the join.</param>
/// <param name="Options">For the game.</param>
/// <param name="HeldAttach">The attach that the client comes back from; 0 for a client that does not come back by itself.</param>
/// <param name="Attempt">Which of the client's joins it is, or null from a client that does not count them.</param>
public sealed record SeatPlayer(
    string PlayerId, string Name, string JoinId, Payload Options, long HeldAttach = 0, JoinAttempt? Attempt = null) : RoomOperation;

/// <summary>A player gives its seat up.</summary>
public sealed record VacateSeat(int Seat, long Attach) : RoomOperation;

/// <summary>The session of an attach is lost.</summary>
public sealed record MarkAway(int Seat, long Attach) : RoomOperation;

/// <summary>The input of a seat for this tick.</summary>
public sealed record ApplyInput(int Seat, long Attach, long N, Payload Payload) : RoomOperation;

/// <summary>A command, next of its stream.</summary>
public sealed record ApplyCommand(int Seat, long Attach, long Stream, long N, string Name, Payload Arguments) : RoomOperation;

/// <summary>The client has these answers.</summary>
public sealed record AcknowledgeAnswers(int Seat, long Attach, long Stream, long N) : RoomOperation;

/// <summary>Mail of another room.</summary>
/// <param name="From">The sender.</param>
/// <param name="Birth">Which room of that id.</param>
/// <param name="N">The letter's number.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Payload">What there is to say.</param>
public sealed record TakeMail(string From, ulong Birth, long N, string Name, Payload Payload) : RoomOperation;

/// <summary>A room has this one's mail up to a letter, or is gone.</summary>
public sealed record SettleMail(string To, long N) : RoomOperation;

/// <summary>The time of day, in milliseconds since 1970.</summary>
public sealed record SetClock(long UtcMs) : RoomOperation;
