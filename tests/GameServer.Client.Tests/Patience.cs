namespace GameServer.Client.Tests;

/// <summary>How tests wait for what happens on other threads: for a condition, and not for ever.</summary>
internal static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(10);

    public static async Task UntilAsync(string expected, Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"Waited in vain until {expected}.");
            await Task.Delay(2);
        }
    }
}
