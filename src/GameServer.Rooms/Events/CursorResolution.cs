using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>Where a reader that attaches is to stand.</summary>
/// <param name="Offset">The event offset up to which it needs nothing more.</param>
/// <param name="Baseline">The tick of the state that it holds and a delta can start from; 0 for full state.</param>
/// <param name="ResyncReason">Why its cursor could not be honoured, or null.</param>
public readonly record struct CursorResolution(long Offset, long Baseline, string? ResyncReason)
{
    /// <summary>Decides where a reader stands, from what it holds and what the room keeps.</summary>
    /// <param name="cursor">What the client holds; null for a first join.</param>
    /// <param name="epoch">The room's incarnation.</param>
    /// <param name="log">The events that are kept.</param>
    /// <param name="floor">The lowest offset that this seat may read from: what came before was not for it.</param>
    /// <param name="joinOffset">Where a reader without a cursor begins.</param>
    public static CursorResolution Resolve(Cursor? cursor, RoomEpoch epoch, EventLog log, long floor, long joinOffset)
    {
        // A relay may know of a join before it has the events that led to it: its log then ends below the floor.
        var newest = Math.Max(floor, log.Head);
        if (cursor is not { } held)
        {
            return joinOffset >= log.Tail
                ? new CursorResolution(Math.Clamp(joinOffset, floor, newest), 0, null)
                : new CursorResolution(newest, 0, ResyncReasons.LogTrimmed);
        }

        var same = held.Epoch == epoch.Number && held.EpochId == epoch.Id;
        if ((!same && !epoch.Continues(held)) || held.Offset > newest || held.Offset < floor)
        {
            return new CursorResolution(newest, 0, ResyncReasons.Epoch);
        }

        return held.Offset < log.Tail
            ? new CursorResolution(newest, 0, ResyncReasons.LogTrimmed)
            : new CursorResolution(held.Offset, same ? held.Baseline : 0, null);
    }
}
