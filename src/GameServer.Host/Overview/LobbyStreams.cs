using System.Buffers;
using System.IO.Pipelines;
using GameServer.Host.Startup;

namespace GameServer.Host.Overview;

/// <summary><c>GET /api/lobby/stream</c>: the lobby, for everyone.</summary>
internal sealed class LobbyStreams(LobbyFeed feed, ServerLifetime lifetime, TimeProvider time)
    : PictureStreams<LobbyPicture>(Most, lifetime, time)
{
    internal const int Most = 4096;

    /// <inheritdoc/>
    protected override Task<LobbyPicture> NextAsync(LobbyPicture? seen, CancellationToken cancellation) => feed.NextAsync(seen, cancellation);

    /// <inheritdoc/>
    protected override void Write(PipeWriter output, LobbyPicture picture) => output.Write(picture.Json.Span);
}
