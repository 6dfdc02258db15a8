using System.Text.Json;
using GameServer.Host.Players;
using GameServer.Host.Web;
using GameServer.Protocol;

namespace GameServer.Host.Transports.Http;

/// <summary>A ticket and when it ends.</summary>
internal sealed record TicketAnswer(string Ticket, DateTimeOffset ExpiresAt);

/// <summary><c>POST /api/tickets</c>: a ticket that opens one stream without the header.</summary>
internal static class TicketsEndpoint
{
    private const int MaxBytes = 1024;

    private static readonly JsonDocumentOptions jsonOptions = new() { MaxDepth = 4 };

    internal static async Task<IResult> HandleAsync(HttpContext context, HttpTransport http)
    {
        var (player, problem) = await http.Tokens.PlayerOfAsync(context.Request);
        if (player is null)
        {
            return problem!;
        }

        if (!context.Request.HasJsonContentType())
        {
            return Problems.Of(415, Refusals.BadRequest, "The body must be application/json.");
        }

        var body = await RequestBody.ReadAsync(context.Request, MaxBytes);
        if (!http.Limits.TryTake(player.PlayerId, body.Bytes.Length, 1))
        {
            return Refusals.RateLimited;
        }

        if (body.Problem is not null)
        {
            return body.Problem;
        }

        if (!TryRead(body.Bytes, out var room, out var attach))
        {
            return Problems.Of(
                400, Refusals.BadRequest, "The body must be a JSON object such as {\"room\": \"r-4711\", \"attach\": 3}, as joined said.");
        }

        var (ticket, expiresAt) = http.Tickets.Issue(player, room, attach);
        return Results.Json(new TicketAnswer(ticket, expiresAt));
    }

    private static bool TryRead(ReadOnlyMemory<byte> body, out string room, out long attach)
    {
        room = "";
        attach = 0;
        try
        {
            using var json = JsonDocument.Parse(body, jsonOptions);
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("room", out var named)
                || named.ValueKind != JsonValueKind.String
                || !json.RootElement.TryGetProperty("attach", out var number)
                || number.ValueKind != JsonValueKind.Number)
            {
                return false;
            }

            // Text that is no Unicode throws InvalidOperationException.
            room = named.GetString()!;
            return RoomQuery.IsRoomId(room) && number.TryGetInt64(out attach) && attach is >= 0 and <= Limits.MaxInteger;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
