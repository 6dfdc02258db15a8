namespace GameServer.Cluster.Tests.Nodes;

/// <summary>Waits for conditions of nodes that run in real time; a test that waits in vain says for what.</summary>
internal static class Until
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    internal static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var deadline = new CancellationTokenSource(patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"Waited {patience.TotalSeconds} s in vain for {what}.");
            await again.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    internal static async Task<T> FoundAsync<T>(Func<T?> look, string what)
        where T : class
    {
        T? found = null;
        await HoldsAsync(() => (found = look()) is not null, what);
        return found!;
    }
}
