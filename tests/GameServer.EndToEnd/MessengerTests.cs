using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>Two who talk alone, on a server that is killed under them.</summary>
[Collection(nameof(Connecting))]
public sealed class MessengerTests(Browser browser) : IAsyncLifetime
{
    private readonly ServerProcess server = new();

    [SkippableTheory]
    [InlineData("websocket")]
    [InlineData("poll")]
    public async Task What_two_say_to_each_other_is_still_there_after_the_server_was_killed(string transport)
    {
        await using var here = await browser.OpenAsync();
        await using var there = await browser.OpenAsync();
        var vega = await JoinAsync(here, "Vega", transport);
        var mira = await JoinAsync(there, "Mira", transport);
        await vega.GetByTestId("people").GetByText("Mira").ClickAsync();
        await Assertions.Expect(vega.GetByTestId("room-title")).ToHaveTextAsync("Mira");
        await SayAsync(vega, "only for <b>you</b>");

        // Not opened yet: it waits in the inbox.
        var waiting = mira.GetByTestId("direct").GetByText("Vega");
        await Assertions.Expect(mira.GetByTestId("direct")).ToContainTextAsync("only for <b>you</b>", new() { Timeout = 30_000 });
        await waiting.First.ClickAsync();
        await ReadsAsync(mira, "only for <b>you</b>");
        await mira.GetByTestId("text").PressSequentiallyAsync("so I thou");
        await Assertions.Expect(vega.GetByText("Mira is typing")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await SayAsync(mira, "so I thought");
        await ReadsAsync(vega, "only for <b>you</b>", "so I thought");

        await server.KillAsync();
        await server.StartAsync();
        await vega.ReloadAsync();

        await ReadsAsync(vega, "only for <b>you</b>", "so I thought");
        await SayAsync(vega, "and it is still here");
        await ReadsAsync(mira, "only for <b>you</b>", "so I thought", "and it is still here");
    }

    private async Task<IPage> JoinAsync(IBrowserContext window, string name, string transport)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, "chat?room=meeting").ToString());
        await page.GetByTestId("name-input").FillAsync(name);
        await page.GetByTestId("enter").ClickAsync();
        await Assertions.Expect(page.GetByTestId("people")).ToContainTextAsync(name, new() { Timeout = 30_000 });
        await page.GetByTestId("use-transport").SelectOptionAsync(transport);
        return page;
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.GetByTestId("text").FillAsync(text);
        await page.GetByTestId("text").PressAsync("Enter");
    }

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
