using GameServer.Host.Players;
using GameServer.Host.Startup;

namespace GameServer.Host.Transports.Http;

/// <summary>What the requests of a node share.</summary>
internal sealed record HttpTransport(
    PlayerTokens Tokens,
    PlayerLimits Limits,
    OpenSends Sends,
    PublicStreams Public,
    GatewayDoor Gateway,
    SessionDoor Door,
    StreamTickets Tickets,
    SealedCursors Cursors,
    ServerLifetime Lifetime,
    ConnectionBounds Bounds,
    TimeProvider Time)
{
    /// <summary>In every answer: the node that gave it, for people.</summary>
    internal const string NodeHeader = "X-Node";

    internal static void AddTo(IServiceCollection services, byte[] signingKey, LimitSettings limits)
    {
        services.AddSingleton(provider => new PlayerLimits(provider.GetRequiredService<TimeProvider>(), limits.HeldRequests));
        services.AddSingleton(new OpenSends(limits.OpenSends));
        services.AddSingleton(provider => new PublicStreams(provider.GetRequiredService<TimeProvider>(), limits));
        services.AddSingleton(provider => new StreamTickets(signingKey, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SealedCursors(signingKey, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<GatewayDoor>();
        services.AddSingleton<HttpTransport>();
    }

    /// <summary>Whether requests to that address carry a game.</summary>
    internal static bool Serves(PathString path) =>
        path.StartsWithSegments("/poll") || path.StartsWithSegments("/send") || path.StartsWithSegments("/sse");

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var node = routes.ServiceProvider.GetRequiredService<ServerLifetime>().Node;
        var named = routes.MapGroup("").AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers[NodeHeader] = node;
            return next(context);
        });
        named.MapPost("/send", SendEndpoint.HandleAsync);
        named.MapGet("/poll", PollEndpoint.HandleAsync);
        named.MapGet("/sse", SseEndpoint.HandleAsync);
        named.MapPost("/api/tickets", TicketsEndpoint.HandleAsync);
    }
}
