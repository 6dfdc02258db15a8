using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Messenger;

/// <summary>What was said in a conversation, as far as it is kept: the last messages, of which both have a copy, and the earlier ones.</summary>
internal sealed class History(Table<Message> messages, Table<Message> earlier)
{
    /// <summary>Whether anything was ever said.</summary>
    internal bool HasBegun => messages.Count > 0;

    /// <summary>The number of the first of the last messages; 0 if there is none.</summary>
    internal long First
    {
        get
        {
            foreach (var message in messages)
            {
                return message.Key;
            }

            return 0;
        }
    }

    /// <summary>The number of the last message; 0 if there is none.</summary>
    internal long Last
    {
        get
        {
            var last = 0L;
            foreach (var message in messages)
            {
                last = message.Key;
            }

            return last;
        }
    }

    /// <summary>One of the last messages; null for others.</summary>
    internal Message? Find(long key) => messages.Find(key);

    /// <summary>The last message, and how many a member has not read.</summary>
    internal (Message? Last, long Unread) SeenBy(Member member)
    {
        Message? last = null;
        var unread = 0L;
        foreach (var message in messages)
        {
            last = message;
            unread += IsUnreadBy(member, message) ? 1 : 0;
        }

        if (member.Read < First)
        {
            foreach (var message in earlier)
            {
                unread += IsUnreadBy(member, message) ? 1 : 0;
            }
        }

        return (last, unread);
    }

    internal void Keep(long key, long from, long at, string text)
    {
        var message = messages.Add(key);
        (message.From, message.At, message.Said) = (from, at, text);
        Trim();
    }

    /// <summary>One of the last messages says something else.</summary>
    internal void Change(Message message, long at, string text)
    {
        (message.Said, message.Edited) = (text, at);
        Trim();
    }

    /// <summary>The messages just before one, in order: as many as an answer holds, and whether more of those before them are kept.</summary>
    internal Payload Before(long key)
    {
        var page = new List<Message>();
        var (length, hasMore) = (0, false);
        for (var at = Math.Min(key - 1, Last); (messages.Find(at) ?? earlier.Find(at)) is { } message; at--)
        {
            length += message.Said.Length;
            hasMore = page.Count == MessengerRules.PageMessages || (page.Count > 0 && length > MessengerRules.PageLength);
            if (hasMore)
            {
                break;
            }

            page.Add(message);
        }

        page.Reverse();
        return Payload.Map(("messages", Payload.Array([.. page.Select(message => message.ToPayload())])), ("more", hasMore));
    }

    /// <summary>At the bound the oldest messages become earlier ones, and the oldest of those go for good.</summary>
    private void Trim()
    {
        foreach (var oldest in Surplus(messages, MessengerRules.KeptMessages, MessengerRules.KeptLength))
        {
            earlier.Add(oldest.Key).CopyFrom(oldest);
            messages.Remove(oldest);
        }

        foreach (var oldest in Surplus(earlier, MessengerRules.EarlierMessages, MessengerRules.EarlierLength))
        {
            earlier.Remove(oldest);
        }
    }

    private static bool IsUnreadBy(Member member, Message message) =>
        message.From != member.Key && message.Key > member.Read && !message.IsDeleted;

    private static List<Message> Surplus(Table<Message> table, int mostMessages, int mostLength)
    {
        var length = 0;
        foreach (var message in table)
        {
            length += message.Said.Length;
        }

        var surplus = new List<Message>();
        foreach (var oldest in table)
        {
            if (table.Count - surplus.Count <= mostMessages && length <= mostLength)
            {
                break;
            }

            length -= oldest.Said.Length;
            surplus.Add(oldest);
        }

        return surplus;
    }
}
