using System.Diagnostics.Metrics;

namespace GameServer.Cluster.Telemetry;

/// <summary>The server's instruments, under the meter <c>GameServer</c>.</summary>
public static class Meters
{
    /// <summary>The meter's name.</summary>
    public const string Name = "GameServer";

    private static readonly Meter meter = new(Name);

    // The defaults end where a tick is late, and begin where one is slow.
    private static readonly InstrumentAdvice<double> tickTimes = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1000],
    };

    internal static readonly UpDownCounter<int> Sessions = meter.CreateUpDownCounter<int>(
        "gameserver.sessions", "{session}", "Sessions that are open, by transport; of long and short polls those that an answer is awaited for.");

    /// <summary>Tags of <see cref="Sessions"/>.</summary>
    internal static readonly KeyValuePair<string, object?> WebSocket = new("transport", "websocket");

    /// <inheritdoc cref="WebSocket"/>
    internal static readonly KeyValuePair<string, object?> EventStream = new("transport", "sse");

    /// <inheritdoc cref="WebSocket"/>
    internal static readonly KeyValuePair<string, object?> Poll = new("transport", "poll");

    internal static readonly UpDownCounter<int> HeldRequests = meter.CreateUpDownCounter<int>(
        "gameserver.requests.held", "{request}", "Polls and event streams that are held.");

    internal static readonly UpDownCounter<int> Nodes = meter.CreateUpDownCounter<int>(
        "gameserver.cluster.nodes", "{node}", "Nodes that this one sees up in the cluster, itself among them.");

    internal static readonly UpDownCounter<int> UnreachableNodes = meter.CreateUpDownCounter<int>(
        "gameserver.cluster.nodes.unreachable", "{node}", "Nodes in the cluster that this one cannot reach.");

    internal static readonly UpDownCounter<int> Rooms = meter.CreateUpDownCounter<int>(
        "gameserver.rooms", "{room}", "Rooms on this node.");

    internal static readonly Histogram<double> TickDuration = meter.CreateHistogram<double>(
        "gameserver.tick.duration", "ms", "Time that one tick of one room takes.", advice: tickTimes);

    internal static readonly Histogram<double> TickLateness = meter.CreateHistogram<double>(
        "gameserver.tick.lateness", "ms", "How long after its deadline a tick begins.", advice: tickTimes);

    internal static readonly Counter<long> TicksGivenUp = meter.CreateCounter<long>(
        "gameserver.tick.given_up", "{tick}", "Ticks that were given up after a stall.");

    internal static readonly Counter<long> Envelopes = meter.CreateCounter<long>(
        "gameserver.envelopes", "{envelope}", "Envelopes that rooms sent to relays.");

    internal static readonly Counter<long> EnvelopeEncodings = meter.CreateCounter<long>(
        "gameserver.envelopes.encodings", "{encoding}", "Envelope bodies that were encoded for other nodes, which share them.");

    internal static readonly Counter<long> StateFrames = meter.CreateCounter<long>(
        "gameserver.state.frames", "{frame}", "Full states and deltas that were handed to readers.");

    internal static readonly Counter<long> Encodings = meter.CreateCounter<long>(
        "gameserver.state.encodings", "{encoding}", "Deltas and full states that were encoded; readers share them.");

    internal static readonly Counter<long> Conflations = meter.CreateCounter<long>(
        "gameserver.state.conflations", "{frame}", "State frames that were put off because the client was not ready.");

    internal static readonly Counter<long> Resyncs = meter.CreateCounter<long>(
        "gameserver.resyncs", "{resync}", "Readers whose cursor could not be honoured.");

    internal static readonly Counter<long> RelayGaps = meter.CreateCounter<long>(
        "gameserver.relay.gaps", "{gap}", "Relays that subscribed anew after a gap or silence.");

    internal static readonly Counter<long> SlowClients = meter.CreateCounter<long>(
        "gameserver.clients.too_slow", "{client}", "Clients that were cut off because too much waited for them.");

    internal static readonly Counter<long> BytesOut = meter.CreateCounter<long>(
        "gameserver.bytes.out", "By", "Bytes of frames that were taken for sending.");

    internal static readonly Counter<long> FramesRefused = meter.CreateCounter<long>(
        "gameserver.frames.refused", "{frame}", "Frames from clients that were over a rate limit.");

    /// <summary>Counts a poll or an event stream that is held from now on, or one that no longer is.</summary>
    public static void RequestsHeld(int change) => HeldRequests.Add(change);

    /// <summary>Counts frames that a transport refused for being over a rate limit.</summary>
    public static void FrameRefused(long frames) => FramesRefused.Add(frames);
}
