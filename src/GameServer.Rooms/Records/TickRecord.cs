namespace GameServer.Rooms;

/// <summary>An answer with its address.</summary>
/// <param name="Seat">The seat whose command it answers.</param>
/// <param name="Stream">The stream of the command.</param>
/// <param name="Answer">Number, code and payload.</param>
public sealed record SeatAnswer(int Seat, long Stream, CommandAnswer Answer);

/// <summary>
/// All that happened to a room in one tick: the unit of replication and of replays. Ticks without a record had no operations and
/// produced nothing.
/// </summary>
/// <param name="Tick">The tick.</param>
/// <param name="Operations">What was done, in order.</param>
/// <param name="Events">What the room told its members, by rising offset.</param>
/// <param name="Answers">The answers to the tick's commands, in order.</param>
/// <param name="EventHead">The event offset after the tick.</param>
/// <param name="Hash">The state hash after the tick, now and then; null otherwise.</param>
/// <param name="LastPosted">The number of the last letter that was posted by then.</param>
public sealed record TickRecord(
    long Tick,
    IReadOnlyList<RoomOperation> Operations,
    IReadOnlyList<RoomEvent> Events,
    IReadOnlyList<SeatAnswer> Answers,
    long EventHead,
    ulong? Hash,
    long LastPosted);
