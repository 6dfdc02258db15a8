using GameServer.Host.Players;

namespace GameServer.Host.Tests.Players;

public sealed class PlayerNamesTests
{
    [Theory]
    [InlineData("Nova", "Nova")]
    [InlineData("  Nova 7 ", "Nova 7")]
    [InlineData("a-b_c.d", "a-b_c.d")]
    [InlineData("Ünïcødé", "Ünïcødé")]
    [InlineData("1234567890123456", "1234567890123456")]
    [InlineData("12345678901234567", null)]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("<b>", null)]
    [InlineData("a\nb", null)]
    [InlineData("a\u202eb", null)]
    [InlineData("a\ud800b", null)]
    [InlineData("a\u0000b", null)]
    [InlineData("a\u200bb", null)]
    [InlineData("...", null)]
    [InlineData("\u3164", null)]
    [InlineData("Nova   7", "Nova 7")]
    [InlineData("\uff2e\uff4f\uff56\uff41", null)]
    [InlineData("\U0001d40d\U0001d428\U0001d42f\U0001d41a", null)]
    [InlineData("N\u1d0fva", null)]
    public void Names_follow_the_rule(string wished, string? expected) => Assert.Equal(expected, PlayerNames.Clean(wished));

    /// <summary>An о of Cyrillic within Latin letters passes for somebody else's name.</summary>
    [Theory]
    [InlineData("N\u043eva", null)]
    [InlineData("\u0391ltair", null)]
    [InlineData("\u041d\u043e\u0432\u0430", "\u041d\u043e\u0432\u0430")]
    [InlineData("\u0391\u03b8\u03ae\u03bd\u03b1", "\u0391\u03b8\u03ae\u03bd\u03b1")]
    [InlineData("Nova \u540d\u524d", "Nova \u540d\u524d")]
    public void Letters_that_look_alike_are_not_mixed(string wished, string? expected) =>
        Assert.Equal(expected, PlayerNames.Clean(wished));

    [Theory]
    [InlineData("fuck you")]
    [InlineData("F.u.C-k")]
    [InlineData("FUUUUCK")]
    [InlineData("xXfuckXx")]
    [InlineData("f\u00fcck")]
    [InlineData("Sh1t")]
    [InlineData("big wh0re")]
    [InlineData("s h i t")]
    [InlineData("N4zi")]
    public void Ugly_names_are_refused(string wished) => Assert.Null(PlayerNames.Clean(wished));

    [Theory]
    [InlineData("Scunthorpe")]
    [InlineData("Matsushita")]
    [InlineData("Niger")]
    [InlineData("Dick Hancock")]
    [InlineData("Grape")]
    [InlineData("Anna 55")]
    public void Towns_and_surnames_are_not_ugly(string wished) => Assert.Equal(wished, PlayerNames.Clean(wished));

    [Fact]
    public void Made_up_names_follow_it_too()
    {
        for (var time = 0; time < 1000; time++)
        {
            var name = PlayerNames.MakeUp();
            Assert.Equal(name, PlayerNames.Clean(name));
        }
    }
}
