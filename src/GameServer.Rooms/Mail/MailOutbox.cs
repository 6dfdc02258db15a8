using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>The mail of a room that is on its way. Bounded by <see cref="RoomContext.MaxMail"/>; at the bound the game is told.</summary>
internal sealed class MailOutbox
{
    private readonly List<Letter> letters = [];

    /// <summary>What is on its way, by rising number.</summary>
    internal IReadOnlyList<Letter> Letters => letters;

    /// <summary>The number of the letter that was posted last.</summary>
    internal long Last { get; private set; }

    internal bool TryPost(string to, string name, Payload payload)
    {
        RoomMachine.Check(to, Limits.TargetBytes, "id of a room");
        RoomMachine.Check(name, Limits.CommandNameBytes, "name of mail");
        if (payload.Bytes.Length > RoomContext.MaxMailBytes)
        {
            throw new ArgumentException(
                $"The mail '{name}' has {payload.Bytes.Length} bytes; it may have {RoomContext.MaxMailBytes}.", nameof(payload));
        }

        if (letters.Count >= RoomContext.MaxMail)
        {
            return false;
        }

        letters.Add(new Letter(++Last, to, name, payload));
        return true;
    }

    internal bool Has(string to, long n) => letters.Exists(letter => letter.N == n && letter.To == to);

    /// <summary>The recipient has everything up to a letter, or will never have it.</summary>
    internal void Settle(string to, long upTo) => letters.RemoveAll(letter => letter.N <= upTo && letter.To == to);

    /// <summary>The letter that its recipient must have first: one for the same room that is still on its way; 0 for none.</summary>
    internal long Before(Letter letter) => letters.FindLast(other => other.N < letter.N && other.To == letter.To)?.N ?? 0;

    internal void Restore(long last, IEnumerable<Letter> kept)
    {
        Last = last;
        letters.AddRange(kept);
    }
}
