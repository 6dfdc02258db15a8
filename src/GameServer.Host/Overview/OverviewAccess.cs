using System.Security.Cryptography;
using System.Text;
using GameServer.Host.Players;
using GameServer.Host.Startup;
using GameServer.Host.Web;
using GameServer.Protocol;

namespace GameServer.Host.Overview;

/// <summary>
/// Who may watch the cluster and end its nodes: everyone in development and in the demo, otherwise an operator with the token; where
/// there is neither, nobody, and nothing says that there is anything.
/// </summary>
internal sealed class OverviewAccess(ClusterSettings settings, IHostEnvironment environment)
{
    private readonly bool isOpen = settings.Demo || environment.IsDevelopment();

    // Hashed, so that a comparison takes the same time whatever the length of what was sent.
    private readonly byte[]? token = settings.OperatorToken is { Length: > 0 } given ? Hash(given) : null;

    /// <summary>The refusal; null if the request may go on.</summary>
    internal IResult? Refusal(HttpRequest request)
    {
        if (isOpen)
        {
            return null;
        }

        if (token is null)
        {
            return Problems.Of(404, "not_found", "There is nothing at this address.");
        }

        var sent = BearerTokens.Of(request);
        if (sent is { Length: > 0 and <= Limits.TokenBytes } && CryptographicOperations.FixedTimeEquals(Hash(sent), token))
        {
            return null;
        }

        request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(
            401, ErrorCodes.Unauthorized, sent is null ? "The cluster is shown to its operators: send their token." : "The operator's token is wrong.");
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
