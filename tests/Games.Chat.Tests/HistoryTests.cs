using System.Buffers;

namespace Games.Chat.Tests;

public sealed class HistoryTests
{
    [Fact]
    public void The_last_hundred_are_kept()
    {
        var talk = new Talk();
        Speak(talk, ChatRules.KeptMessages + 3, index => $"number {index}");

        Assert.Equal(
            Enumerable.Range(3, ChatRules.KeptMessages).Select(index => $"number {index}"),
            talk.Messages.Select(message => message.Said));
    }

    /// <summary>A server's message is at most 256 KiB; a chat that is full of the worst that can be said has to fit.</summary>
    [Fact]
    public void The_whole_state_fits_into_one_message_whatever_was_said()
    {
        var talk = new Talk();
        for (var i = 1; i < ChatRules.Seats; i++)
        {
            talk.Join($"p-{i:D26}", $"ааааааааааааа{i}");
        }

        Speak(talk, ChatRules.KeptMessages, _ => string.Concat(Enumerable.Repeat("🚀", ChatRules.MessageLength / 2)));

        var state = new ArrayBufferWriter<byte>();
        talk.Machine.WriteFull(state);
        var text = GameServer.Protocol.Payload.FromTrusted(state.WrittenMemory).ToString();
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(text), 1, GameServer.Protocol.Limits.ServerMessageBytes * 3 / 4);
    }

    private static void Speak(Talk talk, int times, Func<int, string> line)
    {
        talk.Join("p-nova", "Nova");
        for (var i = 0; i < times; i++)
        {
            talk.Wait(TimeSpan.FromSeconds(1));
            Assert.Null(talk.Say("p-nova", line(i)));
        }
    }
}
