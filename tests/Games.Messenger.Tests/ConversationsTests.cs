using CsCheck;

namespace Games.Messenger.Tests;

public sealed class ConversationsTests
{
    private static readonly Gen<string> player = Gen.Byte.Array[16].Select(Convert.ToHexStringLower);

    [Fact]
    public void Room_of_two_is_the_same_from_both_sides_and_says_who_they_are() => Gen.Select(player, player)
        .Where((one, other) => one != other)
        .Sample((one, other) =>
        {
            var room = Conversations.TalkOf(one, other);
            Assert.Equal(room, Conversations.TalkOf(other, one));
            Assert.True(Conversations.TryFindMembers(room, out var members));
            Assert.Equal(new[] { one, other }.Order(), members.Order());
            Assert.True(Conversations.IsTalk(room["talk.".Length..]));
        });

    [Fact]
    public void No_other_name_is_anybodys() => Gen.Select(player, player, Gen.Int[0, 43], Gen.Char["AQgw_-azAZ019"])
        .Where((one, other, _, _) => one != other)
        .Sample((one, other, index, letter) =>
        {
            var name = Conversations.TalkOf(one, other)["talk.".Length..];
            var changed = name[..index] + letter + name[(index + 1)..];
            if (Conversations.TryFindMembers($"talk.{changed}", out var members))
            {
                Assert.Equal($"talk.{changed}", Conversations.TalkOf(members[0], members[1]));
            }

            Assert.False(Conversations.IsTalk(name[22..] + name[..22]));
        });

    [Theory]
    [InlineData("")]
    [InlineData("general")]
    [InlineData("0000000000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAQ")]
    public void Names_that_are_no_two_players_are_refused(string name) => Assert.False(Conversations.IsTalk(name));

    [Fact]
    public void Nobody_talks_to_themselves() =>
        Assert.Throws<ArgumentException>(() => Conversations.TalkOf(new string('1', 32), new string('1', 32)));
}
