using System.Diagnostics;
using Microsoft.Playwright;

namespace GameServer.EndToEnd.BadNetwork;

/// <summary>Plays with the keyboard as people do: something else is held every now and then. The same seed presses the same keys.</summary>
internal sealed class SeededPilot(IPage page, int seed)
{
    private static readonly string[] keys = ["w", "s", "a", "d", "Space"];

    private readonly Random random = new(seed);
    private readonly HashSet<string> held = [];

    /// <summary>Flies for so long, then lets go.</summary>
    internal async Task FlyAsync(TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            var turning = random.NextDouble();
            string[] wanted =
            [
                .. random.NextDouble() < 0.75 ? ["w"] : Array.Empty<string>(),
                .. random.NextDouble() < 0.1 ? ["s"] : Array.Empty<string>(),
                .. random.NextDouble() < 0.3 ? ["Space"] : Array.Empty<string>(),
                .. turning < 0.25 ? ["a"] : turning < 0.5 ? ["d"] : Array.Empty<string>(),
            ];
            await HoldAsync(wanted);
            // How long a key is held is a part of the play, not a wait for something to happen.
            await Task.Delay(random.Next(150, 800));
        }

        await HoldAsync([]);
    }

    private async Task HoldAsync(string[] wanted)
    {
        foreach (var key in keys)
        {
            if (wanted.Contains(key) && held.Add(key))
            {
                await page.Keyboard.DownAsync(key);
            }
            else if (!wanted.Contains(key) && held.Remove(key))
            {
                await page.Keyboard.UpAsync(key);
            }
        }
    }
}
