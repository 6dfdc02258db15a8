using GameServer.Cluster.Replication;
using GameServer.Cluster.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Pieces;

/// <summary>
/// Says of which room a message was too large for another node: remoting drops such a one, and who waits for it asks again and again.
/// So it is said once a minute for a room, and for <see cref="MaxRooms"/> rooms a minute.
/// </summary>
/// <remarks>Called by actors and by the threads of remoting.</remarks>
/// <param name="log">The node's log.</param>
/// <param name="time">The clock.</param>
public sealed class OversizeLog(ILogger log, TimeProvider time)
{
    /// <summary>Rooms that are remembered; of more nothing is said.</summary>
    public const int MaxRooms = 64;

    private static readonly TimeSpan sayEvery = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, TimeSpan> said = [];

    /// <param name="roomId">The room that it is about; empty if it is about none.</param>
    /// <param name="message">What kind of message it is.</param>
    /// <param name="bytes">How large it is.</param>
    public void Note(string roomId, string message, int bytes)
    {
        if (IsDue(roomId))
        {
            Log.MessageTooLarge(log, message, roomId, bytes);
        }
    }

    private bool IsDue(string roomId)
    {
        lock (gate)
        {
            var now = time.Monotonic();
            foreach (var (known, at) in said)
            {
                // What is looked through may lose entries while it is.
                if (now - at >= sayEvery)
                {
                    said.Remove(known);
                }
            }

            return said.Count < MaxRooms && said.TryAdd(roomId, now);
        }
    }
}
