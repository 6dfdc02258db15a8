using System.Diagnostics;

namespace GameServer.Chaos;

/// <summary>
/// How long this machine let a thread wait that had nothing to do but to wake: of pauses that are measured, so much is not the server's.
/// </summary>
internal sealed class MachineStalls : IDisposable
{
    private static readonly TimeSpan wakeEvery = TimeSpan.FromMilliseconds(20);

    // What every scheduler does.
    private static readonly TimeSpan usual = TimeSpan.FromMilliseconds(20);

    private readonly ManualResetEventSlim over = new();
    private readonly Thread thread;
    private long stalled;

    internal MachineStalls()
    {
        thread = new Thread(Watch) { IsBackground = true, Name = "machine stalls" };
        thread.Start();
    }

    /// <summary>All of it since the beginning.</summary>
    internal TimeSpan Total => TimeSpan.FromTicks(Interlocked.Read(ref stalled));

    public void Dispose()
    {
        over.Set();
        thread.Join();
        over.Dispose();
    }

    private void Watch()
    {
        var before = Stopwatch.GetTimestamp();
        while (!over.Wait(wakeEvery))
        {
            var now = Stopwatch.GetTimestamp();
            var late = Stopwatch.GetElapsedTime(before, now) - wakeEvery;
            before = now;
            if (late > usual)
            {
                Interlocked.Add(ref stalled, late.Ticks);
            }
        }
    }
}
