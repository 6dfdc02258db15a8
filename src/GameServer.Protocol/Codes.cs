namespace GameServer.Protocol;

/// <summary>The codes of <see cref="ErrorFrame"/>; docs/protocol.md says what a client does about each.</summary>
public static class ErrorCodes
{
    /// <summary>A message that is not a sequence of valid frames; closes with <see cref="CloseCodes.ProtocolError"/>.</summary>
    public const string BadFrame = "bad_frame";

    /// <summary>A frame type that this version does not know.</summary>
    public const string UnknownFrame = "unknown_frame";

    /// <summary>A message over the limits; closes with <see cref="CloseCodes.TooLarge"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The first frame was not <c>hello</c>, or none came in time; closes with <see cref="CloseCodes.Unauthorized"/>.</summary>
    public const string HelloExpected = "hello_expected";

    /// <summary>A second <c>hello</c>, which is ignored.</summary>
    public const string HelloRepeated = "hello_repeated";

    /// <summary>A version that the server does not speak; closes with <see cref="CloseCodes.ProtocolError"/>.</summary>
    public const string BadVersion = "bad_version";

    /// <summary>A token that is wrong; closes with <see cref="CloseCodes.Unauthorized"/>.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>A token that is too old; closes with <see cref="CloseCodes.Unauthorized"/>.</summary>
    public const string TokenExpired = "token_expired";

    /// <summary>A frame that was refused because there were too many.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>A join with a field that is wrong.</summary>
    public const string BadJoin = "bad_join";

    /// <summary>A join over a handle that is in use for another join.</summary>
    public const string HandleInUse = "handle_in_use";

    /// <summary>A join to a room in which the session is under another handle.</summary>
    public const string AlreadyJoined = "already_joined";

    /// <summary>More rooms than <see cref="Limits.Rooms"/> in one session.</summary>
    public const string TooManyRooms = "too_many_rooms";

    /// <summary>No such kind of game.</summary>
    public const string UnknownKind = "unknown_kind";

    /// <summary>A private code that cannot be one.</summary>
    public const string BadCode = "bad_code";

    /// <summary>No such room, or not any more; also a <see cref="LeftCodes"/> code.</summary>
    public const string RoomGone = "room_gone";

    /// <summary>No free seat in the room.</summary>
    public const string RoomFull = "room_full";

    /// <summary>Quick match found no seat after several tries.</summary>
    public const string NoRoom = "no_room";

    /// <summary>A resume of a seat that another session has taken meanwhile; also a <see cref="LeftCodes"/> code.</summary>
    public const string TakenOver = "taken_over";

    /// <summary>The game refused the join.</summary>
    public const string JoinRefused = "join_refused";

    /// <summary>The game has no watchers.</summary>
    public const string WatchRefused = "watch_refused";

    /// <summary>The server could not do it in time or is at a bound.</summary>
    public const string Busy = "busy";

    /// <summary>A handle that is in no room, or a watcher's input or command.</summary>
    public const string NotJoined = "not_joined";

    /// <summary>A command that is not the next of its stream.</summary>
    public const string CommandGap = "command_gap";

    /// <summary>Too many open commands or busy streams.</summary>
    public const string TooManyOpen = "too_many_open";

    /// <summary>A payload that the protocol or the game does not allow; also a refusal in <see cref="AnswerFrame"/>.</summary>
    public const string BadPayload = "bad_payload";

    /// <summary>A command that the game does not have; only in <see cref="AnswerFrame"/>.</summary>
    public const string UnknownCommand = "unknown_command";
}

/// <summary>The codes of <see cref="LeftFrame"/>: why a room ended for a session.</summary>
public static class LeftCodes
{
    /// <summary>The answer to <c>leave</c>.</summary>
    public const string Left = "left";

    /// <summary>The player's seat was attached from another session. A client never joins again by itself.</summary>
    public const string TakenOver = "taken_over";

    /// <summary>The game ended the room.</summary>
    public const string RoomClosed = "room_closed";

    /// <summary>The game's code failed; only this room is lost.</summary>
    public const string GameFailed = "game_failed";

    /// <summary>The room is not there any more.</summary>
    public const string RoomGone = "room_gone";

    /// <summary>The game put the player out.</summary>
    public const string Kicked = "kicked";

    /// <summary>The seat was given up while the player was away.</summary>
    public const string GraceOver = "grace_over";
}

/// <summary>The codes of <see cref="GoAwayFrame"/>.</summary>
public static class GoAwayCodes
{
    /// <summary>This node is leaving; another one will take the client.</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>The node has as many sessions as it takes.</summary>
    public const string ServerFull = "server_full";
}

/// <summary>The reasons of <see cref="ResyncFrame"/>.</summary>
public static class ResyncReasons
{
    /// <summary>More events were missed than the room keeps.</summary>
    public const string LogTrimmed = "log_trimmed";

    /// <summary>Another incarnation of the room, which the cursor's does not lead to.</summary>
    public const string Epoch = "epoch";

    /// <summary>The node lost track.</summary>
    public const string Relay = "relay";
}

/// <summary>The close codes of the WebSocket.</summary>
public static class CloseCodes
{
    /// <summary>Ended by the client.</summary>
    public const int Normal = 1000;

    /// <summary>The server goes away; the client connects again after what <see cref="GoAwayFrame"/> said.</summary>
    public const int GoingAway = 1001;

    /// <summary>The client was too slow to take what waited for it; it connects again with its cursor.</summary>
    public const int TooSlow = 1013;

    /// <summary>What the client sent is not this protocol; retrying unchanged does not help.</summary>
    public const int ProtocolError = 4400;

    /// <summary>The token is missing, wrong or too old.</summary>
    public const int Unauthorized = 4401;

    /// <summary>Nothing was heard of the client in time.</summary>
    public const int Silent = 4408;

    /// <summary>A message was over the limit; retrying unchanged does not help.</summary>
    public const int TooLarge = 4413;

    /// <summary>Refused frames went on and on; the client waits 10 s or more.</summary>
    public const int Flood = 4429;
}
