using System.Diagnostics.CodeAnalysis;

namespace GameServer.Rooms;

/// <summary>
/// Rooms that are there by their name, such as <c>chat.general</c>: nobody makes them, the first who asks for one finds it begun. One
/// that has ended begins anew when it is asked for again.
/// </summary>
/// <param name="Allows">
/// Whether there is a room of that name. It must always say the same of a name. Names have 1–62 characters a–z, A–Z, 0–9, underscore
/// and dash, and are asked for by whoever likes.
/// </param>
/// <param name="IsPrivate">Whether quick match leaves them out; otherwise it fills them like any public room.</param>
public sealed record StandingRooms(Func<string, bool> Allows, bool IsPrivate = false)
{
    /// <summary>
    /// Why a player may not come into the room of a name, as a sentence, or null if nothing speaks against it; it must always say the same.
    /// Who may not come in is refused without a room being begun, and a room with such a rule begins for players who want a seat and for
    /// mail, not for who only wants to watch. Null for rooms that begin for everyone.
    /// </summary>
    /// <remarks>Its arguments are the room's name and the player's id. The game's own <see cref="Game.OnJoin"/> need not ask again.</remarks>
    public Func<string, string, string?>? Bars { get; init; }

    /// <summary>The most characters of an id, <c>kind.name</c>.</summary>
    public const int MaxIdLength = 64;

    /// <summary>
    /// Which names are shown to everyone in lists of live rooms, though quick match leaves the rooms out; null for none. Rooms that quick
    /// match fills, and those that anyone may watch, are shown anyway.
    /// </summary>
    public Func<string, bool>? IsListed { get; init; }

    /// <summary>A private room for each player, named by the player's id, into which nobody else comes.</summary>
    /// <param name="sentence">What others are told.</param>
    public static StandingRooms OfEachPlayer(string sentence) => new(PlayerIds.IsValid, IsPrivate: true)
    {
        Bars = (name, player) => name == player ? null : sentence,
    };

    /// <summary>Whether a room is shown to everyone though quick match leaves it out.</summary>
    /// <param name="roomId">The room.</param>
    public bool Lists(string roomId) => IsListed is { } isListed && TryParse(roomId, out _, out var name) && isListed(name);

    /// <summary>Why a player may not come into a room; null if nothing speaks against it.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="playerId">The player.</param>
    public string? WhyBarred(string roomId, string playerId) =>
        Bars is { } bars && TryParse(roomId, out _, out var name) ? bars(name, playerId) : null;

    /// <summary>The id of a standing room.</summary>
    /// <param name="kind">The kind of game.</param>
    /// <param name="name">The room's name.</param>
    public static string IdOf(string kind, string name) => $"{kind}.{name}";

    /// <summary>Takes an id apart. Random ids have no dot, so they are never taken for one of these.</summary>
    /// <param name="roomId">Anything.</param>
    /// <param name="kind">The kind of game.</param>
    /// <param name="name">The room's name.</param>
    /// <returns>Whether it can be the id of a standing room; not, whether there is one.</returns>
    public static bool TryParse(string roomId, [NotNullWhen(true)] out string? kind, [NotNullWhen(true)] out string? name)
    {
        (kind, name) = (null, null);
        var dot = roomId.IndexOf('.', StringComparison.Ordinal);
        if (roomId.Length > MaxIdLength || dot < 0 || !GameSettings.IsKind(roomId.AsSpan(0, dot)) || !IsName(roomId.AsSpan(dot + 1)))
        {
            return false;
        }

        (kind, name) = (roomId[..dot], roomId[(dot + 1)..]);
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-'))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
