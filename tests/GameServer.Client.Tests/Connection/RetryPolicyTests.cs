using GameServer.Client.Connection;
using GameServer.Protocol;

namespace GameServer.Client.Tests.Connection;

public sealed class RetryPolicyTests
{
    [Fact]
    public void Pauses_are_spread_from_nothing_to_a_bound_that_doubles_up_to_15_seconds()
    {
        var longest = new double[9];
        var shortest = Enumerable.Repeat(double.MaxValue, 9).ToArray();
        var random = new Random(1);
        for (var client = 0; client < 2_000; client++)
        {
            var policy = new RetryPolicy(random);
            for (var attempt = 0; attempt < longest.Length; attempt++)
            {
                var pause = policy.Next(new ConnectionEnd())!.Value.TotalMilliseconds;
                longest[attempt] = Math.Max(longest[attempt], pause);
                shortest[attempt] = Math.Min(shortest[attempt], pause);
            }
        }
        double[] bounds = [500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000, 5_000];
        for (var attempt = 0; attempt < bounds.Length; attempt++)
        {
            Assert.InRange(longest[attempt], bounds[attempt] * 0.98, bounds[attempt]);
            Assert.InRange(shortest[attempt], 0, bounds[attempt] * 0.02);
        }
    }

    [Fact]
    public void A_welcome_begins_the_count_anew()
    {
        var policy = new RetryPolicy(new Random(1));
        for (var i = 0; i < 20; i++)
        {
            _ = policy.Next(new ConnectionEnd());
        }

        Assert.InRange(policy.Next(new ConnectionEnd(Welcomed: true))!.Value.TotalMilliseconds, 0, 500);
    }

    [Theory]
    [InlineData(CloseCodes.Normal, true)]
    [InlineData(CloseCodes.GoingAway, true)]
    [InlineData(CloseCodes.TooSlow, true)]
    [InlineData(CloseCodes.ProtocolError, false)]
    [InlineData(CloseCodes.Unauthorized, true)]
    [InlineData(CloseCodes.Silent, true)]
    [InlineData(CloseCodes.TooLarge, false)]
    [InlineData(CloseCodes.Flood, true)]
    [InlineData(null, true)]
    public void Close_codes_are_followed_as_the_document_says(int? code, bool retried) =>
        Assert.Equal(retried, new RetryPolicy(new Random(1)).Next(new ConnectionEnd(code)) is not null);

    [Fact]
    public void A_flood_is_followed_by_at_least_ten_seconds() =>
        Assert.InRange(new RetryPolicy(new Random(1)).Next(new ConnectionEnd(CloseCodes.Flood))!.Value.TotalSeconds, 10, 10.5);

    [Fact]
    public void A_second_refused_token_is_the_last()
    {
        var policy = new RetryPolicy(new Random(1));

        Assert.NotNull(policy.Next(new ConnectionEnd(CloseCodes.Unauthorized)));
        Assert.NotNull(policy.Next(new ConnectionEnd(Welcomed: true)));
        Assert.NotNull(policy.Next(new ConnectionEnd(CloseCodes.Unauthorized)));
        Assert.Null(policy.Next(new ConnectionEnd(CloseCodes.Unauthorized)));
    }
}
