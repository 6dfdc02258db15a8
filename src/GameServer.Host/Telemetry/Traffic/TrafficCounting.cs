using GameServer.Host.Startup;
using GameServer.Host.Web;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GameServer.Host.Telemetry.Traffic;

/// <summary>
/// Counts what travels in the name of a meter: <c>?meter=name</c> on any request, WebSockets and event streams too, and
/// <c>GET /api/traffic?meter=name</c> to read what this node has counted of it. Over HTTP/2, where requests share a connection, nothing is counted.
/// </summary>
internal static class TrafficCounting
{
    private const int MaxRead = 16;

    internal static void CountTraffic(this KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(endpoint =>
        endpoint.Use(next => connection =>
        {
            var traffic = new ConnectionTraffic();
            connection.Transport = new CountedTransport(connection.Transport, traffic);
            connection.Features.Set(traffic);
            return next(connection);
        }));

    internal static void UseTrafficCounting(this IApplicationBuilder app, TrafficMeters meters) => app.Use(async (context, next) =>
    {
        if (context.Features.Get<ConnectionTraffic>() is not { } traffic || !HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            await next(context);
            return;
        }

        var isReading = context.Request.Path.StartsWithSegments("/api/traffic");
        traffic.Begin(isReading ? null : meters.Use(context.Request.Query[TrafficMeters.Parameter]));
        try
        {
            await next(context);
        }
        finally
        {
            traffic.End();
        }
    });

    internal static void MapTraffic(this IEndpointRouteBuilder routes) => routes.MapGet("/api/traffic", (HttpContext context, TrafficMeters meters, ServerLifetime server) =>
    {
        var names = context.Request.Query[TrafficMeters.Parameter];
        if (names.Count is 0 or > MaxRead)
        {
            return Problems.Of(400, "bad_request", $"Name 1 to {MaxRead} meters.");
        }

        var readings = new Dictionary<string, TrafficReading>();
        foreach (var name in names)
        {
            if (name is not null && meters.TryRead(name, out var meter))
            {
                readings[name] = meter.Reading;
            }
        }

        return Results.Json(new TrafficAnswer(server.Node, readings));
    });
}

/// <summary>What one node has counted; behind a balancer the next answer may be another's.</summary>
internal sealed record TrafficAnswer(string Node, IReadOnlyDictionary<string, TrafficReading> Meters);
