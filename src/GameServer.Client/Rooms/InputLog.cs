using GameServer.Protocol;

namespace GameServer.Client.Rooms;

/// <summary>
/// Numbers a seat's inputs and keeps the newest, for the case that the connection goes before they arrive. The bound is
/// that of the room's own queue, with the same policy: the oldest is dropped.
/// </summary>
internal sealed class InputLog
{
    private readonly Queue<InputFrame> newest = new(Limits.WaitingInputs);
    private long last;

    public InputFrame Add(int handle, Payload payload)
    {
        if (newest.Count == Limits.WaitingInputs)
        {
            _ = newest.Dequeue();
        }

        var frame = new InputFrame(handle, ++last, payload);
        newest.Enqueue(frame);
        return frame;
    }

    /// <summary>The room has all up to <paramref name="received"/>; what is left has to be sent again.</summary>
    public IReadOnlyCollection<InputFrame> Resume(long received)
    {
        last = Math.Max(last, received);
        while (newest.TryPeek(out var oldest) && oldest.N <= received)
        {
            _ = newest.Dequeue();
        }

        return newest;
    }

    /// <summary>The seat is another one: what was meant for the old one is of no use.</summary>
    public void Forget() => newest.Clear();
}
