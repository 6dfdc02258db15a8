using CsCheck;

namespace GameServer.Rooms.Tests.Seats;

public sealed class SeatNamesTests
{
    private static readonly Gen<string> names = Gen.Char["aAbBiIlL1ıİoO0\u0391\u0410\u0399\u043e-_. 5sS\ud83d"].Array[0, 6].Select(letters => new string(letters));

    [Fact]
    public void Names_have_the_same_look_when_they_look_alike_and_only_then() => Gen.Select(names, names).Sample(
        (one, other) => SeatNames.LookAlike(one, other) == (SeatNames.LookOf(one) == SeatNames.LookOf(other)));

    [Theory]
    [InlineData("Nova", "NOVA", true)]
    [InlineData("Illo", "1l10", true)]
    [InlineData("MAX", "\u041c\u0410\u0425", true)]
    [InlineData("a-b", "a_b", true)]
    [InlineData("Alice", "al\u0131ce", true)]
    [InlineData("Nova", "Novo", false)]
    [InlineData("Nova", "Nova 2", false)]
    public void Names_that_look_alike(string one, string other, bool expected)
    {
        Assert.Equal(expected, SeatNames.LookAlike(one, other));
        Assert.Equal(expected, SeatNames.LookAlike(other, one));
    }
}
