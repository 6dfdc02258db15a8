using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using GameServer.Cluster;
using GameServer.Cluster.Membership;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Host.Startup;

/// <summary>Whether this node can take players: it is up in the cluster, and its rooms can be found.</summary>
internal sealed class Readiness(ActorSystem system, IReadOnlyActorRegistry actors, ServerLifetime lifetime)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(1);

    private volatile bool isRegionStarted;

    internal async Task<bool> IsReadyAsync()
    {
        if (lifetime.Stopping.IsCancellationRequested
            || ClusterExtension.Get(system).SelfMember.Status != MemberStatus.Up
            || !actors.TryGet<RoomRegion>(out var region))
        {
            return false;
        }

        if (!isRegionStarted)
        {
            isRegionStarted = await IsStartedAsync(region);
        }

        return isRegionStarted;
    }

    /// <summary>
    /// The coordinator answers this through the region, which answers itself, with nothing, as long as it knows no coordinator. A node
    /// without rooms only has to reach those of others.
    /// </summary>
    private async Task<bool> IsStartedAsync(IActorRef region)
    {
        try
        {
            var cluster = ClusterExtension.Get(system);
            var current = await region.Ask<CurrentRegions>(GetCurrentRegions.Instance, patience);
            return cluster.SelfRoles.Contains(NodeRoleNames.Rooms)
                ? current.Regions.Contains(cluster.SelfAddress)
                : current.Regions.Count > 0;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }
}

/// <summary><c>/healthz</c>: the process is alive. <c>/readyz</c>: it can take players.</summary>
internal static class HealthEndpoints
{
    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("alive"));
        routes.MapGet("/readyz", async (Readiness readiness) => await readiness.IsReadyAsync()
            ? Results.Text("ready")
            : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}
