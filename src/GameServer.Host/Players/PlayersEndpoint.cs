using System.Text.Json;
using GameServer.Cluster.Sessions;
using GameServer.Host.Players.Claims;
using GameServer.Host.Web;

namespace GameServer.Host.Players;

/// <summary>What a player gets. The name is claimed if nobody else gets it.</summary>
internal sealed record PlayerAnswer(string Token, string PlayerId, string Name, DateTimeOffset ExpiresAt, bool Claimed);

/// <summary>What a player asks for.</summary>
internal readonly record struct PlayerWish(string? Name, string? Passphrase);

/// <summary><c>POST /api/players</c>: makes a guest, gives a known player a new name and lifetime, claims a name, signs its owner in.</summary>
internal static class PlayersEndpoint
{
    private const int MaxBytes = 2048;

    private static readonly JsonDocumentOptions jsonOptions = new() { MaxDepth = 4 };

    internal static void MapPlayers(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/players", HandleAsync)
        .RequireRateLimiting(AddressLimit.Policy);

    private static async Task<IResult> HandleAsync(HttpContext context, PlayerTokens tokens, NameClaims claims)
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

        if (!TryRead(body, out var wish))
        {
            return Problems.Of(400, "bad_request", "The body must be a JSON object such as {\"name\": \"Nova\"}.");
        }

        var name = wish.Name is null ? null : PlayerNames.Clean(wish.Name);
        if (wish.Name is not null && name is null)
        {
            return Problems.Of(400, "bad_name", PlayerNames.Rule);
        }

        if (wish.Passphrase is not null && !ClaimRules.IsPassphrase(wish.Passphrase))
        {
            return Problems.Of(
                400, "bad_passphrase", $"A passphrase has {ClaimRules.MinCharacters} to {ClaimRules.MaxCharacters} characters.");
        }

        PlayerIdentity? known = null;
        if (BearerTokens.Of(context.Request) is { } token)
        {
            known = (await tokens.CheckAsync(token)).Renewable;
            if (known is null)
            {
                return Problems.Of(401, "unauthorized", "The token is wrong or much too old: ask for a new player without it.");
            }
        }

        var (player, isClaimed, problem) = await claims.SettleAsync(known, name, wish.Passphrase, context.RequestAborted);
        if (player is null)
        {
            return problem!;
        }

        var issued = tokens.Issue(player);
        return Results.Json(new PlayerAnswer(issued.Token, player.PlayerId, player.Name, issued.ExpiresAt, isClaimed));
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

    private static bool TryRead(ReadOnlyMemory<byte> body, out PlayerWish wish)
    {
        wish = default;
        try
        {
            using var json = JsonDocument.Parse(body, jsonOptions);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            wish = new PlayerWish(TextOf(json.RootElement, "name"), TextOf(json.RootElement, "passphrase"));
            return true;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Text that is no Unicode throws InvalidOperationException; what is of another type is text that breaks every rule.</summary>
    private static string? TextOf(JsonElement body, string property) =>
        !body.TryGetProperty(property, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : "";
}
