using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>People who talk, each in a browser window of their own.</summary>
[Collection(nameof(Reading))]
public sealed class ChatTests(ServerProcess server, Browser browser)
{
    private const string Markup = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>";

    [SkippableFact]
    public async Task Two_talk_over_every_transport_and_what_they_write_is_text()
    {
        await using var here = await browser.OpenAsync();
        await using var there = await browser.OpenAsync();
        var complaints = new List<string>();
        var nova = await JoinAsync(here, "Nova", "over-every-transport", complaints);
        var rigel = await JoinAsync(there, "Rigel", "over-every-transport", complaints);
        await ShowsAsync(nova, "carrier", "WebSocket");

        List<string> said = [];
        await SayAsync(nova, Markup);
        foreach (var (transport, name) in new[]
        {
            ("poll", "long poll"), ("sse", "event stream"), ("short-poll", "short poll"), ("websocket", "WebSocket"),
        })
        {
            await rigel.GetByTestId("use-transport").SelectOptionAsync(transport);
            await SayAsync(rigel, $"on the way to {name}");
            await ShowsAsync(rigel, "carrier", $"Connected by {name}");
            await SayAsync(rigel, $"over {name}");
            await SayAsync(nova, $"heard over {name}");
        }

        foreach (var page in new[] { nova, rigel })
        {
            Assert.Equal(0, await page.Locator("#log img, #log script").CountAsync());
            Assert.NotEqual("run", await page.TitleAsync());
        }

        Assert.Empty(complaints);

        async Task SayAsync(IPage page, string text)
        {
            said.Add(text);
            await page.GetByTestId("text").FillAsync(text);
            await page.GetByTestId("text").PressAsync("Enter");
            await ReadsAsync(page, said);
            await ReadsAsync(page == nova ? rigel : nova, said);
        }
    }

    [SkippableFact]
    public async Task A_reload_keeps_the_seat_the_talk_and_what_was_being_written()
    {
        await using var here = await browser.OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 } });
        await using var there = await browser.OpenAsync();
        var complaints = new List<string>();
        var nova = await JoinAsync(here, "Nova", "reloaded", complaints);
        var other = await JoinAsync(there, "Nova", "reloaded", complaints);
        await nova.GetByTestId("text").FillAsync("hello");
        await nova.GetByTestId("text").PressAsync("Enter");
        await ReadsAsync(other, ["hello"]);
        await other.GetByTestId("text").FillAsync("not finished y");

        await other.ReloadAsync();

        await ReadsAsync(other, ["hello"]);
        Assert.Equal("not finished y", await other.GetByTestId("text").InputValueAsync());
        foreach (var page in new[] { nova, other })
        {
            await ShowsAsync(page, "room-count", "2 here");
        }

        await ShowsAsync(other, "people", "Nova 2");
        Assert.Equal(2, await other.GetByTestId("people").Locator("li").CountAsync());
        await nova.GetByTestId("open-people").ClickAsync();
        await Assertions.Expect(nova.GetByTestId("people")).ToContainTextAsync("Nova 2");
        await nova.Keyboard.PressAsync("Escape");
        await nova.GetByTestId("text").FillAsync("still here");
        await nova.GetByTestId("send").ClickAsync();
        await ReadsAsync(other, ["hello", "still here"]);
        await APressOnWhatWasRefusedIsFeltWhileTheListChangesAsync(other);
        Assert.Empty(complaints);
    }

    private static async Task APressOnWhatWasRefusedIsFeltWhileTheListChangesAsync(IPage page)
    {
        await page.EvaluateAsync("""
            () => {
              const text = document.getElementById('text');
              for (let i = 0; i < 10; i++) {
                text.value = `a lot at once ${i}`;
                text.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
              }
            }
            """);
        var refused = page.GetByTestId("unsent").Locator(".failed");
        var underWay = page.GetByTestId("unsent").Locator(".waiting");
        await Until.HoldsAsync("two were refused, and nothing is under way", async () =>
            await refused.CountAsync() >= 2 && await underWay.CountAsync() == 0);

        // A press is felt where it began and ended on the same element.
        var again = await refused.First.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ElementHandleAsync();
        var before = await refused.CountAsync();
        await refused.Last.GetByRole(AriaRole.Button, new() { Name = "Drop it" }).EvaluateAsync("button => button.click()");
        await Until.HoldsAsync("one was dropped", async () => await refused.CountAsync() == before - 1);
        Assert.True(await again.EvaluateAsync<bool>("button => button.isConnected"), "What is pressed has been replaced by another like it.");
        await again.EvaluateAsync("button => button.click()");
        await Until.HoldsAsync("it is sent again", async () => !await again.EvaluateAsync<bool>("button => button.isConnected"));
    }

    private async Task<IPage> JoinAsync(IBrowserContext window, string name, string room, List<string> complaints)
    {
        var page = await window.NewPageAsync();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };
        await page.GotoAsync(new Uri(server.Address, $"chat?room={room}").ToString());
        await page.GetByTestId("name-input").FillAsync(name);
        await page.GetByTestId("enter").ClickAsync();
        await ShowsAsync(page, "people", name);
        return page;
    }

    /// <summary>
    /// The page shows these messages, in this order, and no others. What the room refused, since it was a lot at once, is sent again, as
    /// people do.
    /// </summary>
    private static async Task ReadsAsync(IPage page, IReadOnlyList<string> said)
    {
        var again = page.GetByTestId("unsent").GetByRole(AriaRole.Button, new() { Name = "Send again" });
        IReadOnlyList<string> read = [];
        await Until.HoldsAsync(
            $"all that was said is read up to '{said[^1]}'",
            async () =>
            {
                // At once, or not at all: one that was pressed is gone in the next frame.
                await again.EvaluateAllAsync<object?>("buttons => buttons[0]?.click()");
                return (read = await page.GetByTestId("log").Locator(".text").AllTextContentsAsync()).SequenceEqual(said);
            },
            seen: () => string.Join(" | ", read));
    }

    private static Task ShowsAsync(IPage page, string testId, string text) => Until.HoldsAsync(
        $"{testId} shows {text}",
        async () => (await page.GetByTestId(testId).TextContentAsync())?.Contains(text, StringComparison.Ordinal) == true);
}
