using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;
using Akka.Hosting;
using GameServer.Cluster;
using GameServer.Cluster.Overview;
using GameServer.Host.Transports.Http;
using GameServer.Host.Web;

namespace GameServer.Host.Overview;

/// <summary>What the lobby and the cluster page live on: pictures, once or as a stream, and the end of a node.</summary>
internal static class OverviewEndpoints
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    internal static void MapOverview(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/lobby", (HttpContext context, LobbyFeed feed, TimeProvider time) => ReadAsync(
            async gone => Results.Bytes((await feed.NextAsync(null, gone)).Json, "application/json"), context, time));
        routes.MapGet("/api/lobby/stream", (HttpContext context, LobbyStreams streams) => streams.RunAsync(context));
        routes.MapGet("/api/cluster", (HttpContext context, OverviewAccess access, NodeOverview overview, TimeProvider time) =>
            access.Refusal(context.Request) is { } refusal
                ? Task.FromResult(refusal)
                : ReadAsync(async gone => Results.Json((await overview.Feed.NextAsync(null, gone)).Cluster, Json), context, time));
        routes.MapGet("/api/cluster/stream", (HttpContext context, OverviewAccess access, OverviewStreams streams) =>
            access.Refusal(context.Request) is { } refusal ? Task.FromResult(refusal) : streams.RunAsync(context));
        routes.MapPost("/api/cluster/nodes/{name}/drain", (HttpContext context, string name, OverviewAccess access, IReadOnlyActorRegistry actors, TimeProvider time) =>
            SteerAsync(context, name, NodeSteer.Drain, access, actors, time));
        routes.MapPost("/api/cluster/nodes/{name}/kill", (HttpContext context, string name, OverviewAccess access, IReadOnlyActorRegistry actors, TimeProvider time) =>
            SteerAsync(context, name, NodeSteer.Kill, access, actors, time));
    }

    private static async Task<IResult> ReadAsync(Func<CancellationToken, Task<IResult>> read, HttpContext context, TimeProvider time)
    {
        try
        {
            return await read(context.RequestAborted).WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            return Refusals.Busy;
        }
        catch (OperationCanceledException)
        {
            return Results.Empty;
        }
    }

    private static async Task<IResult> SteerAsync(
        HttpContext context, string name, NodeSteer what, OverviewAccess access, IReadOnlyActorRegistry actors, TimeProvider time)
    {
        if (access.Refusal(context.Request) is { } refusal)
        {
            return refusal;
        }

        var known = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // It may be this very node that ends, and the operator is to have an answer.
        context.Response.OnCompleted(() =>
        {
            told.TrySetResult();
            return Task.CompletedTask;
        });
        actors.Get<OverviewKey>().Tell(new SteerMember(name, what, known, told.Task), ActorRefs.NoSender);
        try
        {
            return await known.Task.WaitAsync(patience, time)
                ? Results.Json(new { node = name, what }, Json, statusCode: StatusCodes.Status202Accepted)
                : Problems.Of(404, "unknown_node", "There is no node of that name in the cluster.");
        }
        catch (TimeoutException)
        {
            return Refusals.Busy;
        }
    }
}
