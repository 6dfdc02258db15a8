using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Chat;

/// <summary>Something that was said. Keys rise with time.</summary>
public sealed class Message : Row
{
    internal static TableSchema Schema { get; } = new("messages",
    [
        Column.Int("from"),
        Column.Int("at"),
        Column.Text("text"),
    ]);

    /// <summary>Key of the <see cref="Person"/> who said it.</summary>
    public long From { get => Int(0); internal set => Set(0, value); }

    /// <summary>When: milliseconds since 1970, UTC.</summary>
    public long At { get => Int(1); internal set => Set(1, value); }

    /// <summary>What was said.</summary>
    public string Said { get => Text(2); internal set => Set(2, value); }
}
