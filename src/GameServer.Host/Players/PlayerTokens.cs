using System.Security.Claims;
using GameServer.Cluster.Sessions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Host.Players;

/// <summary>A token that was made, and when it ends.</summary>
internal readonly record struct IssuedToken(string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// What a token says: who it is, or that it is too old; neither if it is wrong. One that is not much too old still says who may have
/// another: players stay who they are who come once a month.
/// </summary>
internal readonly record struct TokenCheck(PlayerIdentity? Player, bool IsExpired, PlayerIdentity? Renewable);

/// <summary>Makes and checks the players' tokens: JWTs signed with HMAC-SHA256.</summary>
internal sealed class PlayerTokens
{
    private const string Issuer = "gameserver";
    private const string Audience = "gameserver.players";
    private static readonly TimeSpan lifetime = TimeSpan.FromDays(7);
    private static readonly TimeSpan renewableFor = TimeSpan.FromDays(90);

    private readonly TimeProvider time;
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials credentials;
    private readonly TokenValidationParameters parameters;

    internal PlayerTokens(byte[] signingKey, TimeProvider time)
    {
        this.time = time;
        var key = new SymmetricSecurityKey(signingKey);
        credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
        parameters = new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = key,
            // The lifetime is checked below, by the injected clock.
            ValidateLifetime = false,
        };
    }

    internal IssuedToken Issue(PlayerIdentity player)
    {
        var now = time.GetUtcNow();
        var expires = now + lifetime;
        var token = handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Subject = new ClaimsIdentity(
            [
                new Claim(JwtRegisteredClaimNames.Sub, player.PlayerId),
                new Claim(JwtRegisteredClaimNames.Name, player.Name),
            ]),
            SigningCredentials = credentials,
        });
        return new IssuedToken(token, expires);
    }

    internal async Task<TokenCheck> CheckAsync(string token)
    {
        var result = await handler.ValidateTokenAsync(token, parameters);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || jwt.ValidTo == DateTime.MinValue)
        {
            return default;
        }

        if (!jwt.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Name, out var name) || jwt.Subject.Length == 0)
        {
            return default;
        }

        var player = new PlayerIdentity(jwt.Subject, name);
        var overdue = time.GetUtcNow().UtcDateTime - jwt.ValidTo;
        return new TokenCheck(
            overdue < TimeSpan.Zero ? player : null, IsExpired: overdue >= TimeSpan.Zero, overdue < renewableFor ? player : null);
    }
}
