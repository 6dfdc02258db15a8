namespace GameServer.Load;

/// <summary>Waits for a condition.</summary>
internal static class Until
{
    private static readonly TimeSpan between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);

    internal static async Task HoldsAsync(string what, Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(patience);
        using var timer = new PeriodicTimer(between);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"It did not come to this in {patience.TotalMinutes} minutes: {what}.");
            }
        }
    }
}
