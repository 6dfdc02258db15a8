using GameServer.Rooms;

namespace Games.Messenger;

/// <summary>The messages of a conversation that are kept: the last ones.</summary>
internal sealed class History(Table<Message> messages)
{
    internal Message? Find(long key) => messages.Find(key);

    /// <summary>The last message, and how many a member has not read.</summary>
    internal (Message? Last, long Unread) SeenBy(Member member)
    {
        Message? last = null;
        var unread = 0L;
        foreach (var message in messages)
        {
            last = message;
            unread += message.From != member.Key && message.Key > member.Read && !message.IsDeleted ? 1 : 0;
        }

        return (last, unread);
    }

    internal void Keep(long key, long from, long at, string text)
    {
        var message = messages.Add(key);
        (message.From, message.At, message.Said) = (from, at, text);
        var length = 0;
        foreach (var kept in messages)
        {
            length += kept.Said.Length;
        }

        foreach (var oldest in messages)
        {
            if (messages.Count <= MessengerRules.KeptMessages && length <= MessengerRules.KeptLength)
            {
                break;
            }

            length -= oldest.Said.Length;
            messages.Remove(oldest);
        }
    }
}
