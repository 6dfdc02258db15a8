using GameServer.Cluster.Gateways;
using GameServer.Cluster.Sessions;
using GameServer.Host.Players;
using GameServer.Host.Web;
using GameServer.Protocol;

namespace GameServer.Host.Transports.Http;

/// <summary><c>POST /send</c>: a join, or what a client has to say in a room.</summary>
internal static class SendEndpoint
{
    internal static async Task<IResult> HandleAsync(HttpContext context, HttpTransport http)
    {
        var request = context.Request;
        var (player, problem) = await http.Tokens.PlayerOfAsync(request);
        if (player is null)
        {
            return problem!;
        }

        if (!Negotiation.TryContentType(request.ContentType, out var encoding))
        {
            return Problems.Of(
                415, Refusals.BadRequest, $"The body is {Negotiation.Text} or {Negotiation.Binary}.");
        }

        if (!Negotiation.TryAccept(request.Headers.Accept, out var wished))
        {
            return Refusals.NotAcceptable;
        }

        (string RoomId, long Attach)? seat = null;
        if (request.Query.ContainsKey("room") || request.Query.ContainsKey("attach"))
        {
            seat = RoomQuery.Seat(request.Query, out var why);
            if (seat is null)
            {
                return Problems.Of(400, Refusals.BadRequest, why);
            }
        }

        var (frames, refused) = await ReadFramesAsync(request, http, player, encoding);
        return frames is null ? refused!
            : seat is { } named ? await SayAsync(context, http, player, named, new SentFrames(frames, wished))
            : await JoinAsync(context, http, player, frames, wished);
    }

    /// <summary>The frames, or the refusal. Whatever the body is, it counts.</summary>
    private static async Task<(List<ClientFrame>? Frames, IResult? Problem)> ReadFramesAsync(
        HttpRequest request, HttpTransport http, PlayerIdentity player, FrameEncoding encoding)
    {
        var body = await RequestBody.ReadAsync(request, Limits.MessageBytes);
        if (!http.Limits.TryTake(player.PlayerId, body.Bytes.Length, 1))
        {
            return (null, Refusals.RateLimited);
        }

        if (body.Problem is not null)
        {
            return (null, body.Problem);
        }

        var frames = new List<ClientFrame>();
        if (!ClientFrames.TryDecode(body.Bytes, encoding, frames, out var fault))
        {
            return (null, Problems.Of(fault!.Code == ErrorCodes.TooLarge ? 413 : 400, fault.Code, fault.Message));
        }

        var more = frames.Sum(FrameBudget.CostOf) - 1;
        return more == 0 || http.Limits.TryTake(player.PlayerId, 0, more) ? (frames, null) : (null, Refusals.RateLimited);
    }

    private static Task<IResult> JoinAsync(
        HttpContext context, HttpTransport http, PlayerIdentity player, List<ClientFrame> frames, FrameEncoding wished) =>
        frames switch
        {
            [JoinFrame join] => http.Sends.OpenAsync(context, () => AskAsync(
                context, http, reply => new HttpJoin(player, "", wished, join, reply), new SentFrames([], wished))),
            [PingFrame { Handle: null } or RefusedFrame or UnknownFrame] =>
                Task.FromResult<IResult>(new FrameAnswer(http, new SentFrames(frames, wished).Answers, wished)),
            _ => Task.FromResult(Misplaced("Without a room, the body is one join, or one ping without a handle.")),
        };

    private static async Task<IResult> SayAsync(
        HttpContext context, HttpTransport http, PlayerIdentity player, (string RoomId, long Attach) seat, SentFrames sent) =>
        sent.HasMisplaced
            ? Misplaced("In a room, the frames are input, command, ack, ping and leave.")
            : await http.Sends.OpenAsync(context, () => AskAsync(
                context,
                http,
                reply => new HttpSend(player, "", sent.Encoding, seat.RoomId, seat.Attach, sent.ForRoom, reply),
                sent));

    private static async Task<IResult> AskAsync(
        HttpContext context, HttpTransport http, Func<TaskCompletionSource<GatewayReply>, GatewayRequest> make, SentFrames sent)
    {
        var reply = await http.Gateway.AskAsync(make, http.Lifetime.Drained, context.RequestAborted);
        return reply is null ? Results.Empty
            : reply.Refusal is { } refusal ? Refusals.Of(refusal)
            : new FrameAnswer(http, reply.Frames, sent.Encoding, sent.Answers);
    }

    private static IResult Misplaced(string sentence) => Problems.Of(400, ErrorCodes.BadFrame, sentence);
}
