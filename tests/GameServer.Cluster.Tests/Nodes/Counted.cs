using System.Diagnostics.Metrics;
using GameServer.Cluster.Telemetry;

namespace GameServer.Cluster.Tests.Nodes;

/// <summary>Adds up one of the server's counters over all nodes of this process.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener listener = new();
    private long total;

    public Counted(string instrument)
    {
        listener.InstrumentPublished = (published, self) =>
        {
            if (published.Meter.Name == Meters.Name && published.Name == instrument)
            {
                self.EnableMeasurementEvents(published);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref total, value));
        listener.Start();
    }

    public long Total => Interlocked.Read(ref total);

    public void Dispose() => listener.Dispose();
}
