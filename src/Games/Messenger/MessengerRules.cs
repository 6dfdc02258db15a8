namespace Games.Messenger;

/// <summary>The bounds of a messenger.</summary>
public static class MessengerRules
{
    /// <summary>Ticks a second: how soon what is said is told.</summary>
    public const int TickRate = 10;

    /// <summary>UTF-16 code units of a message.</summary>
    public const int MessageLength = 1000;

    /// <summary>Messages of a conversation that are kept.</summary>
    public const int KeptMessages = 500;

    /// <summary>
    /// UTF-16 code units of all kept messages together. Each can take six bytes on the wire, and the whole state has to fit into one
    /// message of the server.
    /// </summary>
    public const int KeptLength = 30_000;

    /// <summary>UTF-16 code units of a message that an inbox shows.</summary>
    public const int PreviewLength = 100;

    /// <summary>UTF-16 code units of a player's name.</summary>
    public const int NameLength = 32;

    /// <summary>Conversations of an inbox.</summary>
    public const int Conversations = 150;

    /// <summary>How long somebody who types is shown to, after the last sign of it.</summary>
    public const int TypingTicks = 5 * TickRate;

    /// <summary>Messages that somebody may say at once after a silence.</summary>
    public const int Burst = 8;

    /// <summary>Ticks after which one more may be said.</summary>
    public const int PaceTicks = TickRate / 2;
}
