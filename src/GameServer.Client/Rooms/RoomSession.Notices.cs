using GameServer.Protocol;

namespace GameServer.Client.Rooms;

/// <summary>
/// What the user has not been told yet. Frames are taken under the gate, callbacks come after it is free; as both happen on
/// the receiving loop, nothing changes in between.
/// </summary>
internal sealed partial class RoomSession
{
    private readonly List<EventItem> freshItems = [];
    private readonly List<GameEvent> freshEvents = [];
    private RoomResync? freshResync;
    private bool freshHeld;
    private bool freshState;
    private bool freshEnd;

    public void Notify(GameRoom room)
    {
        if (freshHeld)
        {
            freshHeld = false;
            Options.OnHeldUp?.Invoke(room, IsHeldUp);
        }
        if (freshResync is { } resync)
        {
            freshResync = null;
            Options.OnResync?.Invoke(room, resync);
        }
        foreach (var item in freshEvents)
        {
            Options.OnEvent?.Invoke(room, item);
        }

        freshEvents.Clear();
        if (freshState)
        {
            freshState = false;
            Options.OnState?.Invoke(room, State.LastChange);
        }
        if (freshEnd)
        {
            freshEnd = false;
            Options.OnEnd?.Invoke(room, Ending!);
        }
    }
}
