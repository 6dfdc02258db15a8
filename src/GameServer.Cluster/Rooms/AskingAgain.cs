namespace GameServer.Cluster.Rooms;

/// <summary>When those who have lost a room ask for it, and ask again while nobody answers.</summary>
internal static class AskingAgain
{
    /// <summary>
    /// How long to wait before a room is asked for whose node was removed. The coordinator of the shards may hear of the removal a
    /// round of gossip later, and would send who asks at once to the node that is gone; the region would believe it for seconds.
    /// </summary>
    internal static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait of a relay.</summary>
    internal static readonly TimeSpan LongestOfRelay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan firstOfRelay = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan firstOfOneBack = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan longestOfSession = TimeSpan.FromSeconds(2);

    /// <summary>How long a relay waits for an answer.</summary>
    /// <param name="asked">How often it has asked by now.</param>
    internal static TimeSpan OfRelay(int asked) => Doubled(firstOfRelay, asked, LongestOfRelay);

    /// <summary>How long a session waits for a seat.</summary>
    /// <param name="asked">How often it has asked by now.</param>
    /// <param name="isBack">Whether its client was in the room before: then the room is known to be there, and it is late already.</param>
    internal static TimeSpan OfSession(int asked, bool isBack) =>
        isBack ? Doubled(firstOfOneBack, asked, longestOfSession) : longestOfSession;

    private static TimeSpan Doubled(TimeSpan first, int asked, TimeSpan longest)
    {
        var wait = first;
        for (var i = 1; i < asked && wait < longest; i++)
        {
            wait += wait;
        }

        return wait < longest ? wait : longest;
    }
}
