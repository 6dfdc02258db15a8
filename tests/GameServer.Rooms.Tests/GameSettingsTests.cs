using GameServer.Rooms.Tests.Games;

namespace GameServer.Rooms.Tests;

public sealed class GameSettingsTests
{
    private static readonly GameSettings good = CounterGame.Defaults;
    private static readonly GameSettings standing = good with { Standing = new StandingRooms(_ => true) };

    public static TheoryData<GameSettings> AtTheBounds { get; } =
    [
        good with { Kind = "a" },
        good with { Kind = "0123456789-abcdefghijklmnopqrstu" },
        good with { Version = 3, OldestVersion = 3 },
        good with { Version = 3, OldestVersion = 1 },
        good with { TickRate = 1 },
        good with { TickRate = GameSettings.MaxTickRate },
        good with { Seats = 1 },
        good with { Seats = GameSettings.MaxSeats },
        good with { Bots = GameSettings.MaxSeats },
        good with { EventLogEvents = 1 },
        good with { EventLogEvents = 65_536 },
        good with { Grace = TimeSpan.Zero },
        good with { Grace = TimeSpan.FromHours(1) },
        good with { EmptyFor = TimeSpan.Zero },
        good with { EmptyFor = TimeSpan.FromDays(1) },
        standing with { EmptyFor = TimeSpan.FromSeconds(1) },
        standing with { EmptyFor = Timeout.InfiniteTimeSpan },
        good with { Public = true, EmptyFor = TimeSpan.FromSeconds(10) },
        standing with { Public = true, EmptyFor = Timeout.InfiniteTimeSpan },
        standing with { Durable = true },
    ];

    public static TheoryData<string, GameSettings> BeyondTheBounds { get; } = new()
    {
        { "kind", good with { Kind = null! } },
        { "kind", good with { Kind = "" } },
        { "kind", good with { Kind = new string('a', 33) } },
        { "kind", good with { Kind = "Arena" } },
        { "kind", good with { Kind = "aréna" } },
        { "OldestVersion", good with { OldestVersion = 2 } },
        { "TickRate", good with { TickRate = 0 } },
        { "TickRate", good with { TickRate = 61 } },
        { "Seats", good with { Seats = 0 } },
        { "Seats", good with { Seats = 1001 } },
        { "Bots", good with { Bots = -1 } },
        { "Bots", good with { Bots = 1001 } },
        { "EventLogEvents", good with { EventLogEvents = 0 } },
        { "EventLogEvents", good with { EventLogEvents = 65_537 } },
        { "Grace", good with { Grace = TimeSpan.FromMilliseconds(-1) } },
        { "Grace", good with { Grace = TimeSpan.FromSeconds(3600.5) } },
        { "Grace", good with { Grace = TimeSpan.MaxValue } },
        { "EmptyFor", good with { EmptyFor = TimeSpan.FromMilliseconds(-1) } },
        { "EmptyFor", good with { EmptyFor = TimeSpan.MaxValue } },
        { "EmptyFor", good with { EmptyFor = Timeout.InfiniteTimeSpan } },
        { "Standing", good with { Durable = true } },
        { "EmptyFor", standing with { EmptyFor = TimeSpan.FromMilliseconds(999) } },
        { "EmptyFor", good with { Public = true, EmptyFor = TimeSpan.FromSeconds(9) } },
        { "watchable", good with { Public = true, EmptyFor = TimeSpan.FromSeconds(10), Watchable = false } },
    };

    [Theory]
    [MemberData(nameof(AtTheBounds))]
    public void Values_at_the_bounds_are_accepted(GameSettings settings) => settings.Validate();

    [Theory]
    [MemberData(nameof(BeyondTheBounds))]
    public void A_value_beyond_its_bounds_is_named(string name, GameSettings settings) =>
        Assert.Contains(name, Assert.Throws<ArgumentException>(settings.Validate).Message);

    [Fact]
    public void A_room_of_a_game_with_wrong_settings_is_not_made() =>
        Assert.Throws<ArgumentException>(() => Machine.Room.Counter(good with { Seats = 0 }));

    [Fact]
    public void Times_are_rounded_up_to_whole_ticks()
    {
        var settings = good with { TickRate = 30 };

        Assert.Equal(0, settings.Ticks(TimeSpan.Zero));
        Assert.Equal(1, settings.Ticks(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(30, settings.Ticks(TimeSpan.FromSeconds(1)));
        Assert.Equal(31, settings.Ticks(TimeSpan.FromMilliseconds(1001)));
    }
}
