using GameServer.Cluster.Sessions;
using GameServer.Host.Web;
using GameServer.Protocol;

namespace GameServer.Host.Players;

/// <summary>Finds the player of a request by its <c>Authorization</c> header.</summary>
internal static class BearerTokens
{
    private const string Bearer = "Bearer ";

    /// <summary>The token of a request; null without such a header, empty if it has no token.</summary>
    internal static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.Length == 0 ? null
            : header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim()
            : "";
    }

    /// <summary>The player, or the refusal.</summary>
    internal static async Task<(PlayerIdentity? Player, IResult? Problem)> PlayerOfAsync(this PlayerTokens tokens, HttpRequest request)
    {
        var token = Of(request);
        var check = token is { Length: > 0 and <= Limits.TokenBytes } ? await tokens.CheckAsync(token) : default;
        if (check.Player is { } player)
        {
            return (player, null);
        }

        request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return (null, check.IsExpired
            ? Problems.Of(401, ErrorCodes.TokenExpired, "The token is too old.")
            : Problems.Of(401, ErrorCodes.Unauthorized, token is null ? "The request has no token." : "The token is wrong."));
    }
}
