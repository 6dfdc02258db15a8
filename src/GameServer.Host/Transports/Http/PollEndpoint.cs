using GameServer.Cluster.Gateways;
using GameServer.Cluster.Sessions;
using GameServer.Host.Players;
using GameServer.Host.Web;
using GameServer.Protocol;

namespace GameServer.Host.Transports.Http;

/// <summary><c>GET /poll</c>: everything newer than the client's cursors, now or when there is something.</summary>
internal static class PollEndpoint
{
    internal const string CursorHeader = "X-Cursor";

    internal static async Task<IResult> HandleAsync(HttpContext context, HttpTransport http)
    {
        var (player, problem) = await http.Tokens.PlayerOfAsync(context.Request);
        if (player is null)
        {
            return problem!;
        }

        if (!http.Limits.TryTake(player.PlayerId, 0, 1))
        {
            return Refusals.RateLimited;
        }

        if (!Negotiation.TryAccept(context.Request.Headers.Accept, out var encoding))
        {
            return Refusals.NotAcceptable;
        }

        return RoomQuery.Poll(context.Request.Query, out var why) is not { } query
            ? Problems.Of(400, Refusals.BadRequest, why)
            // One that does not wait must not be refused because eight others do: it is what is left to a player's ninth tab.
            : query.Wait <= TimeSpan.Zero
                ? await http.Sends.OpenAsync(context, () => AskAsync(context, http, player, query, encoding))
                : await http.Limits.HoldAsync(context, player.PlayerId, () => AskAsync(context, http, player, query, encoding));
    }

    private static async Task<IResult> AskAsync(
        HttpContext context, HttpTransport http, PlayerIdentity player, PollQuery query, FrameEncoding encoding)
    {
        var reply = await http.Gateway.AskAsync(
            reply => new HttpPoll(player, query.Session, encoding, query.Rooms, query.Wait, reply),
            http.Lifetime.Stopping,
            context.RequestAborted);
        if (reply is null)
        {
            return Results.Empty;
        }

        if (reply.Refusal is { } refusal)
        {
            return Refusals.Of(refusal);
        }

        if (query.Rooms.Count == 1 && NextCursor(reply, query.Rooms[0]) is { } next)
        {
            context.Response.Headers[CursorHeader] = next;
        }

        return new FrameAnswer(http, reply.Frames, encoding);
    }

    private static string? NextCursor(GatewayReply reply, PolledRoom room) => (reply.Position, room.Cursor) switch
    {
        ({ EpochId: not null } position, _) => RoomQuery.Text(position),
        (_, { } cursor) => RoomQuery.Text(new(cursor.Epoch, cursor.EpochId, cursor.Offset, cursor.Baseline)),
        _ => null,
    };
}
