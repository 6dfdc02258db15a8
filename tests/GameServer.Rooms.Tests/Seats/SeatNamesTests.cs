namespace GameServer.Rooms.Tests.Seats;

public sealed class SeatNamesTests
{
    [Theory]
    [InlineData("Nova", "NOVA", true)]
    [InlineData("Illo", "1l10", true)]
    [InlineData("MAX", "\u041c\u0410\u0425", true)]
    [InlineData("a-b", "a_b", true)]
    [InlineData("Nova", "Novo", false)]
    [InlineData("Nova", "Nova 2", false)]
    public void Names_that_look_alike(string one, string other, bool expected)
    {
        Assert.Equal(expected, SeatNames.LookAlike(one, other));
        Assert.Equal(expected, SeatNames.LookAlike(other, one));
    }
}
