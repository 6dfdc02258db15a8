namespace GameServer.Host.Web;

/// <summary>
/// Whose pages may use the server: its own and those that are listed. A browser always names the page's origin; a request
/// without one is from a program, which could claim any.
/// </summary>
internal sealed class OriginPolicy(IEnumerable<string> allowed)
{
    private static readonly PathString[] guarded = ["/ws", "/send", "/poll", "/sse", "/api"];

    private readonly HashSet<string> allowed = new(allowed, StringComparer.OrdinalIgnoreCase);

    internal bool Allows(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        return origins.Count == 0
            || (origins.Count == 1 && origins[0] is { } origin && (allowed.Contains(origin) || IsOwn(request, origin)));
    }

    internal static bool IsGuarded(PathString path) => guarded.Any(guarded => path.StartsWithSegments(guarded));

    private static bool IsOwn(HttpRequest request, string origin) =>
        origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Puts the policy before everything that acts for a page.</summary>
internal static class OriginMiddleware
{
    internal static void UseOriginPolicy(this IApplicationBuilder app, OriginPolicy policy) => app.Use((context, next) =>
        OriginPolicy.IsGuarded(context.Request.Path) && !policy.Allows(context.Request)
            ? Problems.Of(403, "origin_denied", "Pages of this origin may not use the server.").ExecuteAsync(context)
            : next(context));
}
