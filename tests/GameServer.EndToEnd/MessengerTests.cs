using GameServer.Client;
using GameServer.Protocol;
using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>Two who talk alone, on a server that is killed under them.</summary>
[Collection(nameof(Reading))]
public sealed class MessengerTests(Browser browser) : IAsyncLifetime
{
    private const int FewMessages = 3;
    private const int LongMessages = 30;

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
        // Meanwhile somebody else writes more than is shown at once.
        var lyra = transport == "websocket" ? WriteMuchAsync("Lyra", "Vega") : null;
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

        await (lyra ?? Task.CompletedTask);
        await server.KillAsync();
        await server.StartAsync();
        await vega.ReloadAsync();
        await UseAsync(vega, transport, carrier);

        await ReadsAsync(vega, "only for <b>you</b>", "so I hoped edited", "Taken back");
        await SayAsync(vega, "and it is still here");
        await ReadsAsync(mira, "only for <b>you</b>", "so I hoped edited", "Taken back", "and it is still here");
        if (lyra is not null)
        {
            await LeadsToWhatWasSaidLongAgoAsync(vega);
        }
    }

    private static async Task LeadsToWhatWasSaidLongAgoAsync(IPage page)
    {
        await page.GetByTestId("direct").GetByText("Lyra").First.ClickAsync();
        var (lines, button) = (page.GetByTestId("log").Locator(".text"), page.GetByTestId("earlier"));
        await Assertions.Expect(lines).ToHaveCountAsync(LongMessages);
        await Assertions.Expect(page.GetByTestId("beginning")).ToBeEmptyAsync();
        await button.FocusAsync();
        var before = await PlaceOfAsync(page, FewMessages + 1);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(lines).ToHaveCountAsync(FewMessages + LongMessages);
        // What was looked at stays where it was.
        Assert.InRange(await PlaceOfAsync(page, FewMessages + 1) - before, -2, 2);
        Assert.Equal("Lyra says 1|Lyra says 2|Lyra says 3", string.Join('|', (await lines.AllTextContentsAsync()).Take(FewMessages)));
        await Assertions.Expect(page.GetByTestId("log").Locator(".day")).ToHaveCountAsync(1);
        await Assertions.Expect(button).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByTestId("beginning")).ToHaveTextAsync("Only the two of you can read this.");
    }

    private static Task<double> PlaceOfAsync(IPage page, int message) =>
        page.EvaluateAsync<double>("message => document.querySelector(`[data-key='${message}']`).getBoundingClientRect().top", message);

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

    /// <summary>Writes a few words, and then as much as a conversation shows by itself.</summary>
    private async Task WriteMuchAsync(string name, string to)
    {
        await using var client = await GameClient.ConnectAsync(new GameClientOptions { BaseAddress = server.Address, PlayerName = name });
        var meeting = await client.JoinAsync(new JoinOptions(JoinBy.Room, "chat.meeting"));
        var player = "";
        await Until.HoldsAsync($"{to} is in the room", () => Task.FromResult((player = meeting.ReadState(state => state.TryGet("people", out var people)
            ? people.Rows.FirstOrDefault(row => row.Text("name") == to)?.Text("player") ?? ""
            : "")).Length > 0));
        await meeting.LeaveAsync();
        var inbox = await client.JoinAsync(new JoinOptions(JoinBy.Room, $"inbox.{client.PlayerId}"));
        var opened = await inbox.CommandAsync("open", Payload.Map(("player", player)));
        var talk = await client.JoinAsync(new JoinOptions(JoinBy.Room, opened.Payload.AsText(64)));
        for (var message = 1; message <= FewMessages + LongMessages; message++)
        {
            var text = $"{name} says {message}";
            var said = Payload.Map(("text", message > FewMessages ? text.PadRight(1000, '.') : text));
            await Until.HoldsAsync($"'{text}' is said", async () => (await talk.CommandAsync("say", said)).Accepted, TimeSpan.FromSeconds(60));
        }
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
