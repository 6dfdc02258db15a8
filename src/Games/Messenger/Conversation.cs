using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Messenger;

/// <summary>A conversation as an inbox shows it.</summary>
public sealed class Conversation : Row
{
    internal static TableSchema Schema { get; } = new("conversations",
    [
        Column.Text("player"),
        Column.Text("name"),
        Column.Text("room"),
        Column.Int("last"),
        Column.Text("text"),
        Column.Int("at"),
        Column.Int("mine"),
        Column.Int("unread"),
        Column.Int("delivered"),
    ]);

    /// <summary>The other player's id.</summary>
    public string PlayerId { get => Text(0); internal set => Set(0, value); }

    /// <summary>
    /// The other player's name, or what its own player called it; may be empty. If another conversation goes by it, or by one that looks
    /// like it, with a number behind it.
    /// </summary>
    public string Name { get => Text(1); internal set => Set(1, value); }

    /// <summary>The id of the room in which they talk.</summary>
    public string Room { get => Text(2); internal set => Set(2, value); }

    /// <summary>The number of the last message; 0 for none.</summary>
    public long Last { get => Int(3); internal set => Set(3, value); }

    /// <summary>How the last message begins; empty if it was deleted, or there is none.</summary>
    public string Preview { get => Text(4); internal set => Set(4, value); }

    /// <summary>When it was said, or the conversation opened, in milliseconds since 1970.</summary>
    public long At { get => Int(5); internal set => Set(5, value); }

    /// <summary>Whether this player said it.</summary>
    public bool IsMine { get => Int(6) != 0; internal set => Set(6, value ? 1 : 0); }

    /// <summary>How many messages of the other the player has not read.</summary>
    public long Unread { get => Int(7); internal set => Set(7, value); }

    /// <summary>The last message of which the other was told that it is here.</summary>
    public long Delivered { get => Int(8); internal set => Set(8, value); }
}
