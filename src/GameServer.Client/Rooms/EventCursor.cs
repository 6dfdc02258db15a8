using GameServer.Protocol;

namespace GameServer.Client.Rooms;

/// <summary>Up to where this client has a room's events. No I/O and no clock.</summary>
internal sealed class EventCursor
{
    public int Epoch { get; private set; }

    public string EpochId { get; private set; } = "";

    public long Offset { get; private set; }

    public void MoveTo(int epoch, string epochId, long offset)
    {
        Epoch = epoch;
        EpochId = epochId;
        Offset = offset;
    }

    /// <summary>Moves over a frame and picks out what is new in it; false if something is missing before it.</summary>
    public bool TryAccept(EventsFrame frame, List<EventItem> fresh)
    {
        if (frame.From > Offset)
        {
            return false;
        }

        foreach (var item in frame.Events)
        {
            if (item.Offset > Offset)
            {
                fresh.Add(item);
            }
        }
        Offset = Math.Max(Offset, frame.To);
        return true;
    }
}
