using GameServer.Rooms.Tests.Games;

namespace GameServer.Rooms.Tests;

public sealed class GameSettingsTests
{
    private static readonly GameSettings Good = CounterGame.Defaults;

    public static TheoryData<GameSettings> AtTheBounds { get; } =
    [
        Good with { Kind = "a" },
        Good with { Kind = "0123456789-abcdefghijklmnopqrstu" },
        Good with { TickRate = 1 },
        Good with { TickRate = GameSettings.MaxTickRate },
        Good with { Seats = 1 },
        Good with { Seats = GameSettings.MaxSeats },
        Good with { Bots = GameSettings.MaxSeats },
        Good with { EventLogEvents = 1 },
        Good with { EventLogEvents = 65_536 },
        Good with { Grace = TimeSpan.Zero },
        Good with { Grace = TimeSpan.FromHours(1) },
        Good with { EmptyFor = TimeSpan.Zero },
        Good with { EmptyFor = TimeSpan.FromDays(1) },
    ];

    public static TheoryData<string, GameSettings> BeyondTheBounds { get; } = new()
    {
        { "kind", Good with { Kind = null! } },
        { "kind", Good with { Kind = "" } },
        { "kind", Good with { Kind = new string('a', 33) } },
        { "kind", Good with { Kind = "Arena" } },
        { "kind", Good with { Kind = "aréna" } },
        { "TickRate", Good with { TickRate = 0 } },
        { "TickRate", Good with { TickRate = 61 } },
        { "Seats", Good with { Seats = 0 } },
        { "Seats", Good with { Seats = 1001 } },
        { "Bots", Good with { Bots = -1 } },
        { "Bots", Good with { Bots = 1001 } },
        { "EventLogEvents", Good with { EventLogEvents = 0 } },
        { "EventLogEvents", Good with { EventLogEvents = 65_537 } },
        { "Grace", Good with { Grace = TimeSpan.FromMilliseconds(-1) } },
        { "Grace", Good with { Grace = TimeSpan.FromSeconds(3600.5) } },
        { "Grace", Good with { Grace = TimeSpan.MaxValue } },
        { "EmptyFor", Good with { EmptyFor = TimeSpan.FromMilliseconds(-1) } },
        { "EmptyFor", Good with { EmptyFor = TimeSpan.MaxValue } },
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
        Assert.Throws<ArgumentException>(() => Machine.Room.Counter(Good with { Seats = 0 }));

    [Fact]
    public void Times_are_rounded_up_to_whole_ticks()
    {
        var settings = Good with { TickRate = 30 };

        Assert.Equal(0, settings.Ticks(TimeSpan.Zero));
        Assert.Equal(1, settings.Ticks(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(30, settings.Ticks(TimeSpan.FromSeconds(1)));
        Assert.Equal(31, settings.Ticks(TimeSpan.FromMilliseconds(1001)));
    }
}
