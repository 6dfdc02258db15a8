using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace GameServer.EndToEnd;

/// <summary>Measures, and prints, what a frame costs in a full room; software draws it where there is no graphics card.</summary>
[Collection(nameof(CountingFrames))]
public sealed class FrameTimes(Browser browser, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Seconds = 10;

    private const string Measure = """
        seconds => new Promise(done => {
          const times = [];
          let last = performance.now();
          let heap = performance.memory.usedJSHeapSize;
          let grown = 0;
          const end = last + seconds * 1000;
          const frame = () => {
            const now = performance.now();
            times.push(now - last);
            last = now;
            const used = performance.memory.usedJSHeapSize;
            grown += Math.max(0, used - heap);
            heap = used;
            if (now < end) requestAnimationFrame(frame);
            else done(JSON.stringify({ times, grown }));
          };
          requestAnimationFrame(frame);
        })
        """;

    private readonly ServerProcess server = new() { Settings = ["--Arena:Bots=16"] };

    [SkippableTheory]
    [InlineData("auto")]
    [InlineData("light")]
    public async Task Frames_of_a_fight_between_sixteen_ships(string draw)
    {
        await using var window = await browser.OpenAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var arena = await ArenaPage.OpenAsync(window, server.Address, draw: draw);
        await arena.PlayAsync("Nova");
        await arena.WaitAsync("the room is full", seen => seen.Ships.Count == 16);
        await arena.Page.Mouse.MoveAsync(900, 450);
        await arena.Page.Mouse.DownAsync();
        await arena.Page.Keyboard.DownAsync("w");

        var measured = JsonSerializer.Deserialize<Measured>(
            await arena.Page.EvaluateAsync<string>(Measure, Seconds), JsonSerializerOptions.Web)!;

        var times = measured.Times.Order().ToArray();
        Assert.NotEmpty(times);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{draw}: {times.Length / (double)Seconds:F1} frames/s, "
            + $"p50 {At(0.5):F1} ms, p95 {At(0.95):F1} ms, p99 {At(0.99):F1} ms, "
            + $"heap grows by {measured.Grown / Seconds / 1024:F0} KiB/s before it is collected"));

        double At(double share) => times[Math.Min(times.Length - 1, (int)(share * times.Length))];
    }

    Task IAsyncLifetime.InitializeAsync() => server.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => ((IAsyncLifetime)server).DisposeAsync();

    private sealed record Measured(IReadOnlyList<double> Times, double Grown);
}
