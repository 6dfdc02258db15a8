using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Chat;

/// <summary>
/// How fast somebody talks: a token bucket, kept as the tick at which it will be full again. It goes with the person rather than
/// the seat, so that leaving and coming back does not fill it.
/// </summary>
internal sealed class Pace : Row
{
    internal static TableSchema Schema { get; } = new("paces", [Column.Int("full")]);

    /// <returns>How many ticks too early it is, with nothing taken; 0 when a token was there.</returns>
    internal long TryTake(long tick)
    {
        var (full, wait) = Take(Int(0), tick);
        Set(0, full);
        return wait;
    }

    internal static (long Full, long Wait) Take(long full, long tick)
    {
        var next = Math.Max(full, tick) + ChatRules.PaceTicks;
        var wait = next - tick - (ChatRules.Burst * ChatRules.PaceTicks);
        return wait > 0 ? (full, wait) : (next, 0);
    }
}
