using GameServer.Protocol;

namespace Games.Arena;

/// <summary>One input: what a player does, and what the player saw.</summary>
/// <param name="Controls">What the ship is told to do.</param>
/// <param name="Seen">The tick of which the player saw the others; null if the client does not say.</param>
internal readonly record struct PlayerInput(Controls Controls, long? Seen)
{
    /// <summary>Reads what a client sent: <c>[buttons, aim]</c> or <c>[buttons, aim, seen]</c>.</summary>
    /// <exception cref="PayloadException">It is anything else.</exception>
    internal static PlayerInput Read(Payload input)
    {
        var buttons = (int)input[0].AsInteger(0, Controls.AllButtons);
        var aim = (int)input[1].AsInteger(Controls.NoAim, 1023);
        return input.Count switch
        {
            2 => new PlayerInput(new Controls(buttons, aim), null),
            // Any tick is allowed: who is far behind, or ahead by a rounding, is not told so but judged by the nearest that counts.
            3 => new PlayerInput(new Controls(buttons, aim), input[2].AsInteger()),
            var items => throw new PayloadException($"An input must be [buttons, aim] or [buttons, aim, seen], not {items} items."),
        };
    }
}
