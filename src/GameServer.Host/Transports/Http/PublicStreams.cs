using GameServer.Host.Players;
using GameServer.Host.Startup;

namespace GameServer.Host.Transports.Http;

/// <summary>Streams of those who are no players, and so count by their address.</summary>
/// <remarks>Bound: <see cref="LimitSettings.PublicStreams"/>, of one address <see cref="LimitSettings.PublicStreamsOfAddress"/>.</remarks>
internal sealed class PublicStreams(TimeProvider time, LimitSettings settings)
{
    // An address opens 30 streams a second, and 60 at once: many may share it, and all of them come back when a node stops.
    private const int FramesOfOpening = 4;

    private readonly PlayerLimits limits = new(time, settings.PublicStreams, settings.PublicStreamsOfAddress);

    /// <summary>Runs a stream, if that address may open one.</summary>
    internal async Task<IResult> HoldAsync(HttpContext context, Func<Task<IResult>> run)
    {
        var key = AddressLimit.KeyOf(context.Connection.RemoteIpAddress).ToString();
        return limits.TryTake(key, 0, FramesOfOpening) ? await limits.HoldAsync(context, key, run) : Refusals.RateLimited;
    }
}
