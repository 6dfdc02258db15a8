using System.Security.Cryptography;
using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Host.Players;
using GameServer.Host.Web;
using GameServer.Protocol;
using Microsoft.AspNetCore.Http.Features;

namespace GameServer.Host.Transports.Http;

/// <summary>Who opens a stream, and what of.</summary>
/// <param name="Player">Who.</param>
/// <param name="Room">The room and where they stand.</param>
/// <param name="Ticket">The ticket in place of a token, or null.</param>
/// <param name="IsReturning">Whether they come back with the id of a message.</param>
internal sealed record StreamClaim(PlayerIdentity Player, PolledRoom Room, StreamTicket? Ticket, bool IsReturning)
{
    /// <summary>Whether it is one who is no player, and may watch public rooms.</summary>
    internal bool IsNobody => Player.PlayerId.Length == 0;
}

/// <summary><c>GET /sse</c>: one room as a stream of events.</summary>
internal static class SseEndpoint
{
    // Streams that began together do not end together.
    private const int MinMinutes = 9;
    private const int MaxMinutes = 11;

    internal static async Task<IResult> HandleAsync(HttpContext context, HttpTransport http)
    {
        if (!Negotiation.Accepts(context.Request.Headers.Accept, Negotiation.EventStream))
        {
            return Refusals.NotAcceptable;
        }

        var (claim, problem) = await ClaimOfAsync(context.Request, http);
        return claim is null ? problem!
            : claim.IsNobody ? await http.Public.HoldAsync(context, () => OpenAsync(context, http, claim))
            : !http.Limits.TryTake(claim.Player.PlayerId, 0, 1) ? Refusals.RateLimited
            : await http.Limits.HoldAsync(context, claim.Player.PlayerId, () => OpenAsync(context, http, claim));
    }

    /// <summary>
    /// A sealed cursor, a ticket or a token says who it is, in this order: a browser sends its first address again. With none of them
    /// it is nobody, who may watch public rooms.
    /// </summary>
    private static async Task<(StreamClaim? Claim, IResult? Problem)> ClaimOfAsync(HttpRequest request, HttpTransport http)
    {
        var roomId = request.Query["room"].ToString();
        var why = "";
        if (request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } id)
        {
            return http.Cursors.Open(id, roomId) is not { } held
                ? (null, Problems.Of(401, Refusals.BadCursor, "That id is forged, too old or of another room."))
                : RoomQuery.Stream(request.Query, held.Attach, out why) is not { } room
                    ? (null, Problems.Of(400, Refusals.BadRequest, why))
                    : (new StreamClaim(held.Player, room with { Cursor = held.Cursor }, null, IsReturning: true), null);
        }

        if (request.Query["ticket"].ToString() is { Length: > 0 } ticket)
        {
            return http.Tickets.Open(ticket, roomId) is not { } opened
                ? (null, Problems.Of(401, Refusals.BadTicket, "That ticket is forged, used, too old or for another room."))
                : RoomQuery.Stream(request.Query, opened.Attach, out why) is not { } room
                    ? (null, Problems.Of(400, Refusals.BadRequest, why))
                    : (new StreamClaim(opened.Player, room, opened.Ticket, IsReturning: false), null);
        }

        var isNobody = BearerTokens.Of(request) is null;
        var (player, problem) = isNobody ? (PlayerIdentity.Nobody, null) : await http.Tokens.PlayerOfAsync(request);
        return player is null ? (null, problem)
            : RoomQuery.Stream(request.Query, isNobody ? 0 : null, out why) is not { } asked
                ? (null, Problems.Of(400, Refusals.BadRequest, why))
                : (new StreamClaim(player, asked, null, IsReturning: false), null);
    }

    private static async Task<IResult> OpenAsync(HttpContext context, HttpTransport http, StreamClaim claim)
    {
        var outbox = new Outbox(FrameEncoding.Text, http.Bounds.OutboxBytes);
        var opening = await http.Door.OpenStreamAsync(claim.Player, claim.Room, claim.Ticket, outbox, context.RequestAborted);
        if (opening?.Refusal is { } refusal)
        {
            return !Refusals.IsFinal(refusal) ? Refusals.Of(refusal)
                // Nothing else keeps an EventSource from asking again.
                : claim.IsReturning ? Results.NoContent()
                : claim.IsNobody ? Refusals.NotPublic(context.Response)
                : Refusals.Of(refusal);
        }

        if (opening?.Session is not { } session)
        {
            return Refusals.Busy;
        }

        try
        {
            await RunAsync(context, http, claim, outbox);
        }
        finally
        {
            session.Tell(ConnectionClosed.Instance, ActorRefs.NoSender);
        }

        return Results.Empty;
    }

    private static async Task RunAsync(HttpContext context, HttpTransport http, StreamClaim claim, Outbox outbox)
    {
        var response = context.Response;
        SetHeaders(context);

        using var rotation = new CancellationTokenSource(Lifetime(), http.Time);
        using var rotated = rotation.Token.Register(() => outbox.Close(CloseCodes.Normal, "The stream is to be opened anew."));
        using var gone = context.RequestAborted.Register(() => outbox.Close(CloseCodes.Normal, "The client is gone."));
        using var drained = http.Lifetime.Drained.Register(() => outbox.Close(CloseCodes.GoingAway, "The server is going away."));
        using var cut = http.Lifetime.Cut.Register(context.Abort);

        await response.StartAsync(context.RequestAborted);
        var ids = http.Cursors.For(claim.Player, claim.Room.RoomId, claim.Room.Attach);
        var start = claim.Room.Cursor is { } cursor
            ? new RoomPosition(cursor.Epoch, cursor.EpochId, cursor.Offset, cursor.Baseline)
            : default;
        if (!await new SsePump(response.BodyWriter, outbox, ids, http.Lifetime, http.Time).RunAsync(start))
        {
            context.Abort();
        }
    }

    /// <summary>What tells proxies to pass an event stream on as it comes, and the server to send it so.</summary>
    internal static void SetHeaders(HttpContext context)
    {
        context.Response.ContentType = Negotiation.EventStream;
        context.Response.Headers.CacheControl = "no-store, no-transform";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }

    private static TimeSpan Lifetime() =>
        TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(MinMinutes * 60, MaxMinutes * 60));
}
