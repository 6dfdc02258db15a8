using GameServer.Protocol;

namespace Games.Chat.Tests;

public sealed class SayTests
{
    [Fact]
    public void What_is_said_is_told_to_all_and_kept()
    {
        var talk = new Talk();
        var nova = talk.Join("p-nova", "Nova");

        Assert.Null(talk.Say("p-nova", "  hello, all 🚀 "));

        var said = talk.Said.Single();
        var kept = talk.Messages.Single();
        Assert.Equal(
            (kept.Key, nova.Key, "Nova", kept.At, "hello, all 🚀"),
            (said["message"].AsInteger(), said["from"].AsInteger(), said["name"].AsText(16), said["at"].AsInteger(), said["text"].AsText(500)));
        Assert.Equal("hello, all 🚀", kept.Said);
        Assert.Equal(kept.Key, talk.Answer.AsInteger());
    }

    public static TheoryData<string> Lines => new(
        new string('x', 500),
        " " + new string('x', 500) + " ",
        "<img src=x onerror=alert(1)><script>alert(2)</script>",
        "'; DROP TABLE messages; --",
        "שלום, مرحبا, 👩‍👩‍👧‍👦",
        ".");

    [Theory]
    [MemberData(nameof(Lines))]
    public void Any_line_is_said_as_it_is(string line)
    {
        var talk = new Talk();
        talk.Join("p-nova", "Nova");

        Assert.Null(talk.Say("p-nova", line));

        Assert.Equal(line.Trim(), talk.Said.Single()["text"].AsText(500));
    }

    public static TheoryData<Payload> BadArguments => new(
        Payload.Nil,
        "hello",
        Payload.Map(),
        Payload.Map(("text", 5)),
        Payload.Map(("text", "")),
        Payload.Map(("text", " \t ")),
        Payload.Map(("text", "\u200b\u200d")),
        Payload.Map(("text", "\u3164")),
        Payload.Map(("text", new string('x', 501))),
        Payload.Map(("text", new string('x', 12_000))),
        Payload.Map(("text", "a\nb")),
        Payload.Map(("text", "a\0b")),
        Payload.Map(("text", "a\u001b[31mb")),
        Payload.Map(("text", "a\u2028b")),
        Payload.Map(("text", "a\u202eb")));

    [Theory]
    [MemberData(nameof(BadArguments), DisableDiscoveryEnumeration = true)]
    public void What_is_no_line_is_refused_with_a_sentence_and_costs_nothing(Payload arguments)
    {
        var talk = new Talk();
        talk.Join("p-nova", "Nova");

        for (var i = 0; i <= ChatRules.Burst; i++)
        {
            Assert.Equal("bad_payload", talk.Say("p-nova", arguments));
        }

        Assert.EndsWith(".", talk.Answer.AsText(200), StringComparison.Ordinal);
        Assert.Empty(talk.Said);
        Assert.Empty(talk.Messages);
        Assert.Null(talk.Say("p-nova", "hello"));
    }

    [Fact]
    public void Other_commands_are_unknown()
    {
        var talk = new Talk();
        talk.Join("p-nova", "Nova");

        Assert.Equal("unknown_command", talk.Say("p-nova", Payload.Nil, command: "shout"));
    }
}
