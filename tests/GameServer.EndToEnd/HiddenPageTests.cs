using System.Text.Json;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace GameServer.EndToEnd;

/// <summary>A tab that nobody looks at draws nothing, and comes back as if it had never been away.</summary>
[Collection(nameof(CountingFrames))]
public sealed class HiddenPageTests(ServerProcess server, Browser browser, ITestOutputHelper output)
{
    private const double ShipRadius = 22;
    private const int Returns = 5;

    /// <summary>Remembers the newest frames: when each was, where the own ship was drawn, and what the page had counted.</summary>
    private const string Watch = """
        () => {
          const kept = [];
          window.__frames = kept;
          const look = () => {
            const { drawn, tick, net } = window.__arena.state();
            kept.push({
              at: performance.now(),
              x: drawn?.x ?? null,
              y: drawn?.y ?? null,
              tick,
              pops: net.others.pops,
              large: net.own?.largeCorrections ?? 0,
            });
            if (kept.length > 600) kept.shift();
            requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }
        """;

    private const string StoodFor = "() => performance.now() - window.__frames.at(-1).at";

    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web);

    [SkippableFact]
    public async Task A_hidden_tab_draws_nothing_and_comes_back_without_a_jump()
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        await arena.PlayAsync("Mimosa");
        await arena.Page.EvaluateAsync(Watch);
        await arena.Page.Keyboard.DownAsync("w");
        var other = await window.NewPageAsync();

        IReadOnlyList<Frame> frames;
        var returns = 0;
        do
        {
            Skip.If(returns++ == Returns, "The machine stood still whenever the page came back: no evidence.");
            await HideAsync(arena, other);
            frames = await ComeBackAsync(arena);
        }
        while (IsStarved(frames));

        var beyond = frames.Zip(frames.Skip(1), BeyondItsSpeed).Max();
        output.WriteLine($"Return {returns}: {frames.Count} frames, beyond its speed {beyond:F1} units at most; "
            + $"{frames[^1].Large - frames[0].Large} large corrections, {frames[^1].Pops - frames[0].Pops} pops.");
        Assert.InRange(beyond, double.NegativeInfinity, ShipRadius);
        Assert.Equal(frames[0].Large, frames[^1].Large);
        Assert.Equal(frames[0].Pops, frames[^1].Pops);
        Assert.Empty(arena.Complaints);
    }

    private static async Task HideAsync(ArenaPage arena, IPage other)
    {
        var before = await arena.LookAsync();
        await other.BringToFrontAsync();
        await Until.HoldsAsync(
            "no frame is drawn for a second", async () => await arena.Page.EvaluateAsync<double>(StoodFor) > 1000);
        var hidden = await arena.WaitAsync("the room goes on meanwhile", seen => seen.Tick > before.Tick + 60);
        Assert.Equal("playing", hidden.Phase);
    }

    private static async Task<IReadOnlyList<Frame>> ComeBackAsync(ArenaPage arena)
    {
        var cameBack = await arena.Page.EvaluateAsync<double>("() => performance.now()");
        await arena.Page.BringToFrontAsync();
        IReadOnlyList<Frame> frames = [];
        await Until.HoldsAsync("it draws again", async () =>
        {
            frames = [.. (await FramesAsync(arena)).Where(frame => frame.At > cameBack)];
            return frames.Count > 60;
        });
        return frames;
    }

    /// <summary>Nobody but a starved machine lets frames, or state, wait for so long; what jumps then is not the page's doing.</summary>
    private static bool IsStarved(IReadOnlyList<Frame> frames)
    {
        var newest = frames[0];
        foreach (var (last, next) in frames.Zip(frames.Skip(1)))
        {
            if (next.At - last.At > 100 || next.At - newest.At > 150)
            {
                return true;
            }

            newest = next.Tick > newest.Tick ? next : newest;
        }

        return false;
    }

    /// <summary>Units by which the own ship was moved further than it can fly: 11 a tick, 30 ticks a second.</summary>
    private static double BeyondItsSpeed(Frame last, Frame next) => last.X is { } x && last.Y is { } y && next.X is { } nextX && next.Y is { } nextY
        ? Math.Sqrt(Math.Pow(nextX - x, 2) + Math.Pow(nextY - y, 2)) - 0.33 * (next.At - last.At)
        : 0;

    private static async Task<IReadOnlyList<Frame>> FramesAsync(ArenaPage arena) =>
        JsonSerializer.Deserialize<IReadOnlyList<Frame>>(
            await arena.Page.EvaluateAsync<string>("() => JSON.stringify(window.__frames)"), json)!;

    private sealed record Frame(double At, double? X, double? Y, long Tick, int Pops, int Large);
}
