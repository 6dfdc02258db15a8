using System.IO.Pipelines;
using System.Text.Json;
using GameServer.Cluster.Overview;
using GameServer.Host.Startup;

namespace GameServer.Host.Overview;

/// <summary><c>GET /api/cluster/stream</c>: the cluster, for operators.</summary>
internal sealed class OverviewStreams(NodeOverview overview, ServerLifetime lifetime, TimeProvider time)
    : PictureStreams<OverviewPicture>(Most, lifetime, time)
{
    internal const int Most = 64;

    /// <inheritdoc/>
    protected override Task<OverviewPicture> NextAsync(OverviewPicture? seen, CancellationToken cancellation) =>
        overview.Feed.NextAsync(seen, cancellation);

    /// <inheritdoc/>
    protected override void Write(PipeWriter output, OverviewPicture picture)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, picture.Cluster, OverviewEndpoints.Json);
    }
}
