using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>
/// What a ship is told to do and when it may do what; person or bot makes no difference. Hidden: others see what comes of it.
/// </summary>
internal sealed class Pilot : Row
{
    internal static TableSchema Schema { get; } = new("pilots",
    [
        Column.Int("buttons"),
        Column.Int("aim"),
        Column.Int("input"),
        Column.Int("cooldown"),
        Column.Int("safe"),
        Column.Int("hurt"),
        Column.Int("rewind"),
    ]);

    /// <summary>The first tick in which it may fire again.</summary>
    internal long Cooldown { get => Int(3); set => Set(3, value); }

    /// <summary>The first tick in which it can be hit again.</summary>
    internal long Safe { get => Int(4); set => Set(4, value); }

    /// <summary>When something last hit it.</summary>
    internal long Hurt { get => Int(5); set => Set(5, value); }

    /// <summary>The last input, if it is still in force.</summary>
    internal Controls ControlsAt(long tick) =>
        tick - Int(2) < Rules.InputTicks ? new Controls((int)Int(0), (int)Int(1)) : Controls.None;

    /// <summary>
    /// How many ticks its player sees the others late, as far as that counts: 0 to <see cref="Rules.RewindTicks"/>. An input that
    /// stays in force for a while keeps the distance: what the player sees goes on meanwhile.
    /// </summary>
    internal int Rewind { get => (int)Int(6); private set => Set(6, value); }

    internal void Steer(Controls controls, long tick) => Steer(controls, tick, rewind: 0);

    internal void Steer(PlayerInput input, long tick) =>
        Steer(input.Controls, tick, rewind: (int)(tick - Math.Clamp(input.Seen ?? tick, tick - Rules.RewindTicks, tick)));

    private void Steer(Controls controls, long tick, int rewind)
    {
        Set(0, controls.Buttons);
        Set(1, controls.Aim);
        Set(2, tick);
        Rewind = rewind;
    }
}
