using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>More tabs than a browser opens connections to an origin over HTTP/1.1, which is six for all of them together.</summary>
[Collection(nameof(Connecting))]
public sealed class ManyTabsTests(ServerProcess server, Browser browser)
{
    private const int Tabs = 8;

    /// <summary>Each wants two streams.</summary>
    private const int Lobbies = 4;

    /// <summary>This tab is a guest of its own, as after "Join as a second guest".</summary>
    private const string BeGuest = """
        async (name) => {
          const answer = await fetch('/api/players', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ name }),
          });
          sessionStorage.setItem('gameserver.player', await answer.text());
        }
        """;

    /// <summary>What may stay open, as the tabs have shared it out among themselves.</summary>
    private const string HeldOpen = """
        async () => {
          const { held } = await navigator.locks.query();
          return held.filter(({ name }) => name.startsWith('gameserver.connection.')).length;
        }
        """;

    /// <summary>As when another tab is brought to the front: windows of tests are all seen, so that they go on at their pace.</summary>
    private const string BeHidden = """
        () => {
          Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
          Object.defineProperty(document, 'hidden', { value: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """;

    [SkippableFact]
    public async Task Eight_tabs_without_WebSockets_all_hear_and_all_are_heard()
    {
        await using var window = await browser.OpenAsync();
        var tabs = await Task.WhenAll(Enumerable.Range(0, Tabs).Select(OpenAsync));
        // Each of them wants a stream or a held poll for its room, and another for its inbox.
        await Until.HoldsAsync("four are open and two connections are left", async () => await tabs[0].EvaluateAsync<int>(HeldOpen) == 4);
        var said = new List<string>();
        foreach (var (tab, page) in tabs.Index())
        {
            said.Add($"said in tab {tab}");
            await page.GetByTestId("text").FillAsync(said[^1]);
            await page.GetByTestId("text").PressAsync("Enter");
        }

        foreach (var page in tabs)
        {
            IReadOnlyList<string> read = [];
            await Until.HoldsAsync(
                "every tab shows once what was said in each",
                async () => (read = await page.GetByTestId("log").Locator(".text").AllTextContentsAsync()).Order().SequenceEqual(said),
                seen: () => string.Join(" | ", read));
        }

        async Task<IPage> OpenAsync(int tab)
        {
            var page = await window.NewPageAsync();
            await page.GotoAsync(new Uri(server.Address, "healthz").ToString());
            await page.EvaluateAsync(BeGuest, $"Tab {tab}");
            await page.GotoAsync(new Uri(server.Address, "chat?room=many-tabs").ToString());
            var (transport, name) = tab % 2 == 0 ? ("sse", "event stream") : ("poll", "long poll");
            await page.GetByTestId("use-transport").SelectOptionAsync(transport);
            await ContainsAsync(page, "carrier", $"Connected by {name}");
            return page;
        }
    }

    [SkippableFact]
    public async Task Pages_that_only_show_what_goes_on_leave_room_for_one_that_loads_and_hear_all_the_same()
    {
        await using var window = await browser.OpenAsync();
        var lobbies = new List<IPage>();
        for (var tab = 0; tab < Lobbies; tab++)
        {
            lobbies.Add(await OpenAsync(""));
        }

        var ticker = await OpenAsync("ticker");
        var cluster = await OpenAsync("cluster");
        var chat = await OpenAsync("healthz");
        await chat.EvaluateAsync(BeGuest, "Newcomer");
        await chat.GotoAsync(new Uri(server.Address, "chat?room=many-tabs").ToString());
        await ContainsAsync(chat, "room-title", "many-tabs");

        foreach (var lobby in lobbies)
        {
            await ContainsAsync(lobby, "here", "Newcomer");
        }

        await ContainsAsync(cluster, "told", "1 node up");
        var quotes = await ticker.GetByTestId("quotes").InnerTextAsync();
        await Until.HoldsAsync("prices move", async () => await ticker.GetByTestId("quotes").InnerTextAsync() != quotes);
        await Until.HoldsAsync("no more than four are open", async () => await chat.EvaluateAsync<int>(HeldOpen) == 4);

        foreach (var page in lobbies.Append(ticker).Append(cluster))
        {
            await page.EvaluateAsync(BeHidden);
        }

        await Until.HoldsAsync("what nobody sees holds nothing open", async () => await chat.EvaluateAsync<int>(HeldOpen) == 0);

        async Task<IPage> OpenAsync(string path)
        {
            var page = await window.NewPageAsync();
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            return page;
        }
    }

    private static Task ContainsAsync(IPage page, string testId, string text) => Until.HoldsAsync(
        $"{testId} shows {text}",
        async () => (await page.GetByTestId(testId).TextContentAsync())?.Contains(text, StringComparison.Ordinal) == true);
}
