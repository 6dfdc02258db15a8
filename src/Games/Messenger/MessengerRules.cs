using GameServer.Rooms;

namespace Games.Messenger;

/// <summary>The bounds of a messenger.</summary>
public static class MessengerRules
{
    /// <summary>Ticks a second: how soon what is said is told.</summary>
    public const int TickRate = 10;

    /// <summary>UTF-16 code units of a message.</summary>
    public const int MessageLength = 1000;

    /// <summary>Messages of a conversation that both have a copy of, the last ones. Those before them are earlier ones, to be asked for.</summary>
    public const int KeptMessages = 500;

    /// <summary>
    /// UTF-16 code units of those together. Each can take six bytes on the wire, and the whole state has to fit into one message of the
    /// server.
    /// </summary>
    public const int KeptLength = 30_000;

    /// <summary>Earlier messages of a conversation that are kept.</summary>
    public const int EarlierMessages = 5_000;

    /// <summary>
    /// UTF-16 code units of those together. Each can take three bytes in the database, which gets the whole conversation again whenever
    /// there is as much news, or 500 ticks with news.
    /// </summary>
    public const int EarlierLength = 300_000;

    /// <summary>Earlier messages that one answer has at most.</summary>
    public const int PageMessages = 50;

    /// <summary>UTF-16 code units of those together, or one message. The answer is in the database until it was taken.</summary>
    public const int PageLength = 4_000;

    /// <summary>UTF-16 code units of a message that an inbox shows.</summary>
    public const int PreviewLength = 100;

    /// <summary>UTF-16 code units of a player's name.</summary>
    public const int NameLength = 32;

    /// <summary>Conversations of an inbox.</summary>
    public const int Conversations = 150;

    /// <summary>How long somebody who types is shown to, after the last sign of it.</summary>
    public const int TypingTicks = 5 * TickRate;

    /// <summary>Messages that somebody may say at once after a silence, and pages of earlier ones that somebody may ask for.</summary>
    public const int Burst = 8;

    /// <summary>Ticks after which one more may be said, or asked for.</summary>
    public const int PaceTicks = TickRate / 2;

    internal static CommandReply SlowDown => CommandReply.Refuse("slow_down", "That was a lot at once. Wait a moment.");
}
