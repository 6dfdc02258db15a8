using Microsoft.Playwright;

namespace GameServer.EndToEnd;

[Collection(nameof(Playing))]
public sealed class PlayTests(ServerProcess server, Browser browser)
{
    [SkippableFact]
    public async Task Two_browsers_meet_by_quick_match_and_one_sees_the_other_fly_and_fire()
    {
        await using var window = await browser.OpenAsync();
        await using var otherWindow = await browser.OpenAsync();
        var pilot = await ArenaPage.OpenAsync(window, server.Address);
        var mine = await pilot.PlayAsync("Nova");
        var watcher = await ArenaPage.OpenAsync(otherWindow, server.Address);
        var theirs = await watcher.PlayAsync("Vega");

        Assert.Equal(mine.RoomId, theirs.RoomId);
        Assert.NotEqual(mine.PlayerId, theirs.PlayerId);
        var before = (await watcher.WaitAsync("the other ship is seen", seen => Other(seen) is { Alive: true }));

        await pilot.Page.Keyboard.DownAsync("w");
        await watcher.WaitAsync("the other ship has flown", seen =>
            Other(seen) is { } now && Distance(now, Other(before)!) > 60);
        await pilot.Page.Keyboard.UpAsync("w");
        await pilot.Page.Keyboard.DownAsync("Space");
        await watcher.WaitAsync("shots are seen", seen => seen.Shots > 0);
        await pilot.Page.Keyboard.UpAsync("Space");

        var hint = pilot.Page.GetByTestId("hint");
        await Assertions.Expect(hint).ToContainTextAsync("W thrust");
        await Assertions.Expect(hint).ToBeHiddenAsync();
        await pilot.Page.Keyboard.PressAsync("h");
        await Assertions.Expect(hint).ToBeVisibleAsync();
        await pilot.Page.GetByTestId("controls-button").ClickAsync();
        await Assertions.Expect(hint).ToBeHiddenAsync();

        Assert.Empty(pilot.Complaints);
        Assert.Empty(watcher.Complaints);

        ShipSeen? Other(ArenaSeen seen) => seen.Ships.FirstOrDefault(ship => ship.Key == mine.ShipKey);
    }

    [SkippableFact]
    public async Task A_reload_within_the_grace_time_gets_the_same_ship_back()
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        var before = await arena.PlayAsync("Rigel");

        await arena.Page.ReloadAsync();

        var after = await arena.WaitAsync("the ship is back", seen => seen is { Phase: "playing", Own: not null });
        Assert.Equal(
            (before.RoomId, before.Seat, before.ShipKey, before.PlayerId),
            (after.RoomId, after.Seat, after.ShipKey, after.PlayerId));
        Assert.Equal("Rigel", after.Own!.Name);
    }

    [SkippableFact]
    public async Task Two_tabs_are_one_player_and_the_older_one_may_come_back_or_play_as_a_second_guest()
    {
        await using var window = await browser.OpenAsync();
        var first = await ArenaPage.OpenAsync(window, server.Address);
        var mine = await first.PlayAsync("Altair");
        var second = await ArenaPage.OpenAsync(window, server.Address, $"?room={mine.RoomId}");
        var again = await second.PlayAsync("Altair");
        Assert.Equal(mine.ShipKey, again.ShipKey);

        await first.Page.GetByTestId("play-here").ClickAsync();
        var back = await first.WaitAsync("the first tab plays again", seen => seen is { Phase: "playing", Own: not null });
        Assert.Equal(mine.ShipKey, back.ShipKey);

        await second.Page.GetByTestId("second-guest").ClickAsync();
        var guest = await second.WaitAsync("the second tab plays too", seen => seen is { Phase: "playing", Own: not null });
        Assert.NotEqual(mine.PlayerId, guest.PlayerId);
        Assert.NotEqual(mine.ShipKey, guest.ShipKey);
        await first.WaitAsync("the first tab goes on", seen => seen is { Phase: "playing", Own: not null });
    }

    [SkippableFact]
    public async Task A_phone_flies_with_one_thumb_and_fires_with_the_other_while_it_turns()
    {
        await using var window = await browser.OpenAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            HasTouch = true,
            IsMobile = true,
        });
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        await arena.Page.GetByTestId("name-input").FillAsync("Mira");
        await arena.Page.GetByTestId("play").TapAsync();
        var before = await arena.WaitAsync("the ship is there", seen => seen is { Phase: "playing", Own.Alive: true });

        var touch = await arena.Page.Context.NewCDPSessionAsync(arena.Page);
        await TouchAsync("touchStart", (100, 600));
        await TouchAsync("touchMove", (100, 540));
        await arena.WaitAsync("the ship has flown", seen => seen.Own is { } own && Distance(own, before.Own!) > 60);
        await TouchAsync("touchStart", (100, 540), (310, 700));
        var (turns, swings) = (new HashSet<int>(), 0);
        await Until.HoldsAsync("the room has shots of a ship that turns", async () =>
        {
            // To and fro: a single turn would be over before a busy machine has looked three times.
            await TouchAsync("touchMove", swings++ % 2 == 0 ? (60, 600) : (100, 540), (310, 700));
            if (await arena.LookAsync() is { OwnShots: > 0, Own: { Alive: true } own })
            {
                turns.Add(own.Angle);
            }

            return turns.Count > 2;
        });
        await TouchAsync("touchEnd");
        await arena.WaitAsync("the guns are silent", seen => seen is { OwnShots: 0, Own.Alive: true });
        Assert.Empty(arena.Complaints);

        Task TouchAsync(string type, params (int X, int Y)[] thumbs) => touch.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = type,
            ["touchPoints"] = thumbs.Select((thumb, id) => new { x = thumb.X, y = thumb.Y, id }).ToArray(),
        });
    }

    private static double Distance(ShipSeen one, ShipSeen other) =>
        Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2));
}
