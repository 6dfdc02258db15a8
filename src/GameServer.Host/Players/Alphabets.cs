using System.Text;

namespace GameServer.Host.Players;

/// <summary>Keeps players from passing for others by letters that look like theirs.</summary>
internal static class Alphabets
{
    private enum Alphabet
    {
        Other,
        Latin,
        Greek,
        Cyrillic,
        Armenian,
        Cherokee,
        Lisu,
    }

    /// <summary>
    /// Whether letters come from more than one of the alphabets that have letters of the same look. Others, such as Han beside
    /// Latin, are told apart at a glance.
    /// </summary>
    internal static bool AreMixed(string name)
    {
        var found = Alphabet.Other;
        foreach (var character in name.EnumerateRunes())
        {
            var alphabet = Rune.IsLetter(character) ? Of(character.Value) : Alphabet.Other;
            if (alphabet == Alphabet.Other || alphabet == found)
            {
                continue;
            }

            if (found != Alphabet.Other)
            {
                return true;
            }

            found = alphabet;
        }

        return false;
    }

    /// <summary>
    /// Whether it is a letter or digit that shows nothing (the fillers of Hangul), or that is another one in disguise: small
    /// capitals, wide, bold, ligatured and other forms that exist beside the letter itself.
    /// </summary>
    internal static bool IsDisguise(Rune character) => character.Value
        is 0x115f or 0x1160 or 0x3164
        or (>= 0x1d00 and <= 0x1dbf)
        or (>= 0x2071 and <= 0x214f)
        or (>= 0xfb00 and <= 0xfdff)
        or (>= 0xfe70 and <= 0xffef)
        or (>= 0x1d400 and <= 0x1d7ff);

    private static Alphabet Of(int letter) => letter switch
    {
        <= 0x24f or (>= 0x250 and <= 0x2af) or (>= 0x1e00 and <= 0x1eff) or (>= 0x2c60 and <= 0x2c7f) or (>= 0xa720 and <= 0xa7ff) =>
            Alphabet.Latin,
        (>= 0x370 and <= 0x3ff) or (>= 0x1f00 and <= 0x1fff) => Alphabet.Greek,
        (>= 0x400 and <= 0x52f) or (>= 0x1c80 and <= 0x1c8f) or (>= 0x2de0 and <= 0x2dff) or (>= 0xa640 and <= 0xa69f) =>
            Alphabet.Cyrillic,
        >= 0x530 and <= 0x58f => Alphabet.Armenian,
        (>= 0x13a0 and <= 0x13ff) or (>= 0xab70 and <= 0xabbf) => Alphabet.Cherokee,
        >= 0xa4d0 and <= 0xa4ff => Alphabet.Lisu,
        _ => Alphabet.Other,
    };
}
