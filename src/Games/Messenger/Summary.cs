using GameServer.Protocol;

namespace Games.Messenger;

/// <summary>What a conversation tells an inbox of itself: all of it each time, so that the newest says everything.</summary>
/// <param name="With">The other player's id.</param>
/// <param name="Name">The other player's name; empty if it was never there.</param>
/// <param name="Last">The number of the last message.</param>
/// <param name="Text">How that begins; empty if it was deleted.</param>
/// <param name="At">When it was said, in milliseconds since 1970.</param>
/// <param name="IsMine">Whether the inbox's player said it.</param>
/// <param name="Unread">How many messages of the other the player has not read.</param>
internal readonly record struct Summary(string With, string Name, long Last, string Text, long At, bool IsMine, long Unread)
{
    internal const string MailName = "talk";

    internal static Summary Read(Payload payload) => new(
        payload["with"].AsText(64),
        payload["name"].AsText(MessengerRules.NameLength),
        payload["last"].AsInteger(0),
        payload["text"].AsText(MessengerRules.PreviewLength),
        payload["at"].AsInteger(),
        payload["mine"].AsBoolean(),
        payload["unread"].AsInteger(0));

    internal static string Preview(string text)
    {
        var length = 0;
        foreach (var character in text.EnumerateRunes())
        {
            if (length + character.Utf16SequenceLength > MessengerRules.PreviewLength)
            {
                break;
            }

            length += character.Utf16SequenceLength;
        }

        return text[..length];
    }

    internal Payload ToPayload() => Payload.Map(
        ("with", With), ("name", Name), ("last", Last), ("text", Text), ("at", At), ("mine", IsMine), ("unread", Unread));
}
