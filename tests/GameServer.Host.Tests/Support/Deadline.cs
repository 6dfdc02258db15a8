namespace GameServer.Host.Tests.Support;

/// <summary>Waits for conditions; a test that waits in vain says for what.</summary>
internal static class Deadline
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    internal static async Task<T> Within<T>(this Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Patience.TotalSeconds} s in vain for {what}.");
        }
    }

    internal static async Task Within(this Task task, string what) => await Done(task).Within(what);

    /// <summary>Asks again and again; for what can only be asked from outside.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {Patience.TotalSeconds} s in vain for {what}.");
            }

            await again.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}
