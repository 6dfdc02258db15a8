using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GameServer.Client;

/// <summary>A player.</summary>
/// <param name="Token">The signed token that the player is known by; for <see cref="GameClientOptions.Token"/>.</param>
/// <param name="PlayerId">Who the player is.</param>
/// <param name="Name">The player's name.</param>
/// <param name="ExpiresAt">When the token is no longer good.</param>
/// <param name="Claimed">Whether the name is this player's alone, by a passphrase.</param>
public sealed record Player(string Token, string PlayerId, string Name, DateTimeOffset ExpiresAt, bool Claimed = false)
{
    /// <summary>Everything but the token, so that it gets into no log.</summary>
    public override string ToString() => $"Player {{ PlayerId = {PlayerId}, Name = {Name}, ExpiresAt = {ExpiresAt:u}, Claimed = {Claimed} }}";
}

/// <summary>The part of the server's HTTP interface that makes players.</summary>
public static class Players
{
    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Makes a guest, claims a name or signs its owner in (<c>POST /api/players</c>).</summary>
    /// <param name="http">How to reach the server.</param>
    /// <param name="baseAddress">The server.</param>
    /// <param name="name">1 to 16 characters; null to get one made up.</param>
    /// <param name="token">A token that is still good, to keep its identity under another name or lifetime.</param>
    /// <param name="passphrase">
    /// 8 to 128 characters: keeps a name that is nobody's, and proves that one is yours; the answer is then the player whose name it is.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GameException">
    /// The server refused, with its code, such as <c>name_claimed</c> or <c>wrong_passphrase</c>.
    /// </exception>
    /// <exception cref="HttpRequestException">The server could not be reached.</exception>
    public static async Task<Player> CreateAsync(
        HttpClient http,
        Uri baseAddress,
        string? name = null,
        string? token = null,
        string? passphrase = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(baseAddress, "/api/players"));
        request.Content = JsonContent.Create(new { name, passphrase = passphrase?.Normalize() }, options: json);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await RefusalAsync(response, cancellationToken);
        }

        return await response.Content.ReadFromJsonAsync<Player>(json, cancellationToken)
            ?? throw new GameException("failed", "The server made no player.");
    }

    private static async Task<GameException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = $"The server answered {(int)response.StatusCode} to a new player.";
        try
        {
            var problem = await response.Content.ReadFromJsonAsync<Problem>(json, cancellationToken);
            return new GameException(problem?.Code ?? "failed", problem?.Detail ?? problem?.Title ?? status);
        }
        catch (JsonException)
        {
            // A proxy answered in the server's place.
            return new GameException("failed", status);
        }
    }

    private sealed record Problem(string? Code = null, string? Title = null, string? Detail = null);
}
