using System.Net;
using GameServer.Cluster.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace GameServer.Host.Telemetry;

/// <summary>
/// <c>/metrics</c>, for Prometheus. What a server does is not for everyone to see, so it is there only for who asks the node itself
/// from its own network: a request from a public address, or one that a proxy passes on, finds nothing.
/// </summary>
internal static class MetricsEndpoint
{
    private const string Address = "/metrics";

    private static readonly string[] headersOfProxies = ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"];

    private static readonly IPNetwork[] ownNetworks =
    [
        .. new[]
        {
            "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10",
            "::1/128", "fc00::/7", "fe80::/10",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    internal static void AddServerMetrics(this IServiceCollection services) => services
        .AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("gameserver"))
        .WithMetrics(metrics => metrics
            .AddMeter(Meters.Name, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .AddPrometheusExporter());

    /// <summary>To be used before known proxies are believed, since these would be taken for those whom they speak for.</summary>
    internal static void UseMetrics(this IApplicationBuilder app) => app.UseOpenTelemetryPrometheusScrapingEndpoint(
        context => context.Request.Path == Address
            && !headersOfProxies.Any(context.Request.Headers.ContainsKey)
            && IsInside(context.Connection.RemoteIpAddress));

    internal static bool IsInside(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }

        return address is not null && ownNetworks.Any(network => network.Contains(address));
    }
}
