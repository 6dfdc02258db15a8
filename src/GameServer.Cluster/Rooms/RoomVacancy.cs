using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>For how long nobody has been in a room, or watched it if it is public.</summary>
internal sealed class RoomVacancy(RoomMachine machine)
{
    private long since = machine.Tick;

    /// <summary>Somebody is here.</summary>
    internal void End() => since = machine.Tick;

    /// <summary>The room made a tick.</summary>
    internal void Ticked()
    {
        if (machine.OccupiedSeats.Count > 0)
        {
            End();
        }
    }

    /// <summary>Whether the room has been empty for as long as it may be.</summary>
    /// <param name="staysFor">How many ticks longer than usual it is to stay.</param>
    internal bool IsOver(long staysFor) => machine.Settings.EmptyFor != Timeout.InfiniteTimeSpan
        && machine.Tick - since >= machine.Settings.Ticks(machine.Settings.EmptyFor) + staysFor;
}
