using GameServer.Rooms;

namespace Games.Ticker;

/// <summary>How prices move: a random walk in whole hundredths of a cent, whose steps are a fixed part of the price.</summary>
internal static class Walk
{
    /// <summary>Hundredths of a cent in a cent.</summary>
    internal const int Unit = 100;

    /// <summary>One dollar.</summary>
    internal const long MinPrice = 100 * Unit;

    /// <summary>A hundred thousand dollars.</summary>
    internal const long MaxPrice = 10_000_000 * Unit;

    /// <summary>
    /// One trade moves a price by at most so many parts in a hundred thousand, and five times as many in a storm: with 1,260 trades
    /// a second, a price of $200 goes about 4 cents in a calm second, and 20 in a stormy one.
    /// </summary>
    internal const int StepOfTrade = 1;

    /// <summary>What the 21 trades of a tick come to when they are one: their square root.</summary>
    internal const int StepOfTick = 5;

    private const int Parts = 100_000;
    private const int StormFactor = 5;

    // Of the price: 1 and 4 in ten thousand.
    private const int CalmSpread = 10_000;
    private const int StormSpread = 2_500;

    internal static long Step(Chance chance, long price, bool isStorm, int step)
    {
        var reach = (int)(price * step * (isStorm ? StormFactor : 1) / Parts) + 1;
        return Math.Clamp(price + chance.Next(-reach, reach + 1), MinPrice, MaxPrice);
    }

    /// <summary>Between bid and ask, in cents.</summary>
    internal static long Spread(long cents, bool isStorm) => Math.Max(1, cents / (isStorm ? StormSpread : CalmSpread));
}
