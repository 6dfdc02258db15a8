using GameServer.Protocol;

namespace Games.Leaderboard;

/// <summary>What a player made of a round.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Name">The name by which the player went.</param>
/// <param name="Score">Points.</param>
/// <param name="HasWon">Whether the player came first.</param>
internal readonly record struct Result(string PlayerId, string Name, long Score, bool HasWon)
{
    private const int IdLength = 64;
    private const int NameLength = 32;

    /// <summary>Reads what a room tells: <c>[[player, name, score, won], …]</c>.</summary>
    internal static Result[] ReadAll(Payload payload)
    {
        var results = new Result[payload.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var result = payload[i];
            results[i] = new Result(
                result[0].AsText(IdLength), result[1].AsText(NameLength), result[2].AsInteger(), result[3].AsBoolean());
        }

        return results;
    }
}
