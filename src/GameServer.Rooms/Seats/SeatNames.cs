namespace GameServer.Rooms;

/// <summary>Names in a room: no two people in it should go by names that can be taken for each other.</summary>
public static class SeatNames
{
    /// <summary>Characters of a name, the number behind it included.</summary>
    public const int MaxCharacters = 16;

    /// <summary>The name as wished, or, if somebody here has it, with the first number behind it that makes it another.</summary>
    /// <param name="wished">A player's name.</param>
    /// <param name="isTaken">Whether somebody here goes by a name that looks like this one; see <see cref="LookAlike"/>.</param>
    public static string Choose(string wished, Func<string, bool> isTaken)
    {
        var name = wished;
        for (var number = 2; isTaken(name); number++)
        {
            name = WithNumber(wished, $" {number}");
        }

        return name;
    }

    /// <summary>Whether two names differ in nothing that a player would notice at speed: case, or letters of one look.</summary>
    public static bool LookAlike(string one, string other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i] && Look(one[i]) != Look(other[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What of a name counts when it is told from others: names that look alike have the same, and no others.</summary>
    /// <param name="name">A name.</param>
    public static string LookOf(string name) => string.Create(name.Length, name, static (look, name) =>
    {
        for (var i = 0; i < look.Length; i++)
        {
            look[i] = Look(name[i]);
        }
    });

    private static string WithNumber(string name, string number)
    {
        var room = MaxCharacters - number.Length;
        var length = 0;
        foreach (var character in name.EnumerateRunes())
        {
            if (room-- == 0)
            {
                break;
            }

            length += character.Utf16SequenceLength;
        }

        return name[..length].TrimEnd() + number;
    }

    private static char Look(char c) => char.ToUpperInvariant(c) switch
    {
        'I' or 'L' or '|' or '\u0130' or '\u0131' or '\u0399' or '\u0406' or '\u04c0' => '1',
        'O' or '\u039f' or '\u041e' => '0',
        '\u0391' or '\u0410' => 'A',
        '\u0392' or '\u0412' => 'B',
        '\u0421' => 'C',
        '\u0395' or '\u0415' => 'E',
        '\u0397' or '\u041d' => 'H',
        '\u0408' => 'J',
        '\u039a' or '\u041a' => 'K',
        '\u039c' or '\u041c' => 'M',
        '\u039d' => 'N',
        '\u03a1' or '\u0420' => 'P',
        '\u0405' => 'S',
        '\u03a4' or '\u0422' => 'T',
        '\u03a7' or '\u0425' => 'X',
        '\u03a5' or '\u0423' => 'Y',
        '\u0396' => 'Z',
        '_' or '.' => '-',
        var upper => upper,
    };
}
