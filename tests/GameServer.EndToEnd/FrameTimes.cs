using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace GameServer.EndToEnd;

/// <summary>
/// Measures, and prints, what a frame costs in a full room: how long it takes, what garbage it makes and where, and how often that
/// is collected. Software draws it where there is no graphics card.
/// </summary>
[Collection(nameof(CountingFrames))]
public sealed class FrameTimes(Browser browser, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Worst = 12;

    /// <summary>
    /// About twice what was measured: a machine makes it a little more or less, a mistake several times as much. Code that the browser has
    /// not compiled yet makes up to 200 KiB/s for half a minute, which the short run does not wait for.
    /// </summary>
    private static readonly double mostKibPerSecond = Measuring.IsLong ? 120 : 400;

    /// <summary>What so much garbage comes to, at a mebibyte for each collection.</summary>
    private static readonly double mostMinorPerMinute = Measuring.IsLong ? 9 : 30;

    /// <summary>
    /// Two are made once a page has allocated little for a while, to give back what loading it took; one when what the browser itself
    /// holds for the page, such as the events of its messages, has grown.
    /// </summary>
    private const int MostMajor = 3;

    /// <summary>Makes no garbage of its own; a picture is a frame in which something was drawn. The results wait to be read.</summary>
    private const string Measure = """
        seconds => new Promise(done => {
          const times = new Float64Array(seconds * 1000);
          const { prototype } = WebGL2RenderingContext;
          const draw = prototype.drawElements;
          let drew = false;
          let frames = 0;
          let pictures = 0;
          let last = -1;
          prototype.drawElements = function (mode, count, type, offset) {
            drew = true;
            draw.call(this, mode, count, type, offset);
          };
          const frame = now => {
            if (last < 0) times[times.length - 1] = now + seconds * 1000;
            else {
              times[frames++] = now - last;
              if (drew) pictures++;
            }
            drew = false;
            last = now;
            if (now < times[times.length - 1]) requestAnimationFrame(frame);
            else {
              prototype.drawElements = draw;
              window.__measured = () => JSON.stringify({ times: Array.from(times.subarray(0, frames)), pictures });
              done();
            }
          };
          requestAnimationFrame(frame);
        })
        """;

    private readonly ServerProcess server = new() { Settings = ["--Arena:Bots=16"] };

    private static (int WarmUp, int Measured) Seconds => Measuring.IsLong ? (30, 20) : (10, 8);

    [SkippableTheory]
    [InlineData("auto")]
    [InlineData("light")]
    public async Task Frames_of_a_fight_between_sixteen_ships(string draw)
    {
        Skip.If(draw == "light" && !Measuring.IsLong, "Its frames are the same, but fewer are drawn: set MEASURE=long.");
        await using var window = await browser.OpenAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var arena = await ArenaPage.OpenAsync(window, server.Address, draw: draw);
        await arena.PlayAsync("Nova");
        await arena.WaitAsync("the room is full", seen => seen.Ships.Count == 16);
        await arena.Page.Mouse.MoveAsync(900, 450);
        await arena.Page.Mouse.DownAsync();
        await arena.Page.Keyboard.DownAsync("w");

        // What is made once, and code that the browser has not compiled yet, is not what play costs.
        await arena.Page.EvaluateAsync(Measure, Seconds.WarmUp);

        await using var heap = await HeapSamples.StartAsync(window, arena.Page);
        await arena.Page.EvaluateAsync(Measure, Seconds.Measured);
        var garbage = await heap.ReadAsync();
        var measured = JsonSerializer.Deserialize<Measured>(
            await arena.Page.EvaluateAsync<string>("() => window.__measured()"), JsonSerializerOptions.Web)!;

        var times = measured.Times.Order().ToArray();
        Assert.NotEmpty(times);
        var seconds = times.Sum() / 1000;
        var kib = garbage.Bytes / 1024 / seconds;
        var minor = garbage.Minor * 60 / seconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{draw}: {times.Length / seconds:F1} frames/s, of them {measured.Pictures / seconds:F1} pictures, "
            + $"p50 {At(0.5):F1} ms, p95 {At(0.95):F1} ms, p99 {At(0.99):F1} ms; "
            + $"garbage {garbage.Bytes / times.Length:F0} bytes a frame, {kib:F0} KiB/s; "
            + $"{minor:F0} minor and {garbage.Major.Count * 60 / seconds:F0} major collections a minute "
            + $"({string.Join(", ", garbage.Major)}), {garbage.Milliseconds * 60 / seconds:F0} ms of it"));
        foreach (var (function, bytes) in garbage.ByFunction.Take(Worst))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {bytes / times.Length,6:F0} bytes a frame  {function}"));
        }

        Assert.InRange(measured.Pictures, 1, times.Length);
        Assert.InRange(kib, 1, mostKibPerSecond);
        Assert.InRange(minor, 0, mostMinorPerMinute);
        Assert.InRange(garbage.Major.Count, 0, MostMajor);

        double At(double share) => times[Math.Min(times.Length - 1, (int)(share * times.Length))];
    }

    Task IAsyncLifetime.InitializeAsync() => server.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => ((IAsyncLifetime)server).DisposeAsync();

    private sealed record Measured(IReadOnlyList<double> Times, int Pictures);
}
