namespace GameServer.Rooms;

/// <summary>Ids of players, as the server's tokens have them.</summary>
public static class PlayerIds
{
    private const int Length = 32;

    /// <summary>Whether that can be a player's id: 32 hexadecimal digits, in lower case. Rooms that belong to a player are named by it.</summary>
    public static bool IsValid(string id) => id.Length == Length && id.All(char.IsAsciiHexDigitLower);
}
