using GameServer.Host.Players.Claims;

namespace GameServer.Host.Tests.Players.Claims;

public sealed class ClaimRulesTests
{
    [Theory]
    [InlineData(null, "ann", false, "Guest")]
    [InlineData(null, "ann", true, "Claim")]
    [InlineData(null, null, true, "Claim")]
    [InlineData("ann", "ann", false, "Enter")]
    [InlineData("ann", "ann", true, "Verify")]
    [InlineData("ann", "bob", true, "Verify")]
    [InlineData("ann", null, true, "Verify")]
    [InlineData("ann", "bob", false, "Refuse")]
    [InlineData("ann", null, false, "Refuse")]
    public void A_name_is_whose_it_is(string? holder, string? caller, bool hasPassphrase, string step) => Assert.Equal(
        step, ClaimRules.Next(holder is null ? null : new ClaimedName("Nova", holder, "hash"), caller, hasPassphrase).ToString());

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_passphrase_has_8_to_128_characters_whatever_their_bytes(int characters, bool isOne) =>
        Assert.All(["x", "\u00e9", "\U0001f680"], character => Assert.Equal(
            isOne, ClaimRules.IsPassphrase(string.Concat(Enumerable.Repeat(character, characters)))));
}
