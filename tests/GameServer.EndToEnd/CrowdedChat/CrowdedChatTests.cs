using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace GameServer.EndToEnd.CrowdedChat;

/// <summary>Measures, and prints, what two hundred people in one room cost the page of one of them.</summary>
[Collection(nameof(CountingFrames))]
public sealed class CrowdedChatTests(ServerProcess server, Browser browser, ITestOutputHelper output)
{
    private const int People = 200;
    private const int SaidASecond = 50;
    private const string Room = "crowd";

    /// <summary>Remembers every line that the log is given, and how long frames take.</summary>
    private const string Watch = """
        window.__crowd = { shown: [], frames: [] };
        document.addEventListener('DOMContentLoaded', () => {
          new MutationObserver(changes => {
            for (const { addedNodes } of changes)
              for (const node of addedNodes)
                if (node.matches('.line')) window.__crowd.shown.push(node.querySelector('.text').textContent);
          }).observe(document.getElementById('log'), { childList: true });
          let last = performance.now();
          const frame = () => {
            const now = performance.now();
            window.__crowd.frames.push(now - last);
            last = now;
            requestAnimationFrame(frame);
          };
          requestAnimationFrame(frame);
        });
        """;

    private static readonly TimeSpan measured = TimeSpan.FromSeconds(8);

    [SkippableFact]
    public async Task A_page_among_two_hundred_who_say_fifty_things_a_second_shows_each_in_order_has_time_left_and_feels_every_press()
    {
        await using var window = await browser.OpenAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        await window.AddInitScriptAsync(Watch);
        var page = await window.NewPageAsync();
        await using var crowd = await Crowd.EnterAsync(server.Address, Room, People - 1);
        await page.GotoAsync(new Uri(server.Address, $"chat?room={Room}").ToString());
        await page.GetByTestId("name-input").FillAsync("Nova");
        await page.GetByTestId("enter").ClickAsync();
        await Assertions.Expect(page.GetByTestId("room-count")).ToHaveTextAsync($"{People} here");
        var devTools = await MainThread.CountAsync(page);

        // More than the page keeps: from here on an old line goes for each that comes.
        for (var round = 0; round < 3; round++)
        {
            await crowd.SayAtOnceAsync();
            await AllIsShownAsync();
        }

        var frames = await page.EvaluateAsync<int>("() => window.__crowd.frames.length");
        var before = await MainThread.ReadAsync(devTools);
        await crowd.TalkAsync(SaidASecond, measured);
        var worked = (await MainThread.ReadAsync(devTools)).PerSecondSince(before);
        var times = JsonSerializer.Deserialize<double[]>(
            await page.EvaluateAsync<string>("from => JSON.stringify(window.__crowd.frames.slice(from))", frames))!.Order().ToArray();
        await AllIsShownAsync();

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{times.Length / worked.At:F1} frames/s, p50 {At(0.5):F1} ms, p95 {At(0.95):F1} ms, p99 {At(0.99):F1} ms, longest {times[^1]:F0} ms; {worked}"));
        Assert.InRange(worked.All, 0, 0.5);

        // It follows what is said: who does not see the end is told of more below.
        await Assertions.Expect(page.GetByTestId("jump")).ToBeHiddenAsync();

        // A press that begins before hundreds of messages come, and ends after them, is a press.
        var rooms = page.GetByTestId("rooms");
        await rooms.GetByText("general").ClickAsync();
        await Assertions.Expect(page.GetByTestId("room-title")).ToHaveTextAsync("general");
        await rooms.GetByText(Room).HoverAsync();
        await page.Mouse.DownAsync();
        await crowd.SayAtOnceAsync();
        await Assertions.Expect(rooms.Locator(".badge:visible")).ToHaveTextAsync("99+");
        await page.Mouse.UpAsync();
        await Assertions.Expect(page.GetByTestId("room-title")).ToHaveTextAsync(Room);

        double At(double share) => times[Math.Min(times.Length - 1, (int)(share * times.Length))];

        async Task AllIsShownAsync()
        {
            string[] shown = [];
            await Until.HoldsAsync(
                "the page has shown each message, once and in order",
                async () => (shown = await page.EvaluateAsync<string[]>("() => window.__crowd.shown")).Length == crowd.Said
                    && shown.SequenceEqual(crowd.Heard),
                seen: () => $"It has shown {shown.Length} of {crowd.Said}.");
        }
    }
}
