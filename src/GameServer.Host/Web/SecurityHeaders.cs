using System.Text.RegularExpressions;
using GameServer.Host.Transports.Http;

namespace GameServer.Host.Web;

/// <summary>
/// Headers of every answer. Answers that are polled for many times a second go without those that mean something for pages alone:
/// they would be longer than what is answered.
/// </summary>
internal static partial class SecurityHeaders
{
    internal static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (OriginPolicy.IsGuarded(context.Request.Path))
        {
            headers.CacheControl = "no-store";
        }

        if (!HttpTransport.Serves(context.Request.Path))
        {
            headers.ContentSecurityPolicy = PolicyFor(context.Request.Host.Value);
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        }

        return next(context);
    });

    /// <summary>
    /// Names the server's own WebSocket address beside 'self', which older Safari does not take to cover it.
    /// </summary>
    internal static string PolicyFor(string? host)
    {
        var sockets = host is not null && PlainHost().IsMatch(host) ? $" ws://{host} wss://{host}" : "";
        return "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + $"connect-src 'self'{sockets}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    /// <summary>A host name or address with nothing in it that could end a directive.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9.\-]+(:[0-9]{1,5})?$|^\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?$")]
    private static partial Regex PlainHost();
}
