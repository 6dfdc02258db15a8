namespace Games.Chat;

/// <summary>The bounds of a chat.</summary>
public static class ChatRules
{
    /// <summary>Ticks a second: how soon what is said is told to all.</summary>
    public const int TickRate = 10;

    /// <summary>People in one room.</summary>
    public const int Seats = 300;

    /// <summary>The name of the room that everyone can find.</summary>
    public const string General = "general";

    /// <summary>Characters of a room's name.</summary>
    public const int RoomNameLength = 32;

    /// <summary>UTF-16 code units of a message.</summary>
    public const int MessageLength = 500;

    /// <summary>Messages that are kept for who comes later.</summary>
    public const int KeptMessages = 100;

    /// <summary>
    /// UTF-16 code units of all kept messages together. Each can take six bytes on the wire, and the whole state has to fit into
    /// one message of the server.
    /// </summary>
    public const int KeptLength = 20_000;

    /// <summary>Messages that somebody may say at once after a silence.</summary>
    public const int Burst = 6;

    /// <summary>Ticks after which one more may be said.</summary>
    public const int PaceTicks = TickRate;
}
