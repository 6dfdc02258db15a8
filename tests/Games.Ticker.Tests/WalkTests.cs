using CsCheck;
using GameServer.Rooms;

namespace Games.Ticker.Tests;

public sealed class WalkTests
{
    private static readonly Gen<long> prices = Gen.Long[Walk.MinPrice, Walk.MaxPrice];

    [Fact]
    public void A_price_stays_within_its_bounds_and_moves_by_small_parts() =>
        Gen.Select(Gen.ULong, prices, Gen.Bool).Sample((seed, price, isStorm) =>
        {
            var chance = new Chance(seed);
            for (var i = 0; i < 200; i++)
            {
                var next = Walk.Step(chance, price, isStorm, Walk.StepOfTrade);
                Assert.InRange(next, Walk.MinPrice, Walk.MaxPrice);
                Assert.InRange(Math.Abs(next - price), 0, (price / 20_000) + 1);
                price = next;
            }
        });

    [Fact]
    public void Bid_and_ask_are_apart_but_not_far() =>
        Gen.Select(Gen.Long[100, 10_000_000], Gen.Bool).Sample(
            (cents, isStorm) => Assert.InRange(Walk.Spread(cents, isStorm), 1, Math.Max(1, cents / 1000)));

    [Fact]
    public void The_same_seed_walks_the_same_way() =>
        Gen.Select(Gen.ULong, prices).Sample((seed, price) => Assert.Equal(Far(seed, price, true), Far(seed, price, true)));

    [Fact]
    public void A_storm_moves_prices_several_times_as_far_as_a_calm()
    {
        var (calm, storm) = (Spread(isStorm: false), Spread(isStorm: true));
        Assert.InRange(storm / calm, 4, 6);
    }

    [Fact]
    public void The_one_step_of_a_tick_goes_about_as_far_as_its_trades()
    {
        var trades = Deviation(Enumerable.Range(1, 2000).Select(seed => Far((ulong)seed, 2_000_000, false, TickerGame.TradesPerTick)));
        var ticks = Deviation(Enumerable.Range(1, 2000).Select(seed => Far((ulong)seed, 2_000_000, false, 1, Walk.StepOfTick)));
        Assert.InRange(ticks / trades, 0.9, 1.3);
    }

    /// <summary>How far $200 are after a second of trades, as a standard deviation.</summary>
    private static double Spread(bool isStorm) =>
        Deviation(Enumerable.Range(1, 500).Select(seed => Far((ulong)seed, 2_000_000, isStorm)));

    private static double Deviation(IEnumerable<long> prices) => Math.Sqrt(prices.Average(price => Math.Pow(price - 2_000_000, 2)));

    private static long Far(ulong seed, long price, bool isStorm, int trades = 1260, int step = Walk.StepOfTrade)
    {
        var chance = new Chance(seed);
        for (var i = 0; i < trades; i++)
        {
            price = Walk.Step(chance, price, isStorm, step);
        }

        return price;
    }
}
