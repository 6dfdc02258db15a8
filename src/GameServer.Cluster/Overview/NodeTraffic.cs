using System.Diagnostics.Metrics;
using GameServer.Cluster.Telemetry;

namespace GameServer.Cluster.Overview;

/// <summary>Turns the node's own instruments into rates.</summary>
internal sealed class NodeTraffic : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly TimeProvider time;
    private Counts counts = new();
    private long since;

    internal NodeTraffic(TimeProvider time)
    {
        this.time = time;
        since = time.GetTimestamp();
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Counted(instrument, value));
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => Lagged(value));
        listener.Start();
        listener.EnableMeasurementEvents(Meters.Envelopes);
        listener.EnableMeasurementEvents(Meters.StateFrames);
        listener.EnableMeasurementEvents(Meters.BytesOut);
        listener.EnableMeasurementEvents(ReplicationMeters.Lag);
    }

    /// <summary>The rates since this was asked last.</summary>
    internal NodeRates Take()
    {
        var now = time.GetTimestamp();
        var seconds = Math.Max(0.001, time.GetElapsedTime(since, now).TotalSeconds);
        since = now;
        // What is written to the old one meanwhile by another thread is lost; these are figures to look at.
        var taken = Interlocked.Exchange(ref counts, new Counts());
        return new NodeRates(
            (int)Math.Round(taken.Envelopes / seconds),
            (int)Math.Round(taken.Frames / seconds),
            (long)(taken.Bytes / seconds),
            taken.Lags == 0 ? null : TimeSpan.FromMicroseconds(taken.LagMicroseconds / (double)taken.Lags));
    }

    public void Dispose() => listener.Dispose();

    private void Counted(Instrument instrument, long value)
    {
        var into = Volatile.Read(ref counts);
        if (instrument == Meters.Envelopes)
        {
            Interlocked.Add(ref into.Envelopes, value);
        }
        else if (instrument == Meters.StateFrames)
        {
            Interlocked.Add(ref into.Frames, value);
        }
        else
        {
            Interlocked.Add(ref into.Bytes, value);
        }
    }

    private void Lagged(double milliseconds)
    {
        var into = Volatile.Read(ref counts);
        Interlocked.Increment(ref into.Lags);
        Interlocked.Add(ref into.LagMicroseconds, (long)(milliseconds * 1000));
    }

    private sealed class Counts
    {
        internal long Envelopes;
        internal long Frames;
        internal long Bytes;
        internal long Lags;
        internal long LagMicroseconds;
    }
}
