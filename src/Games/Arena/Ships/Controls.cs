namespace Games.Arena;

/// <summary>What a player presses and where the ship is to point.</summary>
/// <param name="Buttons">The sum of the buttons that are down.</param>
/// <param name="Aim">The heading to turn to, 0–1023, or <see cref="NoAim"/>.</param>
public readonly record struct Controls(int Buttons, int Aim)
{
    /// <summary>Button: accelerate.</summary>
    public const int Thrust = 1;

    /// <summary>Button: slow down.</summary>
    public const int Brake = 2;

    /// <summary>Button: turn left, without an aim.</summary>
    public const int Left = 4;

    /// <summary>Button: turn right, without an aim.</summary>
    public const int Right = 8;

    /// <summary>Button: fire.</summary>
    public const int Fire = 16;

    /// <summary>No aim: the ship turns by the buttons.</summary>
    public const int NoAim = -1;

    /// <summary>All of them.</summary>
    internal const int AllButtons = 31;

    /// <summary>Nothing is pressed.</summary>
    public static Controls None { get; } = new(0, NoAim);

    /// <summary>Whether a button is down.</summary>
    public bool Has(int button) => (Buttons & button) != 0;
}
