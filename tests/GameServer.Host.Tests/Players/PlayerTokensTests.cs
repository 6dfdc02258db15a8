using GameServer.Cluster.Sessions;
using GameServer.Host.Players;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Players;

public sealed class PlayerTokensTests
{
    private static readonly PlayerIdentity nova = new("player", "Nova");

    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(0, true, false, true)]
    [InlineData(6.9, true, false, true)]
    [InlineData(7, false, true, true)]
    [InlineData(96.9, false, true, true)]
    [InlineData(97, false, true, false)]
    public async Task A_token_opens_sessions_for_a_week_and_is_renewed_for_three_months_more(
        double days, bool isPlayer, bool isExpired, bool isRenewable)
    {
        var tokens = new PlayerTokens(new byte[32], time);
        var token = tokens.Issue(nova).Token;
        time.Advance(TimeSpan.FromDays(days));
        Assert.Equal(
            new TokenCheck(isPlayer ? nova : null, isExpired, isRenewable ? nova : null), await tokens.CheckAsync(token));
    }

    [Fact]
    public async Task A_token_of_another_key_says_nothing()
    {
        var other = new PlayerTokens([1, .. new byte[31]], time);
        Assert.Equal(default, await new PlayerTokens(new byte[32], time).CheckAsync(other.Issue(nova).Token));
    }
}
