using System.Globalization;
using GameServer.FaultProxy;
using Microsoft.Playwright;

namespace GameServer.EndToEnd;

[Collection(nameof(Connecting))]
public sealed class TickerTests(ServerProcess server, Browser browser)
{
    private static readonly LinkFaults none = new();

    [SkippableFact]
    public async Task Prices_move_at_the_rate_that_is_asked_for_and_go_on_when_the_stream_is_cut()
    {
        await using var proxy = TcpFaultProxy.Start(server.Address, 1, none, none);
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };
        await page.GotoAsync(new Uri(proxy.Address, "ticker").ToString());

        await Until.HoldsAsync("the market goes on by some ten thousand updates a second", async () => await FigureAsync(page, "in") is > 9_900 and < 10_200);
        await MovesAsync(page);
        await Until.HoldsAsync("one update a second comes", async () => await FigureAsync(page, "out") is > 0 and < 3);
        // The whole state that came first counts for five seconds.
        await Until.HoldsAsync("the updates are small", async () => await FigureAsync(page, "bytes") is > 0 and < 3_000);

        var other = await window.NewPageAsync();
        await other.GotoAsync(new Uri(server.Address, "ticker").ToString());
        await ChooseAsync(other, "60");
        await Until.HoldsAsync(
            "many updates a second come to the other, and one to who asked for one",
            async () => await FigureAsync(other, "out") > 5 && await FigureAsync(page, "out") is > 0 and < 3);
        await other.CloseAsync();

        await ChooseAsync(page, "20");
        await Until.HoldsAsync("more updates a second come", async () => await FigureAsync(page, "out") > 5);
        await page.GetByTestId("MSFT").GetByRole(AriaRole.Button).ClickAsync();
        await Until.HoldsAsync("the chart is Microsoft's", async () => (await page.GetByTestId("chosen").InnerTextAsync()).Contains("Microsoft", StringComparison.Ordinal));

        proxy.Refuses = true;
        proxy.CutAll();
        await page.Locator("body[data-feed=lost]").WaitForAsync();
        proxy.Refuses = false;
        await page.Locator("body[data-feed=live]").WaitForAsync();
        await MovesAsync(page);
        Assert.Empty(complaints);
    }

    private static Task ChooseAsync(IPage page, string rate) =>
        page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = rate, Exact = true }).CheckAsync(new LocatorCheckOptions { Force = true });

    private static async Task MovesAsync(IPage page)
    {
        var before = await page.GetByTestId("quotes").InnerTextAsync();
        await Until.HoldsAsync("prices move", async () => await page.GetByTestId("quotes").InnerTextAsync() != before);
    }

    private static async Task<double> FigureAsync(IPage page, string testId) => double.TryParse(
        await page.GetByTestId(testId).InnerTextAsync(), NumberStyles.Number, CultureInfo.InvariantCulture, out var figure) ? figure : 0;
}
