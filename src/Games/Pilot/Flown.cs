using GameServer.Protocol;

namespace Games.Pilot;

/// <summary>What a player made of a round.</summary>
internal readonly record struct Flown(long Score, long Kills, long Deaths, bool HasWon)
{
    // More than any round has; the sums of a lifetime stay far from what a client can read.
    private const long Most = 1_000_000;

    /// <summary>Reads what an arena tells: <c>{score, kills, deaths, won}</c>.</summary>
    internal static Flown Read(Payload payload) => new(
        payload["score"].AsInteger(0, Most),
        payload["kills"].AsInteger(0, Most),
        payload["deaths"].AsInteger(0, Most),
        payload["won"].AsBoolean());
}
