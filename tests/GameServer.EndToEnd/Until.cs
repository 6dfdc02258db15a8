using System.Diagnostics;

namespace GameServer.EndToEnd;

/// <summary>Waits for conditions, with a deadline that only bounds a hang.</summary>
internal static class Until
{
    private static readonly TimeSpan between = TimeSpan.FromMilliseconds(50);

    internal static async Task HoldsAsync(
        string what, Func<Task<bool>> condition, TimeSpan? within = null, Func<string>? seen = null)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(between);
        while (!await condition())
        {
            if (watch.Elapsed > (within ?? TimeSpan.FromSeconds(30)))
            {
                Assert.Fail($"It never came true that {what}. {seen?.Invoke()}");
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
