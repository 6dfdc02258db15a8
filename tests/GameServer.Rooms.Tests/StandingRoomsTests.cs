using CsCheck;

namespace GameServer.Rooms.Tests;

public sealed class StandingRoomsTests
{
    private static readonly Gen<string> kind = Gen.String[Gen.Char["abcxyz0189-"], 1, 20];
    private static readonly Gen<string> name = Gen.String[Gen.Char["abcXYZ0189_-"], 1, 40];

    [Fact]
    public void Ids_come_apart_as_they_were_put_together() => Gen.Select(kind, name).Sample((kind, name) =>
        StandingRooms.TryParse(StandingRooms.IdOf(kind, name), out var foundKind, out var foundName)
        && (foundKind, foundName) == (kind, name));

    [Fact]
    public void What_is_taken_for_an_id_is_one() => Gen.String[Gen.Char["aZ09_-. é/\0"], 0, 80].Sample(text =>
    {
        var isId = StandingRooms.TryParse(text, out var kind, out var name);
        return isId
            ? StandingRooms.IdOf(kind!, name!) == text && text.Length <= StandingRooms.MaxIdLength && !name!.Contains('.')
            : (kind, name) == (null, null);
    });

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("chat.")]
    [InlineData(".general")]
    [InlineData("Chat.general")]
    [InlineData("chat.general.")]
    [InlineData("chat.gen eral")]
    [InlineData("chat.général")]
    [InlineData("ABCDEFGHJK")]
    public void What_cannot_be_an_id_is_none(string text) => Assert.False(StandingRooms.TryParse(text, out _, out _));

    [Fact]
    public void Ids_have_64_characters_at_most()
    {
        Assert.True(StandingRooms.TryParse($"chat.{new string('x', 59)}", out _, out _));
        Assert.False(StandingRooms.TryParse($"chat.{new string('x', 60)}", out _, out _));
    }
}
