using System.Diagnostics.Metrics;
using GameServer.Cluster.Telemetry;

namespace GameServer.Cluster.Tests.Support;

/// <summary>
/// Adds up one of the server's counters while a test runs. The actors of a simulated node work on the test's own thread, so what
/// other threads count belongs to other tests.
/// </summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly int thread = Environment.CurrentManagedThreadId;

    public Measured(string instrument)
    {
        listener.InstrumentPublished = (published, self) =>
        {
            if (published.Meter.Name == Meters.Name && published.Name == instrument)
            {
                self.EnableMeasurementEvents(published);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) =>
        {
            // Another thread must not even add nothing: it would write back a total that has moved on.
            if (Environment.CurrentManagedThreadId == thread)
            {
                Total += value;
            }
        });
        listener.Start();
    }

    public long Total { get; private set; }

    /// <summary>What was counted since the last call.</summary>
    public long Take()
    {
        var taken = Total;
        Total = 0;
        return taken;
    }

    public void Dispose() => listener.Dispose();
}
