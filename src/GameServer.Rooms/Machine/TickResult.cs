namespace GameServer.Rooms;

/// <summary>Which room, of which game.</summary>
/// <param name="RoomId">The room's id: 10 characters of Crockford's base 32, or kind and name of a standing room.</param>
/// <param name="Kind">The kind of game.</param>
/// <param name="IsPrivate">Whether it is left out of quick match and lists; a random id is then its code.</param>
public sealed record RoomIdentity(string RoomId, string Kind, bool IsPrivate);

/// <summary>What became of a join.</summary>
/// <param name="RefusalCode">Null when seated, else an error code of the protocol.</param>
/// <param name="RefusalMessage">A sentence that goes with it.</param>
/// <param name="Seat">The seat's index.</param>
/// <param name="Attach">The number of this attach.</param>
/// <param name="Offset">The event offset just before the join.</param>
/// <param name="Floor">The lowest offset from which this seat may read.</param>
/// <param name="LastInput">The highest input number that was received from this seat.</param>
/// <param name="Tick">The tick of the join.</param>
public sealed record JoinOutcome(
    string? RefusalCode,
    string? RefusalMessage,
    int Seat,
    long Attach,
    long Offset,
    long Floor,
    long LastInput,
    long Tick)
{
    /// <summary>A refusal.</summary>
    /// <param name="code">An error code of the protocol.</param>
    /// <param name="message">A sentence that goes with it.</param>
    public static JoinOutcome Refused(string code, string message) => new(code, message, -1, 0, 0, 0, 0, 0);
}

/// <summary>A seat that was given up.</summary>
/// <param name="Seat">Its index.</param>
/// <param name="Attach">Its last attach number.</param>
/// <param name="Reason">Why.</param>
/// <param name="Offset">The offset of the last event that was for this player; the seat's next one is told what comes after.</param>
public sealed record SeatEnded(int Seat, long Attach, LeaveReason Reason, long Offset);

/// <summary>Who holds a seat.</summary>
/// <param name="Seat">Its index.</param>
/// <param name="Since">The attach by which the player took it; all lower ones were another player's.</param>
/// <param name="PlayerId">Who.</param>
/// <param name="Attach">The newest attach; lower ones are fenced.</param>
/// <param name="Floor">The lowest offset from which the player may read.</param>
/// <param name="IsAway">Whether the player's connection is lost.</param>
public readonly record struct SeatHolder(
    int Seat, long Since, string PlayerId = "", long Attach = 0, long Floor = 0, bool IsAway = false);

/// <summary>What a tick brought about.</summary>
/// <param name="Record">The tick's record, or null if nothing happened that needs one.</param>
/// <param name="Events">What is to be told.</param>
/// <param name="Answers">Answers to commands.</param>
/// <param name="Joins">Outcomes of the joins, in the order in which they were offered.</param>
/// <param name="Ended">Seats that were given up.</param>
/// <param name="CloseSentence">Not null if the game ended the room: why.</param>
public sealed record TickResult(
    TickRecord? Record,
    IReadOnlyList<RoomEvent> Events,
    IReadOnlyList<SeatAnswer> Answers,
    IReadOnlyList<JoinOutcome> Joins,
    IReadOnlyList<SeatEnded> Ended,
    string? CloseSentence)
{
    /// <summary>Mail that was taken, in order.</summary>
    public IReadOnlyList<MailReceipt> Receipts { get; init; } = [];
}

/// <summary>A game threw out of one of its methods.</summary>
public sealed class GameFailedException(string kind, long tick, Exception cause)
    : Exception($"Game '{kind}' failed in tick {tick}: {cause.Message}", cause);
