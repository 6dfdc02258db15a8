using System.Diagnostics.Metrics;

namespace GameServer.Cluster.Telemetry;

/// <summary>Instruments of rooms that survive their nodes, under the meter <c>GameServer</c>.</summary>
public static class ReplicationMeters
{
    private static readonly Meter meter = new(Meters.Name);

    internal static readonly Histogram<double> Lag = meter.CreateHistogram<double>(
        "gameserver.replication.lag", "ms", "Time from when a record was made until the store had it.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1000] });

    internal static readonly Counter<long> Recoveries = meter.CreateCounter<long>(
        "gameserver.rooms.recovered", "{room}", "Rooms that went on here, after their node was lost or let them go.");

    internal static readonly Counter<long> HandOvers = meter.CreateCounter<long>(
        "gameserver.rooms.handed_over", "{room}", "Rooms that were handed over to another node.");

    internal static readonly Counter<long> Rewinds = meter.CreateCounter<long>(
        "gameserver.rooms.rewound", "{room}", "Rooms that went on from a checkpoint because their records came out differently.");

    internal static readonly Counter<long> HeldUp = meter.CreateCounter<long>(
        "gameserver.rooms.held_up", "{pause}", "Times that a room stopped ticking for want of a lease or a store.");
}
