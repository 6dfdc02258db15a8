using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Chat;

/// <summary>Somebody who is here, or has left and still has messages among those that are kept.</summary>
public sealed class Person : Row
{
    internal const int NoSeat = -1;

    internal static TableSchema Schema { get; } = new("people",
    [
        Column.Text("name"),
        Column.Text("player"),
        Column.Int("seat"),
        Column.Int("away"),
    ]);

    /// <summary>No two people of a room have names that look alike.</summary>
    public string Name { get => Text(0); internal set => Set(0, value); }

    /// <summary>Who it is: the subject of the player's token.</summary>
    public string PlayerId { get => Text(1); internal set => Set(1, value); }

    /// <summary>The seat, −1 for who has left.</summary>
    public int Seat { get => (int)Int(2); internal set => Set(2, value); }

    /// <summary>Whether the connection is lost and the seat is being kept.</summary>
    public bool IsAway { get => Int(3) != 0; internal set => Set(3, value ? 1 : 0); }

    /// <summary>Whether it has a seat, be it away or not.</summary>
    public bool IsHere => Seat != NoSeat;
}
