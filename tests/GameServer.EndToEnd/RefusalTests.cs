namespace GameServer.EndToEnd;

/// <summary>What a player cannot have, said calmly and with a way on: in an arena with one seat and short rounds.</summary>
[Collection(nameof(Playing))]
public sealed class RefusalTests(Browser browser) : IAsyncLifetime
{
    private readonly ServerProcess server = new()
    {
        Settings = ["--Arena:Seats=1", "--Arena:Bots=3", "--Arena:RoundSeconds=6", "--Arena:PodiumSeconds=4"],
    };

    [SkippableFact]
    public async Task Who_finds_a_room_full_may_watch_it()
    {
        await using var window = await browser.OpenAsync();
        await using var otherWindow = await browser.OpenAsync();
        var first = await ArenaPage.OpenAsync(window, server.Address);
        var mine = await first.PlayAsync("Nova");
        var second = await ArenaPage.OpenAsync(otherWindow, server.Address, $"?room={mine.RoomId}");
        await second.Page.GetByTestId("name-input").FillAsync("Vega");
        await second.Page.Keyboard.PressAsync("Enter");
        await second.AppearsAsync("watch");
        Assert.StartsWith("That room is full.", await second.TextAsync("status-line"), StringComparison.Ordinal);

        await second.Page.GetByTestId("watch").ClickAsync();
        await second.WaitAsync("the game is seen", seen =>
            seen is { Phase: "playing", Seat: -1 } && seen.Ships.Any(ship => ship.Key == mine.ShipKey));
        await Until.HoldsAsync("there is no free seat", async () => await second.TextAsync("take-seat") == "No free seat");
        Assert.True(await second.Page.GetByTestId("take-seat").IsDisabledAsync());
    }

    [SkippableFact]
    public async Task An_ugly_name_is_refused_in_a_sentence_and_another_one_plays()
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        await arena.Page.GetByTestId("name-input").FillAsync("Sh1t");
        await arena.Page.Keyboard.PressAsync("Enter");
        await Until.HoldsAsync("the page says so", async () =>
            (await arena.TextAsync("name-problem")).Contains("cannot be used here", StringComparison.Ordinal));

        var seen = await arena.PlayAsync("Scunthorpe");

        Assert.Equal("Scunthorpe", seen.Own!.Name);
    }

    [SkippableFact]
    public async Task A_round_that_ends_takes_nothing_from_who_is_typing()
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        await arena.PlayAsync("Nova");
        await Until.HoldsAsync("a round is played", async () => await arena.IsVisibleAsync("clock"));
        await arena.Page.Keyboard.PressAsync("Enter");
        await arena.TypeAsync("good ");
        await arena.AppearsAsync("podium");
        await arena.TypeAsync("fight");

        var text = arena.Page.GetByTestId("chat-text");
        Assert.Equal("good fight", await text.InputValueAsync());
        Assert.True(await text.EvaluateAsync<bool>(
            "field => { const { x, y, width, height } = field.getBoundingClientRect(); "
            + "return document.elementFromPoint(x + width / 2, y + height / 2) === field; }"));

        await Until.HoldsAsync("the next round is played", async () => await arena.IsVisibleAsync("clock"));
        Assert.Equal("good fight", await text.InputValueAsync());
        await arena.Page.Keyboard.PressAsync("Enter");
        await Until.HoldsAsync("it was said", async () =>
            (await arena.TextAsync("chat-lines")).Contains("good fight", StringComparison.Ordinal));
        Assert.Empty(arena.Complaints);
    }

    Task IAsyncLifetime.InitializeAsync() => server.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => ((IAsyncLifetime)server).DisposeAsync();
}
