namespace GameServer.Cluster.Lobby;

/// <summary>Room ids, and the private codes that people type for them: the id in two halves.</summary>
public static class RoomCode
{
    /// <summary>Crockford's base 32: no letter that looks like a digit.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Characters of a room id.</summary>
    public const int Length = 10;

    /// <summary>Reads a code as typed: case, blanks and dashes do not matter; O reads as 0, I and L as 1.</summary>
    /// <returns>The room id, or null if it cannot be one.</returns>
    public static string? Parse(string typed)
    {
        Span<char> id = stackalloc char[Length];
        var length = 0;
        foreach (var character in typed)
        {
            if (character is ' ' or '-')
            {
                continue;
            }

            var upper = char.ToUpperInvariant(character) switch
            {
                'O' => '0',
                'I' or 'L' => '1',
                var other => other,
            };
            if (length == Length || !Alphabet.Contains(upper))
            {
                return null;
            }

            id[length++] = upper;
        }

        return length == Length ? new string(id) : null;
    }
}
