using GameServer.EndToEnd.CrowdedChat;
using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>Every page in a hand: nothing is cut off, a thumb hits everything, and everything has a name to be read out.</summary>
[Collection(nameof(Reading))]
public sealed class PhoneTests(ServerProcess server, Browser browser)
{
    private static readonly int[] widths = [390, 360];

    private static readonly HashSet<string> roles =
        ["button", "link", "textbox", "searchbox", "combobox", "radio", "checkbox", "slider", "DisclosureTriangle"];

    /// <summary>
    /// What sticks out to the side, and what is too low for a thumb: once what watches its size, as a chart does, has had its turn after a
    /// new one, which is behind the next frame.
    /// </summary>
    private const string Look = """
        async () => {
          for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
          const { scrollWidth, clientWidth } = document.documentElement;
          const wide = [...document.querySelectorAll('body *')].filter((part) => part.getBoundingClientRect().right > clientWidth);
          const found = scrollWidth > clientWidth
            ? [`${scrollWidth} of ${clientWidth} pixels wide: ${wide.slice(0, 3).map((part) => part.outerHTML.slice(0, 80))}`]
            : [];
          for (const control of document.querySelectorAll('button, a[href], input, select, textarea, summary')) {
            if (!control.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
            const { height } = (control.closest('label') ?? control).getBoundingClientRect();
            if (height < 43.9) found.push(`${height} pixels high: ${control.outerHTML.slice(0, 120)}`);
          }
          return found;
        }
        """;

    [SkippableFact]
    public async Task Every_page_fits_a_phone_is_large_enough_for_thumbs_and_can_be_read_out()
    {
        await using var phone = await browser.OpenAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = widths[0], Height = 780 },
            IsMobile = true,
            HasTouch = true,
        });
        await using var others = await Crowd.EnterAsync(server.Address, "phones", 2);
        var page = await phone.NewPageAsync();
        var devTools = await phone.NewCDPSessionAsync(page);
        List<string> found = [];

        await OpenAsync("arena", page.GetByTestId("play"));
        await LookAsync("the arena's form");

        await OpenAsync("chat?room=phones", page.GetByTestId("enter"));
        await LookAsync("the chat's form");
        await page.GetByTestId("name-input").FillAsync("Nova");
        await page.GetByTestId("enter").TapAsync();
        await Assertions.Expect(page.GetByTestId("room-count")).ToHaveTextAsync("3 here");
        await LookAsync("the chat");
        await page.GetByTestId("open-people").TapAsync();
        await LookAsync("who is in the chat");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("open-rooms").TapAsync();
        await LookAsync("the chat's rooms");
        await page.GetByTestId("to-lobby").TapAsync();

        await page.GetByRole(AriaRole.Radio, new() { Name = "Lime" }).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.GetByTestId("here").GetByRole(AriaRole.Link).First.WaitForAsync();
        await page.GetByTestId("keep").TapAsync();
        await LookAsync("the lobby");

        await OpenAsync("ticker", page.GetByTestId("MSFT"));
        await LookAsync("the ticker");

        await OpenAsync("lab", page.GetByTestId("head-websocket"));
        await LookAsync("the lab");

        await OpenAsync("cluster", page.GetByTestId("nodes").GetByRole(AriaRole.Button).First);
        await LookAsync("the cluster");

        Assert.True(found.Count == 0, string.Join('\n', found));

        async Task OpenAsync(string path, ILocator first)
        {
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            await first.WaitForAsync();
        }

        async Task LookAsync(string what)
        {
            foreach (var width in widths)
            {
                await page.SetViewportSizeAsync(width, 780);
                found.AddRange((await page.EvaluateAsync<string[]>(Look)).Select(problem => $"{what} at {width}: {problem}"));
            }

            var read = await devTools.SendAsync("Accessibility.getFullAXTree");
            foreach (var node in read!.Value.GetProperty("nodes").EnumerateArray())
            {
                if (!node.GetProperty("ignored").GetBoolean()
                    && roles.Contains(node.GetProperty("role").GetProperty("value").GetString()!)
                    && string.IsNullOrWhiteSpace(node.GetProperty("name").GetProperty("value").GetString()))
                {
                    found.Add($"{what}: without a name: {node.GetRawText()}");
                }
            }
        }
    }
}
