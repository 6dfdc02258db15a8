using GameServer.Client;
using GameServer.Protocol;

namespace GameServer.Chaos;

internal static class Joins
{
    /// <summary>Joins, and again while the server says that it is busy, as one may that has only just started.</summary>
    /// <param name="client">Who joins.</param>
    /// <param name="roomId">Which room.</param>
    /// <param name="until">Waits for a condition, and gives up some time.</param>
    /// <param name="watch">Without a seat.</param>
    internal static async Task<GameRoom> JoinAsync(this GameClient client, string roomId, Func<Func<Task<bool>>, string, Task> until, bool watch = false)
    {
        GameRoom? room = null;
        await until(
            async () =>
            {
                try
                {
                    room = await client.JoinAsync(new JoinOptions(JoinBy.Room, roomId) { Watch = watch });
                    return true;
                }
                catch (GameException refused) when (refused.Code == ErrorCodes.Busy)
                {
                    return false;
                }
            },
            $"{roomId} to be joined");
        return room!;
    }
}
