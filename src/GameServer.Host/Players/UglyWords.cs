using System.Text;

namespace GameServer.Host.Players;

/// <summary>
/// Words that nobody should have to read beside a ship. A floor, not moderation: few words, and only such as are ugly wherever
/// they stand, so that no town and no surname is refused.
/// </summary>
internal static class UglyWords
{
    /// <summary>Ugly within any other word.</summary>
    private static readonly string[] parts = ["fuck", "nigger", "faggot", "hitler", "wichser", "arschloch", "hurensohn"];

    /// <summary>Ugly as a word of their own; innocent words have them inside.</summary>
    private static readonly HashSet<string> words =
    [
        "arsehole", "asshole", "bastard", "bitch", "cunt", "fag", "fotze", "kike", "nazi", "nigga", "nutte",
        "paki", "penis", "puta", "rape", "rapist", "retard", "shit", "slut", "spic", "tranny", "twat", "vagina", "wank", "wanker",
        "whore",
    ];

    internal static bool AreIn(string name)
    {
        var folded = Fold(name);
        var joined = Squeeze(folded.Replace(" ", ""));
        return words.Contains(joined)
            || Array.Exists(parts, part => joined.Contains(part, StringComparison.Ordinal))
            || folded.Split(' ').Any(word => words.Contains(Squeeze(word)));
    }

    /// <summary>Small letters without marks; digits read as the letters they stand for, all else as blanks.</summary>
    private static string Fold(string name) => string.Create(name.Length, name, (folded, from) =>
    {
        for (var i = 0; i < folded.Length; i++)
        {
            folded[i] = Fold(char.ToLowerInvariant(from[i]));
        }
    });

    private static char Fold(char c) => c switch
    {
        '0' or (>= 'ò' and <= 'ö') or 'ø' or 'ō' or 'ő' => 'o',
        '1' or (>= 'ì' and <= 'ï') or 'ī' or 'ı' => 'i',
        '3' or (>= 'è' and <= 'ë') or 'ē' or 'ę' or 'ě' => 'e',
        '4' or (>= 'à' and <= 'å') or 'ā' or 'ă' or 'ą' => 'a',
        '5' or 'ś' or 'š' or 'ş' => 's',
        '7' or 'ť' or 'ţ' => 't',
        '8' => 'b',
        (>= 'ù' and <= 'ü') or 'ū' or 'ů' or 'ű' => 'u',
        'ç' or 'ć' or 'č' => 'c',
        'ñ' or 'ń' or 'ň' => 'n',
        _ => char.IsLetter(c) ? c : ' ',
    };

    /// <summary>A letter that is drawn out counts once.</summary>
    private static string Squeeze(string word)
    {
        var squeezed = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            var run = 1;
            while (i + run < word.Length && word[i + run] == word[i])
            {
                run++;
            }

            squeezed.Append(word[i], run > 2 ? 1 : run);
            i += run - 1;
        }

        return squeezed.ToString();
    }
}
