namespace GameServer.Protocol;

/// <summary>The ids of the frames in binary messages, each with its name in text messages.</summary>
public static class FrameTypes
{
    /// <summary><see cref="HelloFrame"/></summary>
    public const int Hello = 1;

    /// <summary><see cref="JoinFrame"/></summary>
    public const int Join = 2;

    /// <summary><see cref="LeaveFrame"/></summary>
    public const int Leave = 3;

    /// <summary><see cref="InputFrame"/></summary>
    public const int Input = 4;

    /// <summary><see cref="CommandFrame"/></summary>
    public const int Command = 5;

    /// <summary><see cref="AckFrame"/></summary>
    public const int Ack = 6;

    /// <summary><see cref="PingFrame"/></summary>
    public const int Ping = 7;

    /// <summary><see cref="WelcomeFrame"/></summary>
    public const int Welcome = 33;

    /// <summary><see cref="JoinedFrame"/></summary>
    public const int Joined = 34;

    /// <summary><see cref="EventsFrame"/></summary>
    public const int Events = 35;

    /// <summary><see cref="AnswerFrame"/></summary>
    public const int Answer = 36;

    /// <summary><see cref="FullFrame"/></summary>
    public const int Full = 37;

    /// <summary><see cref="DeltaFrame"/></summary>
    public const int Delta = 38;

    /// <summary><see cref="ResyncFrame"/></summary>
    public const int Resync = 39;

    /// <summary><see cref="PongFrame"/></summary>
    public const int Pong = 40;

    /// <summary><see cref="LeftFrame"/></summary>
    public const int Left = 41;

    /// <summary><see cref="ErrorFrame"/></summary>
    public const int Error = 42;

    /// <summary><see cref="GoAwayFrame"/></summary>
    public const int GoAway = 43;

    /// <summary><see cref="HeldFrame"/></summary>
    public const int Held = 44;

    private static readonly string?[] names = Names();
    private static readonly (byte[] Name, int Type)[] types =
        [.. names.Select((name, type) => (name, type)).Where(pair => pair.name is not null).Select(pair => (System.Text.Encoding.UTF8.GetBytes(pair.name!), pair.type))];

    /// <summary>The name of a type, or null if this version has no such type.</summary>
    /// <param name="type">The id; anything is allowed.</param>
    public static string? NameOf(long type) => type >= 0 && type < names.Length ? names[type] : null;

    internal static bool TryFind(ReadOnlySpan<byte> name, out int type)
    {
        foreach (var known in types)
        {
            if (name.SequenceEqual(known.Name))
            {
                type = known.Type;
                return true;
            }
        }
        type = 0;
        return false;
    }

    private static string?[] Names()
    {
        var names = new string?[Held + 1];
        names[Hello] = "hello";
        names[Join] = "join";
        names[Leave] = "leave";
        names[Input] = "input";
        names[Command] = "command";
        names[Ack] = "ack";
        names[Ping] = "ping";
        names[Welcome] = "welcome";
        names[Joined] = "joined";
        names[Events] = "events";
        names[Answer] = "answer";
        names[Full] = "full";
        names[Delta] = "delta";
        names[Resync] = "resync";
        names[Pong] = "pong";
        names[Left] = "left";
        names[Error] = "error";
        names[GoAway] = "goaway";
        names[Held] = "held";
        return names;
    }
}
