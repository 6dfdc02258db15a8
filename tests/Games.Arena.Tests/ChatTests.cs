using GameServer.Protocol;

namespace Games.Arena.Tests;

public sealed class ChatTests
{
    [Fact]
    public void What_is_said_reaches_everyone_trimmed()
    {
        var (play, seat) = Room();

        Assert.Null(Say(play, seat, "  good fight 🚀 "));

        var said = play.Told("said").Single();
        Assert.Equal(
            (seat, "Nova", "good fight 🚀"),
            (said["seat"].AsInteger(), said["name"].AsText(16), said["text"].AsText(200)));
        Assert.True(play.Events[^1].Audience.IsEveryone);
    }

    [Fact]
    public void Two_hundred_characters_are_not_too_long()
    {
        var (play, seat) = Room();

        Assert.Null(Say(play, seat, " " + new string('x', 200) + " "));
    }

    public static TheoryData<Payload> BadArguments => new(
        Payload.Nil,
        "hello",
        Payload.Map(),
        Payload.Map(("text", Payload.Nil)),
        Payload.Map(("text", 5)),
        Payload.Map(("text", "")),
        Payload.Map(("text", " \t\n ")),
        Payload.Map(("text", new string('x', 201))),
        Payload.Map(("text", new string(' ', 1000) + "x")),
        Payload.Map(("text", "a\nb")),
        Payload.Map(("text", "a\0b")),
        Payload.Map(("text", "a\u0085b")),
        Payload.Map(("text", "a\u2028b")),
        Payload.Map(("text", "a\u202eb")));

    [Theory]
    [MemberData(nameof(BadArguments), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_said_is_refused(Payload arguments)
    {
        var (play, seat) = Room();

        play.Command(seat, "say", arguments);
        play.Step();

        Assert.Equal("bad_payload", play.Answers.Single().Answer.Code);
        Assert.Empty(play.Told("said"));
    }

    [Fact]
    public void The_sixth_message_within_five_seconds_is_refused()
    {
        var (play, seat) = Room();
        var other = play.Join("Rigel");
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(Say(play, seat, "again"));
        }

        Assert.Equal("too_fast", Say(play, seat, "again"));
        Assert.Null(Say(play, other, "calm down"));

        play.Step(Rules.SayTicks - 8);
        Assert.Equal("too_fast", Say(play, seat, "again"));
        Assert.Null(Say(play, seat, "again"));
        Assert.Equal(7, play.Told("said").Count());
    }

    [Fact]
    public void Other_commands_are_unknown()
    {
        var (play, seat) = Room();

        play.Command(seat, "buy", Payload.Nil);
        play.Step();

        Assert.Equal("unknown_command", play.Answers.Single().Answer.Code);
    }

    private static (Play Play, int Seat) Room()
    {
        var play = new Play();
        return (play, play.Join("Nova"));
    }

    private static string? Say(Play play, int seat, string text)
    {
        play.Command(seat, "say", Payload.Map(("text", text)));
        play.Step();
        return play.Answers[^1].Answer.Code;
    }
}
