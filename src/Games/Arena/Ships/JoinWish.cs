using GameServer.Protocol;

namespace Games.Arena;

/// <summary>What a person who joins wishes.</summary>
/// <param name="Hue">The ship's colour, 0–359, or null for one that is apart from the others.</param>
internal readonly record struct JoinWish(int? Hue)
{
    /// <summary>Reads a join's options: <c>{hue}</c>. What is no map, or has no hue, wishes nothing.</summary>
    /// <exception cref="PayloadException">The hue is none.</exception>
    internal static JoinWish Read(Payload options) =>
        options.Kind == PayloadKind.Map && options["hue"] is { IsNil: false } hue
            ? new JoinWish((int)hue.AsInteger(0, Spawning.Hues - 1))
            : default;
}
