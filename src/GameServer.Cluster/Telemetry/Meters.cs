using System.Diagnostics.Metrics;

namespace GameServer.Cluster.Telemetry;

/// <summary>The server's instruments, under the meter <c>GameServer</c>.</summary>
public static class Meters
{
    /// <summary>The meter's name.</summary>
    public const string Name = "GameServer";

    private static readonly Meter meter = new(Name);

    internal static readonly UpDownCounter<int> Sessions = meter.CreateUpDownCounter<int>(
        "gameserver.sessions", "{session}", "Sessions that are open.");

    internal static readonly UpDownCounter<int> Rooms = meter.CreateUpDownCounter<int>(
        "gameserver.rooms", "{room}", "Rooms on this node.");

    internal static readonly Histogram<double> TickDuration = meter.CreateHistogram<double>(
        "gameserver.tick.duration", "ms", "Time that one tick of one room takes.");

    internal static readonly Histogram<double> TickLateness = meter.CreateHistogram<double>(
        "gameserver.tick.lateness", "ms", "How long after its deadline a tick begins.");

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

    /// <summary>Counts frames that a transport refused for being over a rate limit.</summary>
    public static void FrameRefused(long frames) => FramesRefused.Add(frames);
}
