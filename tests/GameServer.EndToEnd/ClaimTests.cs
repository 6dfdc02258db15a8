using Microsoft.Playwright;

namespace GameServer.EndToEnd;

[Collection(nameof(Playing))]
public sealed class ClaimTests(ServerProcess server, Browser browser)
{
    private const string Passphrase = "correct horse";

    [SkippableFact]
    public async Task A_name_kept_in_one_browser_is_the_same_players_in_another_with_its_passphrase_alone()
    {
        await using var desk = await browser.OpenAsync();
        await using var phone = await browser.OpenAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            HasTouch = true,
        });
        var first = await OpenAsync(desk, "/");
        await first.GetByTestId("name-input").FillAsync("Benetnasch");
        await first.GetByTestId("keep").ClickAsync();
        await first.GetByTestId("passphrase").FillAsync(Passphrase);
        await first.GetByTestId("keep-button").ClickAsync();
        await Assertions.Expect(first.GetByTestId("kept")).ToBeVisibleAsync();

        var second = await OpenAsync(phone, "/arena");
        await second.GetByTestId("name-input").FillAsync("BENETNASCH");
        await second.Keyboard.PressAsync("Enter");
        await second.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).TapAsync();
        await Assertions.Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync("Is it you?");
        await Assertions.Expect(second.GetByTestId("passphrase")).ToBeFocusedAsync();
        await second.Keyboard.TypeAsync("correct house");
        await second.Keyboard.PressAsync("Enter");
        await Assertions.Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the passphrase");
        await second.Keyboard.TypeAsync(Passphrase);
        await second.GetByTestId("keep-button").TapAsync();
        await Assertions.Expect(second.GetByTestId("kept")).ToBeVisibleAsync();
        await Assertions.Expect(second.GetByTestId("name-input")).ToHaveValueAsync("Benetnasch");
        Assert.Equal(await PlayerIdAsync(first), await PlayerIdAsync(second));
    }

    private async Task<IPage> OpenAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, path).ToString());
        return page;
    }

    private static Task<string> PlayerIdAsync(IPage page) =>
        page.EvaluateAsync<string>("() => JSON.parse(localStorage.getItem('gameserver.player')).playerId");
}
