using GameServer.Cluster.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Rooms;

/// <summary>Says when a room stands still because it may not go on, and when it goes on.</summary>
internal sealed class RoomPauses(string roomId, RoomFanout fanout, ILogger log)
{
    private static readonly TimeSpan sayEvery = TimeSpan.FromSeconds(1);

    private TimeSpan said;

    /// <summary>Whether the room stands still.</summary>
    internal bool IsHeldUp { get; private set; }

    /// <summary>Notes whether the room may tick, and if not, whether for want of a lease or of a store.</summary>
    internal void Note(bool mayTick, bool isLeaseHeld, TimeSpan now)
    {
        if (mayTick && IsHeldUp)
        {
            // Relays learn it from the envelope of the tick that follows.
            IsHeldUp = false;
            Log.RoomGoesOn(log, roomId);
        }
        else if (!mayTick && (!IsHeldUp || now - said >= sayEvery))
        {
            if (!IsHeldUp)
            {
                IsHeldUp = true;
                ReplicationMeters.HeldUp.Add(1);
                Log.RoomHeldUp(log, roomId, isLeaseHeld ? "what keeps it does not answer" : "most other nodes cannot be reached");
            }

            said = now;
            fanout.SayHeldUp();
        }
    }
}
