using GameServer.Protocol;

namespace GameServer.Client.Rooms;

/// <summary>
/// Numbers a seat's inputs and keeps the newest, for the case that the connection goes before they arrive. The bound is
/// that of the room's own queue, with the same policy: the oldest is dropped.
/// </summary>
internal sealed class InputLog
{
    private readonly Queue<InputFrame> _newest = new(Limits.WaitingInputs);
    private long _last;

    public InputFrame Add(int handle, Payload payload)
    {
        if (_newest.Count == Limits.WaitingInputs)
            _ = _newest.Dequeue();
        var frame = new InputFrame(handle, ++_last, payload);
        _newest.Enqueue(frame);
        return frame;
    }

    /// <summary>The room has all up to <paramref name="received"/>; what is left has to be sent again.</summary>
    public IReadOnlyCollection<InputFrame> Resume(long received)
    {
        _last = Math.Max(_last, received);
        while (_newest.TryPeek(out var oldest) && oldest.N <= received)
            _ = _newest.Dequeue();
        return _newest;
    }

    /// <summary>The seat is another one: what was meant for the old one is of no use.</summary>
    public void Forget() => _newest.Clear();
}
