using GameServer.Protocol;

namespace GameServer.Client.Rooms;

/// <summary>
/// What the user has not been told yet. Frames are taken under the gate, callbacks come after it is free; as both happen on
/// the receiving loop, nothing changes in between.
/// </summary>
internal sealed partial class RoomSession
{
    private readonly List<EventItem> _freshItems = [];
    private readonly List<GameEvent> _freshEvents = [];
    private RoomResync? _freshResync;
    private bool _freshState;
    private bool _freshEnd;

    public void Notify(GameRoom room)
    {
        if (_freshResync is { } resync)
        {
            _freshResync = null;
            Options.OnResync?.Invoke(room, resync);
        }
        foreach (var item in _freshEvents)
            Options.OnEvent?.Invoke(room, item);
        _freshEvents.Clear();
        if (_freshState)
        {
            _freshState = false;
            Options.OnState?.Invoke(room, State.LastChange);
        }
        if (_freshEnd)
        {
            _freshEnd = false;
            Options.OnEnd?.Invoke(room, Ending!);
        }
    }
}
