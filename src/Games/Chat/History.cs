using GameServer.Rooms;

namespace Games.Chat;

/// <summary>The last messages, for who comes later.</summary>
internal sealed class History(Table<Message> messages)
{
    /// <summary>Keeps a message.</summary>
    /// <returns>The authors of those that had to go for it.</returns>
    internal IReadOnlyCollection<long> Keep(long key, long from, long at, string text)
    {
        var message = messages.Add(key);
        (message.From, message.At, message.Said) = (from, at, text);
        return Trim();
    }

    internal bool Has(long from)
    {
        foreach (var message in messages)
        {
            if (message.From == from)
            {
                return true;
            }
        }

        return false;
    }

    private HashSet<long> Trim()
    {
        HashSet<long> authors = [];
        var length = 0;
        foreach (var message in messages)
        {
            length += message.Said.Length;
        }

        foreach (var message in messages)
        {
            if (messages.Count <= ChatRules.KeptMessages && length <= ChatRules.KeptLength)
            {
                break;
            }

            length -= message.Said.Length;
            authors.Add(message.From);
            messages.Remove(message);
        }

        return authors;
    }
}
