using System.Globalization;
using System.Text;

namespace GameServer.Protocol;

public readonly partial struct Payload
{
    /// <summary>
    /// What somebody wrote for others to read, without blanks around it: one line with something to see in it, and without control
    /// characters and marks that turn the writing direction, which would spill over into what others wrote. Markup is text like any
    /// other; who shows it shows it as text.
    /// </summary>
    /// <param name="maxLength">The most UTF-16 code units (<see cref="string.Length"/>) that are accepted.</param>
    /// <exception cref="PayloadException">This is not a text, or not such a line.</exception>
    public string AsLine(int maxLength)
    {
        var line = AsText(2 * maxLength).Trim();
        var isVisible = false;
        foreach (var character in line.EnumerateRunes())
        {
            if (Breaks(character))
            {
                throw new PayloadException(Sentence($"{Name} must be one line without control characters."));
            }

            isVisible |= IsVisible(character);
        }

        return isVisible && line.Length <= maxLength
            ? line
            : throw new PayloadException(Sentence($"{Name} must have 1 to {maxLength} characters."));
    }

    private static bool Breaks(Rune character) =>
        character.Value is (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069)
        || Rune.GetUnicodeCategory(character)
            is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Letters of Hangul that fill a place, and the pattern of Braille without a dot, look like blanks but are none.
    private static bool IsVisible(Rune character) =>
        character.Value is not (0x115f or 0x1160 or 0x2800 or 0x3164 or 0xffa0)
        && Rune.GetUnicodeCategory(character)
            is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}
