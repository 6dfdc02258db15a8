namespace GameServer.Protocol;

/// <summary>A frame from the server.</summary>
public abstract record ServerFrame;

/// <summary>The answer to <see cref="HelloFrame"/>.</summary>
/// <param name="Version">The version spoken.</param>
/// <param name="PlayerId">Who the token says the client is.</param>
/// <param name="Name">The player's name.</param>
/// <param name="Node">Name of the node, for people.</param>
/// <param name="Heartbeat">Seconds of silence after which the server closes the connection.</param>
public sealed record WelcomeFrame(int Version, string PlayerId, string Name, string Node, int Heartbeat) : ServerFrame;

/// <summary>The answer to <see cref="JoinFrame"/>.</summary>
/// <param name="Handle">The room.</param>
/// <param name="JoinId">The wish that is answered.</param>
/// <param name="RoomId">Id of the room; a private room's is its code.</param>
/// <param name="Kind">Kind of game.</param>
/// <param name="Seat">The seat, or −1 for a watcher.</param>
/// <param name="Attach">Number of this attach; a higher one fences lower ones.</param>
/// <param name="Epoch">Number of the room's incarnation.</param>
/// <param name="EpochId">Random id of that incarnation.</param>
/// <param name="Offset">Where the client's event cursor stands now.</param>
/// <param name="Input">Highest input number that the room received from this seat.</param>
/// <param name="TickRate">Ticks a second.</param>
/// <param name="Private">True if only the code leads here.</param>
/// <param name="Tick">Tick in which the join was applied.</param>
public sealed record JoinedFrame(
    int Handle, string JoinId, string RoomId, string Kind, int Seat, long Attach, int Epoch, string EpochId,
    long Offset, long Input, int TickRate, bool Private, long Tick) : ServerFrame;

/// <summary>Events that follow the client's cursor.</summary>
/// <param name="Handle">The room.</param>
/// <param name="From">The offset from which they follow.</param>
/// <param name="To">The offset up to which the client then has all that is for it.</param>
/// <param name="Events">In rising order of offset.</param>
public sealed record EventsFrame(int Handle, long From, long To, IReadOnlyList<EventItem> Events) : ServerFrame;

/// <summary>One event.</summary>
/// <param name="Offset">The room's number for it.</param>
/// <param name="Name">Which event of the game.</param>
/// <param name="Payload">What the game says.</param>
public readonly record struct EventItem(long Offset, string Name, Payload Payload);

/// <summary>The answer to a <see cref="CommandFrame"/>.</summary>
/// <param name="Handle">The room.</param>
/// <param name="Stream">The command's stream.</param>
/// <param name="N">The command's number.</param>
/// <param name="Code">Null when the game accepted it, else why it was refused.</param>
/// <param name="Payload">The game's answer; for a refusal a text for people.</param>
public sealed record AnswerFrame(int Handle, long Stream, long N, string? Code, Payload Payload) : ServerFrame;

/// <summary>The whole visible state.</summary>
/// <param name="Handle">The room.</param>
/// <param name="Input">Highest input number of this seat that is applied in it.</param>
/// <param name="Epoch">Number of the room's incarnation.</param>
/// <param name="EpochId">Random id of that incarnation.</param>
/// <param name="Tick">The state's tick.</param>
/// <param name="Schema">The tables.</param>
/// <param name="Tables">The rows, one MessagePack value; see <see cref="StateCodec"/>.</param>
public sealed record FullFrame(
    int Handle, long Input, int Epoch, string EpochId, long Tick, IReadOnlyList<TableSchema> Schema, ReadOnlyMemory<byte> Tables) : ServerFrame;

/// <summary>The changes from one tick's state to a later one's.</summary>
/// <param name="Handle">The room.</param>
/// <param name="Input">Highest input number of this seat that is applied in it.</param>
/// <param name="From">Tick of the state that it is applied to.</param>
/// <param name="Tick">Tick of the state that comes of it.</param>
/// <param name="Tables">The changed rows, one MessagePack value; see <see cref="StateCodec"/>.</param>
public sealed record DeltaFrame(int Handle, long Input, long From, long Tick, ReadOnlyMemory<byte> Tables) : ServerFrame;

/// <summary>The cursor could not be honoured; a <see cref="FullFrame"/> follows.</summary>
/// <param name="Handle">The room.</param>
/// <param name="Epoch">Number of the incarnation that the client is in now.</param>
/// <param name="EpochId">Random id of that incarnation.</param>
/// <param name="Offset">Where the client's event cursor stands now.</param>
/// <param name="Reason">One of <see cref="ResyncReasons"/>.</param>
public sealed record ResyncFrame(int Handle, int Epoch, string EpochId, long Offset, string Reason) : ServerFrame;

/// <summary>The answer to <see cref="PingFrame"/>.</summary>
/// <param name="Handle">The room, or null.</param>
/// <param name="Nonce">That of the ping.</param>
/// <param name="Time">The room's time in milliseconds when it answered; null without a handle.</param>
public sealed record PongFrame(int? Handle, long Nonce, double? Time) : ServerFrame;

/// <summary>The room ended for this session; the handle is free.</summary>
/// <param name="Handle">The room.</param>
/// <param name="Code">One of <see cref="LeftCodes"/>.</param>
/// <param name="Message">For people.</param>
public sealed record LeftFrame(int Handle, string Code, string Message) : ServerFrame;

/// <summary>The room stands still, or goes on.</summary>
/// <param name="Handle">The room.</param>
/// <param name="IsHeldUp">True while it stands still because its node cannot reach enough of the others, or nothing is heard of it.</param>
public sealed record HeldFrame(int Handle, bool IsHeldUp) : ServerFrame;

/// <summary>Something the client sent was refused.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">For people: what was wrong and what was expected.</param>
/// <param name="Handle">The room that it is about, or null.</param>
/// <param name="Details">Nil, or a map with what the code's description names.</param>
public sealed record ErrorFrame(string Code, string Message, int? Handle = null, Payload Details = default) : ServerFrame;

/// <summary>The server asks the client to go elsewhere; the connection is closed after it.</summary>
/// <param name="Code">One of <see cref="GoAwayCodes"/>.</param>
/// <param name="Message">For people.</param>
/// <param name="RetryAfter">Milliseconds after which the client connects again, already spread out at random.</param>
public sealed record GoAwayFrame(string Code, string Message, int RetryAfter) : ServerFrame;
