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
    public void Names_follow_the_rule(string wished, string? expected) => Assert.Equal(expected, PlayerNames.Clean(wished));

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
