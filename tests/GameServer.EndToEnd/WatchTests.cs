using Microsoft.Playwright;

namespace GameServer.EndToEnd;

[Collection(nameof(Playing))]
public sealed class WatchTests(ServerProcess server, Browser browser)
{
    [SkippableFact]
    public async Task A_watch_link_shows_the_game_at_once_and_takes_no_seat()
    {
        await using var window = await browser.OpenAsync();
        await using var otherWindow = await browser.OpenAsync();
        var pilot = await ArenaPage.OpenAsync(window, server.Address);
        await pilot.Page.GetByTestId("name-input").FillAsync("Nova");
        await pilot.Page.GetByTestId("play-with-friends").ClickAsync();
        await pilot.AppearsAsync("watch-link");
        var link = await pilot.Page.GetByTestId("watch-link").InputValueAsync();
        await pilot.Page.Keyboard.PressAsync("Escape");
        var mine = await pilot.WaitAsync("the ship is there", seen => seen is { Phase: "playing", Own: not null });

        var watcher = await ArenaPage.OpenAsync(otherWindow, server.Address, new Uri(link).Query);
        var before = await watcher.WaitAsync("the game is seen", seen => seen is { Phase: "playing", Ships.Count: > 0 });
        Assert.Equal((mine.RoomId, -1, null), (before.RoomId, before.Seat, before.ShipKey));
        Assert.Equal(1, before.Ships.Count(ship => ship.Seat >= 0));

        await pilot.Page.Keyboard.DownAsync("w");
        await watcher.WaitAsync("the flyer is seen to move", seen => Distance(Flyer(seen), Flyer(before)) > 60);
        await pilot.Page.Keyboard.UpAsync("w");
        Assert.False(await watcher.IsVisibleAsync("hull"));
        Assert.False(await watcher.IsVisibleAsync("chat-button"));

        // The watcher's keys choose a ship and fly none.
        var watched = new HashSet<string>();
        await Until.HoldsAsync("every ship is chosen by keys", async () =>
        {
            await watcher.Page.Keyboard.PressAsync("ArrowRight");
            watched.Add(await watcher.TextAsync("watched-name"));
            return watched.Contains("Nova") && watched.Count > 3;
        });
        Assert.Empty(watcher.Complaints);
        Assert.Equal(1, (await pilot.LookAsync()).Ships.Count(ship => ship.Seat >= 0));

        ShipSeen Flyer(ArenaSeen seen) => seen.Ships.Single(ship => ship.Key == mine.ShipKey);
    }

    [SkippableFact]
    public async Task A_watcher_takes_a_seat_with_the_thumb()
    {
        await using var window = await browser.OpenAsync();
        await using var phone = await browser.OpenAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 844, Height = 390 },
            HasTouch = true,
            IsMobile = true,
        });
        var pilot = await ArenaPage.OpenAsync(window, server.Address);
        var mine = await pilot.PlayAsync("Nova");
        var watcher = await ArenaPage.OpenAsync(phone, server.Address, $"?room={mine.RoomId}&watch=1");
        await watcher.WaitAsync("the game is seen", seen => seen is { Phase: "playing", Seat: -1 });

        await watcher.Page.GetByTestId("watch-next").TapAsync();
        await watcher.Page.GetByTestId("take-seat").TapAsync();
        await watcher.Page.GetByTestId("name-input").FillAsync("Mira");
        await watcher.Page.GetByTestId("play").TapAsync();

        var seated = await watcher.WaitAsync("there is a ship", seen => seen is { Phase: "playing", Own: not null });
        Assert.Equal((mine.RoomId, "Mira"), (seated.RoomId, seated.Own!.Name));
        Assert.False(await watcher.IsVisibleAsync("watching"));
        Assert.Empty(watcher.Complaints);
    }

    private static double Distance(ShipSeen one, ShipSeen other) =>
        Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2));
}
