using GameServer.Protocol;

namespace GameServer.Cluster.Relays;

/// <summary>
/// Which answers a reader was told, so that a relay that follows its room anew tells it the others alone. What a client asks for
/// again by saying its command again is told again, whatever is here.
/// </summary>
/// <remarks>Bound: as many as a room keeps for a seat. One that is forgotten would come again, which a client knows by its number.</remarks>
internal sealed class ToldAnswers
{
    private const int Most = Limits.Streams * Limits.OpenCommands;

    private readonly Queue<(long Stream, long N)> told = [];

    internal bool Has(long stream, long n) => told.Contains((stream, n));

    internal void Add(long stream, long n)
    {
        if (told.Count == Most)
        {
            told.Dequeue();
        }

        told.Enqueue((stream, n));
    }
}
