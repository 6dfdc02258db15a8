using System.Security.Cryptography;
using System.Text.Json;
using GameServer.Cluster.Sessions;
using GameServer.Host.Web;

namespace GameServer.Host.Players;

/// <summary>What a guest gets.</summary>
internal sealed record PlayerAnswer(string Token, string PlayerId, string Name, DateTimeOffset ExpiresAt);

/// <summary><c>POST /api/players</c>: makes a guest, or gives a known one a new name and lifetime.</summary>
internal static class PlayersEndpoint
{
    private const int MaxBytes = 1024;

    private static readonly JsonDocumentOptions jsonOptions = new() { MaxDepth = 4 };

    internal static void MapPlayers(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/players", HandleAsync)
        .RequireRateLimiting(AddressLimit.Policy);

    private static async Task<IResult> HandleAsync(HttpContext context, PlayerTokens tokens)
    {
        if (!context.Request.HasJsonContentType())
        {
            return Problems.Of(415, "bad_request", "The body must be application/json.");
        }

        var (isWhole, body) = await ReadBodyAsync(context.Request);
        if (!isWhole)
        {
            return Problems.Of(413, "too_large", $"The body has at most {MaxBytes} bytes.");
        }

        if (!TryReadName(body, out var wished))
        {
            return Problems.Of(400, "bad_request", "The body must be a JSON object such as {\"name\": \"Nova\"}.");
        }

        var name = wished is null ? null : PlayerNames.Clean(wished);
        if (wished is not null && name is null)
        {
            return Problems.Of(400, "bad_name", PlayerNames.Rule);
        }

        PlayerIdentity? known = null;
        if (BearerTokens.Of(context.Request) is { } token)
        {
            known = (await tokens.CheckAsync(token)).Player;
            if (known is null)
            {
                return Problems.Of(401, "unauthorized", "The token is wrong or too old: ask for a new player without it.");
            }
        }

        var player = new PlayerIdentity(
            known?.PlayerId ?? RandomNumberGenerator.GetHexString(32, lowercase: true),
            name ?? known?.Name ?? PlayerNames.MakeUp());
        var issued = tokens.Issue(player);
        return Results.Json(new PlayerAnswer(issued.Token, player.PlayerId, player.Name, issued.ExpiresAt));
    }

    /// <summary>The body, if it is not too large. No more than the bound is ever read.</summary>
    private static async Task<(bool IsWhole, ReadOnlyMemory<byte> Body)> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes)
        {
            return default;
        }

        var buffer = new byte[MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return (length <= MaxBytes, buffer.AsMemory(0, Math.Min(length, MaxBytes)));
    }

    private static bool TryReadName(ReadOnlyMemory<byte> body, out string? name)
    {
        name = null;
        try
        {
            using var json = JsonDocument.Parse(body, jsonOptions);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            if (json.RootElement.TryGetProperty("name", out var value) && value.ValueKind != JsonValueKind.Null)
            {
                // Text that is no Unicode throws InvalidOperationException; a name of another type is one that breaks the rule.
                name = value.ValueKind == JsonValueKind.String ? value.GetString() : "";
            }

            return true;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
