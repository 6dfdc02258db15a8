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
        routes.MapPost("/send", SendEndpoint.HandleAsync);
        routes.MapGet("/poll", PollEndpoint.HandleAsync);
        routes.MapGet("/sse", SseEndpoint.HandleAsync);
        routes.MapPost("/api/tickets", TicketsEndpoint.HandleAsync);
    }
}
