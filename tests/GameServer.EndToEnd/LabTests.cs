using System.Globalization;
using Microsoft.Playwright;

namespace GameServer.EndToEnd;

[Collection(nameof(Reading))]
public sealed class LabTests(ServerProcess server, Browser browser)
{
    private static readonly string[] transports = ["websocket", "sse", "poll", "short-poll"];

    [SkippableFact]
    public async Task Four_guests_are_measured_side_by_side_and_a_blocked_one_falls_back_and_climbs_back()
    {
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };
        await page.GotoAsync(new Uri(server.Address, "lab").ToString());

        foreach (var transport in transports)
        {
            await ShowsAsync(page, $"head-{transport}", "connected");
            await MeasuresAsync(page, $"bytes-{transport}");
            await MeasuresAsync(page, $"updates-{transport}");
            await ShowsAsync(page, $"late-{transport}", "s");
            await ShowsAsync(page, $"late-{transport}-beside", "95 %: ");
            await ShowsAsync(page, $"cpu-{transport}", "ms/s");
        }

        await ShowsAsync(page, "table", "Not measured here but by a script on 20");

        // What tells the four apart however slow the machine is.
        await Until.HoldsAsync("a poll costs more than a message", async () =>
            await FigureAsync(page, "bytes-poll") > await FigureAsync(page, "bytes-websocket"));
        await Until.HoldsAsync("a socket is not asked again and again", async () =>
            await FigureAsync(page, "requests-poll") > await FigureAsync(page, "requests-websocket"));
        await ShowsAsync(page, "ways-websocket", "Yes");
        await Until.HoldsAsync("who asks rarely gets several ticks in one update", async () =>
            await FigureAsync(page, "updates-short-poll") < await FigureAsync(page, "updates-websocket"));
        await Until.HoldsAsync("who asks rarely hears late", async () =>
            await LatenessAsync(page, "short-poll") > await LatenessAsync(page, "websocket"));
        await MeasuresAsync(page, "requests-short-poll");
        var requests = await FigureAsync(page, "requests-short-poll");
        var updates = await FigureAsync(page, "updates-short-poll");
        await page.GetByTestId("interval").SelectOptionAsync("250");
        await Until.HoldsAsync("a shorter interval is more requests and more updates", async () =>
            await FigureAsync(page, "requests-short-poll") > 1.5 * requests
            && await FigureAsync(page, "updates-short-poll") > 1.5 * updates);

        string[] others = transports[1..];
        foreach (var transport in others)
        {
            await ShowsAsync(page, $"blocked-{transport}-beside", "not tried yet");
        }

        await page.GetByTestId("block").ClickAsync();
        foreach (var transport in others)
        {
            await ShowsAsync(page, $"blocked-{transport}", "Works");
            await ShowsAsync(page, $"blocked-{transport}-beside", "updates/s meanwhile");
        }

        await ShowsAsync(page, "blocked-websocket", "Fell back");
        await ShowsAsync(page, "head-websocket", "over event stream");
        await ShowsAsync(page, "ways-websocket", "By posts");

        await page.GetByTestId("block").ClickAsync();
        await ShowsAsync(page, "blocked-websocket", "Back");
        await ShowsAsync(page, "head-websocket", "connected");
        Assert.Empty(complaints);
    }

    private static Task ShowsAsync(IPage page, string testId, string text) => Until.HoldsAsync(
        $"{testId} shows {text}",
        async () => (await page.GetByTestId(testId).InnerTextAsync()).Contains(text, StringComparison.Ordinal),
        TimeSpan.FromSeconds(60));

    /// <summary>In milliseconds, whichever unit is shown.</summary>
    private static async Task<double> LatenessAsync(IPage page, string transport)
    {
        var shown = (await page.GetByTestId($"late-{transport}").InnerTextAsync()).Split(' ');
        return double.Parse(shown[0], CultureInfo.InvariantCulture) * (shown[1] == "s" ? 1000 : 1);
    }

    private static Task MeasuresAsync(IPage page, string testId) => Until.HoldsAsync(
        $"{testId} has a figure", async () => await FigureAsync(page, testId) > 0, TimeSpan.FromSeconds(60));

    private static async Task<double> FigureAsync(IPage page, string testId) => double.TryParse(
        await page.GetByTestId(testId).InnerTextAsync(), NumberStyles.Number, CultureInfo.InvariantCulture, out var figure) ? figure : 0;
}
