namespace GameServer.Rooms;

/// <summary>
/// The last events of a room, bounded by number and bytes. At the bound the oldest go, and a reader that still lacked them gets a
/// <c>resync</c>.
/// </summary>
public sealed class EventLog(int maxEvents = EventLog.DefaultEvents, int maxBytes = EventLog.DefaultBytes)
{
    /// <summary>Events that are kept unless a game says otherwise.</summary>
    public const int DefaultEvents = 1024;

    /// <summary>Bytes of events that are kept unless a game says otherwise.</summary>
    public const int DefaultBytes = 256 * 1024;

    private readonly List<RoomEvent> events = [];
    private int start;
    private int bytes;

    /// <summary>The offset of the newest event, 0 before the first.</summary>
    public long Head { get; private set; }

    /// <summary>The lowest cursor offset that can be served without loss.</summary>
    public long Tail { get; private set; }

    /// <summary>The events that are kept, oldest first.</summary>
    public ReadOnlySpan<RoomEvent> Kept => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(events)[start..];

    /// <summary>Begins after an offset, with nothing kept.</summary>
    public void Reset(long offset)
    {
        events.Clear();
        start = 0;
        bytes = 0;
        Head = offset;
        Tail = offset;
    }

    /// <summary>Puts in the events that led up to where the log begins.</summary>
    /// <exception cref="InvalidDataException">They do not end there, or have a gap.</exception>
    internal void Fill(IReadOnlyList<RoomEvent> before)
    {
        var head = Head;
        Reset(before[0].Offset - 1);
        foreach (var made in before)
        {
            if (made.Offset != Head + 1)
            {
                throw new InvalidDataException($"Event {made.Offset} does not follow {Head}.");
            }

            Append(made);
        }

        if (Head != head)
        {
            throw new InvalidDataException($"The events end at {Head}; the room stands at {head}.");
        }
    }

    /// <summary>Adds the next event.</summary>
    /// <exception cref="ArgumentException">Its offset is not <see cref="Head"/> + 1.</exception>
    public void Append(RoomEvent next)
    {
        if (next.Offset != Head + 1)
        {
            throw new ArgumentException($"Event {next.Offset} does not follow {Head}.", nameof(next));
        }

        events.Add(next);
        bytes += next.Size;
        Head = next.Offset;
        while (events.Count - start > maxEvents || (bytes > maxBytes && events.Count - start > 1))
        {
            bytes -= events[start].Size;
            Tail = events[start].Offset;
            events[start++] = null!;
        }

        if (start > 64 && start > events.Count / 2)
        {
            events.RemoveRange(0, start);
            start = 0;
        }
    }

    /// <summary>The events after a cursor's offset.</summary>
    /// <param name="offset">Not below <see cref="Tail"/>; beyond <see cref="Head"/> there is nothing yet.</param>
    public ReadOnlySpan<RoomEvent> After(long offset) => Kept[(int)(Math.Min(offset, Head) - Tail)..];
}
