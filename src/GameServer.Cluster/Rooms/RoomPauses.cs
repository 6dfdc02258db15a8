using GameServer.Cluster.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Rooms;

/// <summary>Says when a room stands still because it may not go on, and when it goes on.</summary>
internal sealed class RoomPauses(string roomId, ILogger log)
{
    private bool isHeldUp;

    /// <summary>Notes whether the room may tick, and if not, whether for want of a lease or of a store.</summary>
    internal void Note(bool mayTick, bool isLeaseHeld)
    {
        if (mayTick != isHeldUp)
        {
            return;
        }

        isHeldUp = !mayTick;
        if (isHeldUp)
        {
            ReplicationMeters.HeldUp.Add(1);
            Log.RoomHeldUp(log, roomId, isLeaseHeld ? "what keeps it does not answer" : "most other nodes cannot be reached");
        }
        else
        {
            Log.RoomGoesOn(log, roomId);
        }
    }
}
