using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using GameServer.Rooms;

namespace Games.Messenger;

/// <summary>
/// The names of a messenger's rooms say whose they are, so that each can tell by itself who may come in: <c>inbox.</c> and the player's
/// id, and <c>talk.</c> and both ids, the 16 bytes of each as 22 characters of base64url, the lower one (by character codes) first.
/// </summary>
public static class Conversations
{
    private const int PlayerLength = 32;
    private const int HalfLength = 22;

    /// <summary>The room of a player's inbox.</summary>
    public static string InboxOf(string player) => StandingRooms.IdOf(InboxGame.Kind, player);

    /// <summary>The room in which two players talk.</summary>
    /// <exception cref="ArgumentException">They are one and the same, or one of them is no player.</exception>
    public static string TalkOf(string one, string other)
    {
        if (!PlayerIds.IsValid(one) || !PlayerIds.IsValid(other) || one == other)
        {
            throw new ArgumentException($"'{one}' and '{other}' are not two players.", nameof(other));
        }

        var (half, otherHalf) = (Half(one), Half(other));
        return StandingRooms.IdOf(
            TalkGame.Kind, string.CompareOrdinal(half, otherHalf) < 0 ? half + otherHalf : otherHalf + half);
    }

    /// <summary>Whether two players can talk in a room of that name.</summary>
    internal static bool IsTalk(string name) => TryFindMembers(StandingRooms.IdOf(TalkGame.Kind, name), out _);

    /// <summary>Who talks in a room.</summary>
    /// <returns>False if nobody can, since its id is not what <see cref="TalkOf"/> makes.</returns>
    internal static bool TryFindMembers(string roomId, [NotNullWhen(true)] out string[]? members)
    {
        members = null;
        if (!StandingRooms.TryParse(roomId, out var kind, out var name) || kind != TalkGame.Kind || name.Length != 2 * HalfLength
            || PlayerOf(name[..HalfLength]) is not { } one || PlayerOf(name[HalfLength..]) is not { } other
            || one == other || TalkOf(one, other) != roomId)
        {
            return false;
        }

        members = [one, other];
        return true;
    }

    private static string Half(string player) => Base64Url.EncodeToString(Convert.FromHexString(player));

    private static string? PlayerOf(string half)
    {
        Span<byte> bytes = stackalloc byte[PlayerLength / 2];
        return Base64Url.DecodeFromChars(half, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length
            ? Convert.ToHexStringLower(bytes)
            : null;
    }
}
