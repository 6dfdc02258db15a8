using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GameServer.Host.Players;

/// <summary>Which names players may have, and names for those who give none.</summary>
internal static class PlayerNames
{
    internal const int MaxCharacters = 16;

    internal const string Rule =
        "A name has 1 to 16 letters, digits, blanks, -, _ or dots, one alphabet of those that look alike, and is fit for everyone.";

    private static readonly string[] first =
    [
        "Amber", "Ardent", "Blue", "Bold", "Bright", "Calm", "Cosmic", "Crimson", "Daring", "Distant", "Fleet", "Golden",
        "Hidden", "Lucky", "Lunar", "Mellow", "Nimble", "Polar", "Quick", "Quiet", "Rapid", "Silver", "Solar", "Wild",
    ];

    private static readonly string[] second =
    [
        "Arrow", "Badger", "Comet", "Corsair", "Drifter", "Ember", "Falcon", "Finch", "Fox", "Hawk", "Heron", "Lynx",
        "Meteor", "Nova", "Orbit", "Otter", "Pilot", "Quasar", "Raven", "Rover", "Scout", "Sparrow", "Swift", "Vega",
    ];

    /// <summary>The name as it will be shown, or null if the rule forbids it.</summary>
    internal static string? Clean(string wished)
    {
        var name = string.Join(' ', wished.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var (characters, readable) = (0, 0);
        foreach (var character in name.EnumerateRunes())
        {
            if (++characters > MaxCharacters || !IsAllowed(character))
            {
                return null;
            }

            readable += Rune.IsLetterOrDigit(character) ? 1 : 0;
        }

        return readable > 0 && !Alphabets.AreMixed(name) && !UglyWords.AreIn(name) ? name : null;
    }

    /// <summary>A made-up name. It need not be the only one of its kind: players are told apart by their ids.</summary>
    /// <param name="withNumber">There are many more of these.</param>
    internal static string MakeUp(bool withNumber = false)
    {
        var last = second[RandomNumberGenerator.GetInt32(second.Length)];
        return withNumber
            ? string.Create(CultureInfo.InvariantCulture, $"{last} {RandomNumberGenerator.GetInt32(100, 1_000_000)}")
            : $"{first[RandomNumberGenerator.GetInt32(first.Length)]} {last}";
    }

    private static bool IsAllowed(Rune character) =>
        (Rune.IsLetterOrDigit(character) && !Alphabets.IsDisguise(character)) || character.Value is ' ' or '-' or '_' or '.';
}
