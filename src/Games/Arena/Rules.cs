using GameServer.Rooms;

namespace Games.Arena;

/// <summary>
/// The numbers of the game. Lengths are in 1/16 of a unit (<see cref="Unit"/>), speeds in that per tick, times in ticks,
/// angles in <see cref="Turn"/> steps.
/// </summary>
public static class Rules
{
    /// <summary>Steps in one unit of length.</summary>
    public const int Unit = 16;

    /// <summary>What clients multiply lengths and speeds by to have them in units.</summary>
    public const double Quantum = 1.0 / Unit;

    /// <summary>Ticks in a second.</summary>
    public const int TickRate = 30;

    /// <summary>Radius of a ship.</summary>
    public const int ShipRadius = 22 * Unit;

    /// <summary>Hit points of an unharmed ship.</summary>
    public const int FullHp = 100;

    /// <summary>Hit points that a shot takes.</summary>
    public const int Damage = 20;

    /// <summary>From one shot to the next of the same ship.</summary>
    public const int FireCooldown = 8;

    /// <summary>The same while overcharged.</summary>
    public const int ChargedCooldown = 4;

    /// <summary>A shot's own speed; the velocity of the ship that fired it comes on top.</summary>
    public const int ShotSpeed = 28 * Unit;

    /// <summary>How long a shot flies.</summary>
    public const int ShotTtl = 40;

    /// <summary>
    /// From a ship's centre to where its shots are born. Less than the radius, so that a ship lying exactly on top of another
    /// can be hit by it.
    /// </summary>
    public const int Muzzle = 20 * Unit;

    /// <summary>From death to coming back.</summary>
    public const int RespawnTicks = 90;

    /// <summary>How long shots pass through a ship that has just come.</summary>
    public const int ProtectionTicks = 30;

    /// <summary>How many ticks the past is looked at to judge a shot by what its shooter saw: 200 ms.</summary>
    public const int RewindTicks = 6;

    /// <summary>
    /// How far from where a ship is now it may be hit where it was: as far as a ship can come in <see cref="RewindTicks"/>, 66
    /// units. Who was further away has not flown here.
    /// </summary>
    public const int RewindReach = RewindTicks * (Flight.TopSpeed + 1);

    /// <summary>How near a ship's centre must come to a crystal to take it: the radii of both.</summary>
    public const int TakeRange = ShipRadius + 10 * Unit;

    /// <summary>The most that a ship can carry. A crystal that does not fit in whole is left.</summary>
    public const int Hold = 30;

    /// <summary>Hit points that a repair gives.</summary>
    public const int RepairHp = 40;

    /// <summary>How long an overcharge lasts.</summary>
    public const int ChargeTicks = 8 * TickRate;

    /// <summary>From one crystal that grows to the next.</summary>
    public const int GrowTicks = 20;

    /// <summary>Score for a kill.</summary>
    public const int KillScore = 10;

    /// <summary>How long nothing must have hit a ship before it mends.</summary>
    public const int MendAfter = 5 * TickRate;

    /// <summary>A mending ship wins one hit point back in this time.</summary>
    public const int MendEvery = 10;

    /// <summary>An input stays in force this long when no other follows: a connection that stalls must not fly on for ever.</summary>
    public const int InputTicks = 15;

    /// <summary>Things that a player may say within <see cref="SayTicks"/>.</summary>
    public const int SayLimit = 5;

    /// <summary>The time in which <see cref="SayLimit"/> counts.</summary>
    public const int SayTicks = 5 * TickRate;

    /// <summary>Longest thing that can be said, in UTF-16 code units.</summary>
    public const int SayLength = 200;

    /// <summary>From a shot fired in a tick to the next, by guns that are overcharged until another. Clients predict it.</summary>
    public static int Cooldown(long tick, long charge) => tick < charge ? ChargedCooldown : FireCooldown;

    /// <summary>How many ticks that time spans, rounded up.</summary>
    internal static long Ticks(TimeSpan time) => (time.Ticks * TickRate + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
}
