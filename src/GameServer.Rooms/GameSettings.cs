namespace GameServer.Rooms;

/// <summary>What happens to a seat whose player's connection is lost.</summary>
public enum AwayRule
{
    /// <summary>The seat is kept for <see cref="GameSettings.Grace"/>.</summary>
    KeepSeat,

    /// <summary>The seat is given up at once.</summary>
    GiveUpSeat,
}

/// <summary>The fixed properties of a kind of game.</summary>
public sealed record GameSettings
{
    /// <summary>The most seats that a room may have.</summary>
    public const int MaxSeats = 1000;

    /// <summary>The highest tick rate, in ticks a second.</summary>
    public const int MaxTickRate = 60;

    private static readonly TimeSpan maxGrace = TimeSpan.FromHours(1);
    private static readonly TimeSpan maxEmptyFor = TimeSpan.FromDays(1);

    // Relays tell every five seconds that a room is watched.
    private static readonly TimeSpan minPublicEmptyFor = TimeSpan.FromSeconds(10);

    private readonly int? oldestVersion;

    /// <summary>The name by which players ask for this game: 1–32 characters a–z, 0–9 and dash.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// Version of the rules. Rooms of a newer one are left to nodes that have it; those of an older one are taken over from
    /// <see cref="OldestVersion"/> on.
    /// </summary>
    public int Version { get; init; } = 1;

    /// <summary>
    /// The oldest version whose rooms this one goes on with, by <see cref="Game.OnMigrate"/>; <see cref="Version"/> if it is not set, and at
    /// most that.
    /// </summary>
    public int OldestVersion
    {
        get => oldestVersion ?? Version;
        init => oldestVersion = value;
    }

    /// <summary>Ticks a second, 1–60.</summary>
    public int TickRate { get; init; } = 30;

    /// <summary>Seats for players, 1–1,000; bots need none.</summary>
    public int Seats { get; init; } = 16;

    /// <summary>Up to how many participants a game fills a room with bots; 0 for none.</summary>
    public int Bots { get; init; }

    /// <summary>What happens when a connection is lost.</summary>
    public AwayRule Away { get; init; } = AwayRule.KeepSeat;

    /// <summary>How long a seat is kept for a player whose connection is lost, at most an hour.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a room without a human seat stays before it stops, at most a day; a standing room may stay for ever
    /// (<see cref="Timeout.InfiniteTimeSpan"/>), and at least a second.
    /// </summary>
    public TimeSpan EmptyFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Which rooms of this kind are there by their name; null for none.</summary>
    public StandingRooms? Standing { get; init; }

    /// <summary>Whether the room may be watched without a seat.</summary>
    public bool Watchable { get; init; } = true;

    /// <summary>
    /// Whether anyone may watch over an event stream without being a player: no token, no ticket. A public room counts as empty only
    /// when nobody has watched it for <see cref="EmptyFor"/> either, which is at least ten seconds then.
    /// </summary>
    public bool Public { get; init; }

    /// <summary>Events that are kept for readers that come back, 1–65,536.</summary>
    public int EventLogEvents { get; init; } = EventLog.DefaultEvents;

    /// <summary>
    /// Whether its standing rooms are kept in the server's database: what a client was told outlives all nodes, and an empty room comes
    /// again as it was. Such a room tells what happened when the database has it, which takes longer than another node's memory. States
    /// of a <see cref="Version"/> that is not gone on with are kept and not read.
    /// </summary>
    public bool Durable { get; init; }

    internal long GraceTicks => Ticks(Grace);

    /// <summary>How many ticks that time spans, rounded up.</summary>
    public long Ticks(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds * TickRate);

    /// <summary>Checks all bounds.</summary>
    /// <exception cref="ArgumentException">A value is out of its bounds; the message names it.</exception>
    public void Validate()
    {
        if (!IsKind(Kind))
        {
            throw new ArgumentException($"The kind '{Kind}' must be 1–32 characters a–z, 0–9 and dash.");
        }

        if (Public && (!Watchable || (EmptyFor < minPublicEmptyFor && EmptyFor != Timeout.InfiniteTimeSpan)))
        {
            throw new ArgumentException(
                $"The game '{Kind}' is public, so it must be watchable and have an EmptyFor of at least {minPublicEmptyFor}.");
        }

        if (Durable && Standing is null)
        {
            throw new ArgumentException($"Durable rooms of game '{Kind}' have to be Standing: they are found again by their names.");
        }

        Check(OldestVersion, int.MinValue, Version, nameof(OldestVersion));
        Check(TickRate, 1, MaxTickRate, nameof(TickRate));
        Check(Seats, 1, MaxSeats, nameof(Seats));
        Check(Bots, 0, MaxSeats, nameof(Bots));
        Check(EventLogEvents, 1, 65_536, nameof(EventLogEvents));
        Check(Grace, maxGrace, nameof(Grace));
        if (Standing is null || EmptyFor != Timeout.InfiniteTimeSpan)
        {
            // A standing room that ended at once would be asked for again by its own relay, on and on.
            Check(EmptyFor, maxEmptyFor, nameof(EmptyFor), Standing is null ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
        }
    }

    internal static bool IsKind(ReadOnlySpan<char> kind)
    {
        foreach (var character in kind)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-')
            {
                return false;
            }
        }

        return kind.Length is >= 1 and <= 32;
    }

    private void Check(TimeSpan value, TimeSpan max, string name, TimeSpan min = default)
    {
        if (value < min || value > max)
        {
            throw new ArgumentException($"{name} of game '{Kind}' is {value}; it must be {min}–{max}.");
        }
    }

    private void Check(int value, int min, int max, string name)
    {
        if (value < min || value > max)
        {
            throw new ArgumentException($"{name} of game '{Kind}' is {value}; it must be {min}–{max}.");
        }
    }
}
