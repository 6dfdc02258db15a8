namespace GameServer.Protocol;

/// <summary>
/// The numbers of docs/protocol.md that both ends must agree on. What is only the server's own setting (rates, sizes of
/// logs) is not here.
/// </summary>
public static class Limits
{
    /// <summary>The version of the protocol that this code speaks.</summary>
    public const int Version = 1;

    /// <summary>Bytes of one message from a client.</summary>
    public const int MessageBytes = 16 * 1024;

    /// <summary>Frames in one message from a client.</summary>
    public const int FramesPerMessage = 64;

    /// <summary>Bytes of one message from the server.</summary>
    public const int ServerMessageBytes = 256 * 1024;

    /// <summary>Levels of nesting of a payload; a plain value is one level.</summary>
    public const int PayloadDepth = 16;

    /// <summary>The largest integer on the wire, 2⁵³ − 1: a JavaScript number holds it exactly. The smallest is its negative.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    /// <summary>Handles are 0 to one less than this.</summary>
    public const int Handles = 128;

    /// <summary>Rooms that one session may be in at a time.</summary>
    public const int Rooms = 8;

    /// <summary>Inputs of one seat that wait to be applied; the oldest is dropped when another arrives.</summary>
    public const int WaitingInputs = 8;

    /// <summary>Commands of one stream that may be unanswered or unacknowledged.</summary>
    public const int OpenCommands = 32;

    /// <summary>Command streams of one seat.</summary>
    public const int Streams = 4;

    /// <summary>The largest number of a command stream, 2³² − 1; the smallest is 1.</summary>
    public const long MaxStream = uint.MaxValue;

    /// <summary>UTF-8 bytes of a token in <c>hello</c>.</summary>
    public const int TokenBytes = 2048;

    /// <summary>UTF-8 bytes of the client software's name in <c>hello</c>.</summary>
    public const int ClientBytes = 64;

    /// <summary>UTF-8 bytes of a <c>joinId</c>; at least one.</summary>
    public const int JoinIdBytes = 64;

    /// <summary>UTF-8 bytes of the target of a join.</summary>
    public const int TargetBytes = 64;

    /// <summary>UTF-8 bytes of the epoch id in a cursor; at least one.</summary>
    public const int EpochIdBytes = 64;

    /// <summary>UTF-8 bytes of a command's name; at least one.</summary>
    public const int CommandNameBytes = 32;

    /// <summary>Columns of one replicated table: a row's mask has 32 bits.</summary>
    public const int Columns = 32;

    /// <summary>Seconds without a sound from the client after which the server closes the connection.</summary>
    public const int SilenceSeconds = 15;

    /// <summary>Seconds after which a client that has nothing to say sends a <c>ping</c>.</summary>
    public const int PingSeconds = 10;

    /// <summary>Seconds from connecting within which <c>hello</c> must come.</summary>
    public const int HelloSeconds = 5;
}
