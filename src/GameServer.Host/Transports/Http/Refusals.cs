using GameServer.Cluster.Gateways;
using GameServer.Host.Web;
using GameServer.Protocol;

namespace GameServer.Host.Transports.Http;

/// <summary>Why a request as a whole is refused, over HTTP.</summary>
internal static class Refusals
{
    internal const string BadRequest = "bad_request";
    internal const string BadTicket = "bad_ticket";
    internal const string BadCursor = "bad_cursor";

    private const int RetryMs = 1000;

    internal static IResult NotAcceptable => Problems.Of(
        406, "not_acceptable", $"The answer comes as {Negotiation.Text} or {Negotiation.Binary}, a stream as {Negotiation.EventStream}.");

    internal static IResult RateLimited =>
        Problems.Of(429, ErrorCodes.RateLimited, "Too much is sent; nothing of this was taken.", RetryMs);

    /// <summary>For one who is no player, private rooms are not to be told from those that are not there.</summary>
    internal static IResult NotPublic(HttpResponse response)
    {
        response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(401, ErrorCodes.Unauthorized, "No public room has that name, and the request has no token for another.");
    }

    internal static IResult TooManyHeld(int max) => Problems.Of(
        429, ErrorCodes.RateLimited, $"At most {max} polls and streams are held for you at a time.", RetryMs);

    internal static IResult Busy =>
        Problems.Of(503, ErrorCodes.Busy, "The server is at a bound or could not do it in time.", RetryMs);

    internal static IResult Of(GatewayRefusal refusal) => Problems.Of(
        StatusOf(refusal.Code), refusal.Code, refusal.Message, refusal.RetryAfter);

    /// <summary>What a player without a seat is told, and nothing but a new join would change.</summary>
    internal static bool IsFinal(GatewayRefusal refusal) => StatusOf(refusal.Code) == StatusCodes.Status409Conflict;

    private static int StatusOf(string code) => code switch
    {
        BadTicket => StatusCodes.Status401Unauthorized,
        ErrorCodes.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCodes.Busy or GoAwayCodes.ServerFull or GoAwayCodes.ShuttingDown => StatusCodes.Status503ServiceUnavailable,
        // Not the client's fault: the room's state outgrew what one answer may hold.
        ErrorCodes.TooLarge => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status409Conflict,
    };
}
