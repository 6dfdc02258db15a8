namespace GameServer.Protocol;

/// <summary>How the frames of a connection are written.</summary>
public enum FrameEncoding
{
    /// <summary>MessagePack arrays, one after the other.</summary>
    Binary,

    /// <summary>JSON arrays, one a line.</summary>
    Text,
}

/// <summary>What the target of a <see cref="JoinFrame"/> names.</summary>
public enum JoinBy
{
    /// <summary>A kind of game: any public room of it with a free seat.</summary>
    Quick,

    /// <summary>A room's id.</summary>
    Room,

    /// <summary>A private code as a person typed it.</summary>
    Code,

    /// <summary>A kind of game: a new private room of it.</summary>
    Create,
}

/// <summary>Where a reader stands in a room.</summary>
/// <param name="Epoch">Number of the room's incarnation.</param>
/// <param name="EpochId">Random id of that incarnation, 1 to 64 bytes.</param>
/// <param name="Offset">Offset up to which the reader has all events.</param>
/// <param name="Baseline">Tick of the state that the reader holds; 0 for none.</param>
/// <param name="Attach">Number of the attach with which the client had its seat; 0 for none.</param>
public readonly record struct Cursor(int Epoch, string EpochId, long Offset, long Baseline, long Attach = 0);

/// <summary>Which of a client's joins it is, so that one that was held up on its way is told from a new one.</summary>
/// <param name="Stay">The client's stay in a room, 1 to 2³² − 1; the same over all its connections.</param>
/// <param name="N">Rises with each join of the stay, from 1; a repetition over the same connection may keep it.</param>
public readonly record struct JoinAttempt(long Stay, long N);

/// <summary>A frame from a client.</summary>
public abstract record ClientFrame;

/// <summary>The first frame of a connection.</summary>
/// <param name="Version">The protocol's version that the client speaks. Of another version than 1, the rest is not read.</param>
/// <param name="Token">The player's token, at most <see cref="Limits.TokenBytes"/>.</param>
/// <param name="Client">Name and version of the client software for logs, at most <see cref="Limits.ClientBytes"/>.</param>
public sealed record HelloFrame(int Version, string Token, string? Client) : ClientFrame
{
    /// <summary>Everything but the token, so that it gets into no log.</summary>
    public override string ToString() => $"HelloFrame {{ Version = {Version}, Client = {Client} }}";
}

/// <summary>A wish to be in a room.</summary>
/// <param name="Handle">The name that the client gives the room, 0 to 127.</param>
/// <param name="JoinId">Random id of this wish, 1 to 64 bytes; the same when the wish is repeated.</param>
/// <param name="How">What <paramref name="Target"/> names.</param>
/// <param name="Target">At most 64 bytes.</param>
/// <param name="Watch">True to watch without a seat.</param>
/// <param name="Rate">The most state frames a second that the client wants; 0 for every tick.</param>
/// <param name="Cursor">What the client holds of the room; only with <see cref="JoinBy.Room"/>.</param>
/// <param name="Options">For the game.</param>
/// <param name="Attempt">Which of the client's joins it is, or null from a client that does not count them.</param>
public sealed record JoinFrame(
    int Handle, string JoinId, JoinBy How, string Target, bool Watch, int Rate, Cursor? Cursor, Payload Options, JoinAttempt? Attempt = null)
    : ClientFrame;

/// <summary>Gives up the seat and ends the room in this session.</summary>
/// <param name="Handle">The room.</param>
public sealed record LeaveFrame(int Handle) : ClientFrame;

/// <summary>What the player wants to do at a tick.</summary>
/// <param name="Handle">The room.</param>
/// <param name="N">Number of the input, rising for each seat.</param>
/// <param name="Payload">For the game.</param>
public sealed record InputFrame(int Handle, long N, Payload Payload) : ClientFrame;

/// <summary>What the player asks for once.</summary>
/// <param name="Handle">The room.</param>
/// <param name="Stream">The client's command stream, 1 to 2³² − 1.</param>
/// <param name="N">Number within the stream, from 1 without gaps.</param>
/// <param name="Name">Which command of the game, 1 to 32 bytes.</param>
/// <param name="Payload">For the game.</param>
public sealed record CommandFrame(int Handle, long Stream, long N, string Name, Payload Payload) : ClientFrame;

/// <summary>The client has the answers of a stream up to a number.</summary>
/// <param name="Handle">The room.</param>
/// <param name="Stream">The client's command stream.</param>
/// <param name="N">The last command whose answer is no longer needed.</param>
public sealed record AckFrame(int Handle, long Stream, long N) : ClientFrame;

/// <summary>A sign of life, and a question for a room's clock.</summary>
/// <param name="Handle">The room whose clock is asked for, or null.</param>
/// <param name="Nonce">Comes back in <see cref="PongFrame"/>.</param>
public sealed record PingFrame(int? Handle, long Nonce) : ClientFrame;

/// <summary>A frame of a type that this version does not know; the decoder makes it, nobody sends it.</summary>
/// <param name="Type">The name or the id, at most 32 characters of it.</param>
public sealed record UnknownFrame(string Type) : ClientFrame;

/// <summary>
/// A frame that is well formed but cannot be carried out, while those around it can; the decoder makes it, nobody sends it.
/// </summary>
/// <param name="Error">What the client is to be told.</param>
public sealed record RefusedFrame(ErrorFrame Error) : ClientFrame;
