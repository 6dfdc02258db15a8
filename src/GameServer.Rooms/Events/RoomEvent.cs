using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>Something a room told its members once.</summary>
/// <param name="Offset">Its number in the room; the first is 1.</param>
/// <param name="Audience">Who may know of it.</param>
/// <param name="Name">The event's name, 1–32 bytes.</param>
/// <param name="Payload">What the game says of it.</param>
public sealed record RoomEvent(long Offset, Audience Audience, string Name, Payload Payload)
{
    private const int Overhead = 32;

    private SharedTail? wire;

    /// <summary>The event as one value of an <c>events</c> frame, encoded once for all readers.</summary>
    public SharedTail Wire => wire ??= SharedTail.Event(new EventItem(Offset, Name, Payload));

    /// <summary>What the event counts against the log's bound, in bytes.</summary>
    public int Size => Overhead + Name.Length + Payload.Bytes.Length;
}

/// <summary>The readers that may see an event: everyone, or the seats that were named when it was made.</summary>
public sealed class Audience
{
    private readonly int[] seats;

    private Audience(int[] seats) => this.seats = seats;

    /// <summary>All seats and all watchers.</summary>
    public static Audience Everyone { get; } = new([]);

    /// <summary>Whether all seats and watchers see it.</summary>
    public bool IsEveryone => ReferenceEquals(this, Everyone);

    /// <summary>The seats, if it is not everyone.</summary>
    public ReadOnlySpan<int> Seats => seats;

    /// <summary>Only these seats.</summary>
    public static Audience Of(params ReadOnlySpan<int> seats) => new(seats.ToArray());

    /// <summary>Whether a reader in that seat (−1: a watcher) sees it.</summary>
    public bool Includes(int seat) => IsEveryone || (seat >= 0 && seats.AsSpan().Contains(seat));
}
