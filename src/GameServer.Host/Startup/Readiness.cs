using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using GameServer.Cluster;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Host.Startup;

/// <summary>Whether this node can take players: it is up in the cluster, and its rooms can be found.</summary>
internal sealed class Readiness(ActorSystem system, IReadOnlyActorRegistry actors, ServerLifetime lifetime)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(1);

    private volatile bool regionAnswered;

    internal async Task<bool> IsReadyAsync()
    {
        if (lifetime.Stopping.IsCancellationRequested
            || ClusterExtension.Get(system).SelfMember.Status != MemberStatus.Up
            || !actors.TryGet<RoomRegion>(out var region))
        {
            return false;
        }

        if (!regionAnswered)
        {
            regionAnswered = await AnswersAsync(region);
        }

        return regionAnswered;
    }

    /// <summary>The coordinator answers this through the region, so the region is registered with it.</summary>
    private static async Task<bool> AnswersAsync(IActorRef region)
    {
        try
        {
            await region.Ask<CurrentRegions>(GetCurrentRegions.Instance, patience);
            return true;
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
