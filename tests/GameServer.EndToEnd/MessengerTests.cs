using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>Two who talk alone, on a server that is killed under them.</summary>
[Collection(nameof(Connecting))]
public sealed class MessengerTests(Browser browser) : IAsyncLifetime
{
    private readonly ServerProcess server = new();

    [SkippableTheory]
    [InlineData("websocket", "WebSocket")]
    [InlineData("poll", "long poll")]
    public async Task What_two_say_to_each_other_is_still_there_after_the_server_was_killed(string transport, string carrier)
    {
        await using var here = await browser.OpenAsync();
        await using var there = await browser.OpenAsync();
        var vega = await JoinAsync(here, "Vega", transport, carrier);
        var mira = await JoinAsync(there, "Mira", transport, carrier);
        await vega.GetByTestId("people").GetByText("Mira").ClickAsync();
        await Assertions.Expect(vega.GetByTestId("room-title")).ToHaveTextAsync("Mira");
        await SayAsync(vega, "only for <b>you</b>");
        // His page has it, but he has not looked.
        await ShowsAsync(vega, "footnote", "Delivered");
        await Assertions.Expect(mira.GetByTestId("direct").Locator(".badge")).ToHaveTextAsync("1", new() { Timeout = 30_000 });

        // Not opened yet: it waits in the inbox.
        var waiting = mira.GetByTestId("direct").GetByText("Vega");
        await Assertions.Expect(mira.GetByTestId("direct")).ToContainTextAsync("only for <b>you</b>", new() { Timeout = 30_000 });
        await waiting.First.ClickAsync();
        await ReadsAsync(mira, "only for <b>you</b>");
        await ShowsAsync(vega, "footnote", "Read");
        await mira.GetByTestId("text").PressSequentiallyAsync("so I thou");
        await Assertions.Expect(vega.GetByText("Mira is typing")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await SayAsync(mira, "so I thought");
        await ReadsAsync(vega, "only for <b>you</b>", "so I thought");

        await mira.GetByTestId("edit").ClickAsync(new() { Force = true });
        await SayAsync(mira, "so I hoped");
        await ReadsAsync(vega, "only for <b>you</b>", "so I hoped edited");
        await SayAsync(mira, "never mind");
        await ReadsAsync(vega, "only for <b>you</b>", "so I hoped edited", "never mind");
        await mira.GetByTestId("remove").Last.ClickAsync(new() { Force = true });
        await ReadsAsync(vega, "only for <b>you</b>", "so I hoped edited", "Taken back");

        await server.KillAsync();
        await server.StartAsync();
        await vega.ReloadAsync();
        await UseAsync(vega, transport, carrier);

        await ReadsAsync(vega, "only for <b>you</b>", "so I hoped edited", "Taken back");
        await SayAsync(vega, "and it is still here");
        await ReadsAsync(mira, "only for <b>you</b>", "so I hoped edited", "Taken back", "and it is still here");
    }

    private async Task<IPage> JoinAsync(IBrowserContext window, string name, string transport, string carrier)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, "chat?room=meeting").ToString());
        await page.GetByTestId("name-input").FillAsync(name);
        await page.GetByTestId("enter").ClickAsync();
        await Assertions.Expect(page.GetByTestId("people")).ToContainTextAsync(name, new() { Timeout = 30_000 });
        await UseAsync(page, transport, carrier);
        return page;
    }

    private static async Task UseAsync(IPage page, string transport, string carrier)
    {
        await page.GetByTestId("use-transport").SelectOptionAsync(transport);
        await ShowsAsync(page, "carrier", $"Connected by {carrier}");
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.GetByTestId("text").FillAsync(text);
        await page.GetByTestId("text").PressAsync("Enter");
    }

    private static Task ShowsAsync(IPage page, string place, string text) =>
        Assertions.Expect(page.GetByTestId(place)).ToContainTextAsync(text, new() { Timeout = 30_000 });

    private static async Task ReadsAsync(IPage page, params string[] said)
    {
        IReadOnlyList<string> read = [];
        await Until.HoldsAsync(
            $"all that was said is read up to '{said[^1]}'",
            async () => (read = await page.GetByTestId("log").Locator(".text").AllTextContentsAsync()).SequenceEqual(said),
            TimeSpan.FromSeconds(60),
            () => string.Join(" | ", read));
    }

    Task IAsyncLifetime.InitializeAsync() => server.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => ((IAsyncLifetime)server).DisposeAsync();
}
