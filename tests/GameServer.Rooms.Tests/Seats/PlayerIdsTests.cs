namespace GameServer.Rooms.Tests.Seats;

public sealed class PlayerIdsTests
{
    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF0123456789abcdef", false)]
    [InlineData("0123456789abcdef0123456789abcde", false)]
    [InlineData("0123456789abcdef0123456789abcdef0", false)]
    [InlineData("0123456789abcdef0123456789abcdeg", false)]
    [InlineData("", false)]
    public void Players_are_known_by_the_form_of_their_ids(string id, bool isValid) => Assert.Equal(isValid, PlayerIds.IsValid(id));
}
