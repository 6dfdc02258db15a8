namespace GameServer.Cluster.Relays;

/// <summary>Who polled which room through this node a while ago, as far as it takes to tell one from several.</summary>
/// <remarks>Bound: <see cref="MaxRooms"/>; beyond it all is forgotten, which costs nothing but a detour.</remarks>
internal sealed class RecentPollers(TimeProvider time)
{
    internal const int MaxRooms = 10_000;

    private static readonly TimeSpan recent = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (string PlayerId, long At)> last = [];

    /// <summary>Notes a poll.</summary>
    /// <returns>Whether another player polled the room lately.</returns>
    internal bool AreSeveral(string roomId, string playerId)
    {
        var isAnother = last.TryGetValue(roomId, out var before)
            && before.PlayerId != playerId
            && time.GetElapsedTime(before.At) < recent;
        if (last.Count >= MaxRooms)
        {
            last.Clear();
        }

        last[roomId] = (playerId, time.GetTimestamp());
        return isAnother;
    }
}
