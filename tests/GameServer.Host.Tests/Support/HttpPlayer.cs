using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using GameServer.Cluster.Sessions;
using GameServer.Host.Players;
using GameServer.Host.Transports.Http;
using GameServer.Protocol;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Host.Tests.Support;

/// <summary>A player over plain requests, who holds token, seat and cursor, as any HTTP client could.</summary>
internal sealed class HttpPlayer : IDisposable
{
    private readonly FrameEncoding encoding;

    internal HttpPlayer(RunningServer server, FrameEncoding encoding = FrameEncoding.Text, HttpClient? http = null)
    {
        this.encoding = encoding;
        Player = new PlayerIdentity(Guid.NewGuid().ToString("N"), "Tester");
        Token = server.Services.GetRequiredService<PlayerTokens>().Issue(Player).Token;
        Http = http ?? server.Http();
    }

    internal PlayerIdentity Player { get; }

    internal string Token { get; set; }

    internal HttpClient Http { get; }

    internal JoinedFrame Joined { get; private set; } = null!;

    /// <summary>What the last answer said is to be the next cursor.</summary>
    internal string Cursor { get; private set; } = "";

    internal string Seat => $"room={Joined.RoomId}&attach={Joined.Attach}";

    private string MediaType => Negotiation.TypeOf(encoding);

    public void Dispose() => Http.Dispose();

    internal async Task<List<ServerFrame>> JoinArenaAsync(JoinFrame? join = null)
    {
        using var answer = await SendAsync("/send", join ?? Join("arena"));
        var frames = await FramesAsync(answer);
        Joined = frames.OfType<JoinedFrame>().Single();
        return frames;
    }

    internal static JoinFrame Join(string target, JoinBy how = JoinBy.Quick) =>
        new(0, Guid.NewGuid().ToString("N"), how, target, false, 0, null, Payload.Nil);

    internal Task<HttpResponseMessage> SendAsync(string address, params ClientFrame[] frames) =>
        SendRawAsync(address, RawClient.Encode(encoding, frames), MediaType);

    internal Task<HttpResponseMessage> SayAsync(params ClientFrame[] frames) => SendAsync($"/send?{Seat}", frames);

    internal Task<HttpResponseMessage> SendRawAsync(string address, byte[] body, string type)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return AskAsync(request);
    }

    internal async Task<HttpResponseMessage> PollAsync(double wait = 0, string more = "", CancellationToken cancellation = default)
    {
        var seconds = wait.ToString(CultureInfo.InvariantCulture);
        var answer = await GetAsync($"/poll?{Seat}&wait={seconds}&cursor={Cursor}&session=tab{more}", cancellation);
        return answer;
    }

    /// <summary>The frames of an answer that arrived; the cursor moves.</summary>
    internal async Task<List<ServerFrame>> TakeAsync(HttpResponseMessage answer)
    {
        var frames = await FramesAsync(answer);
        Cursor = answer.Headers.TryGetValues(PollEndpoint.CursorHeader, out var next) ? next.Single() : Cursor;
        return frames;
    }

    internal Task<HttpResponseMessage> GetAsync(string address, CancellationToken cancellation = default) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Get, address), cancellation);

    internal async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellation = default)
    {
        using (request)
        {
            if (Token.Length > 0)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            }

            if (request.Headers.Accept.Count == 0)
            {
                request.Headers.Add("Accept", MediaType);
            }

            return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).Within($"the answer to {request.RequestUri}");
        }
    }

    internal async Task<TicketAnswer> TicketAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tickets")
        {
            Content = JsonContent.Create(new { room = Joined.RoomId, attach = Joined.Attach }),
        };
        using var answer = await AskAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<TicketAnswer>())!;
    }

    internal static async Task AssertProblemAsync(HttpResponseMessage answer, int status, string code)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {body}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<ProblemDetails>())!;
        Assert.Equal(code, problem.Extensions["code"]!.ToString());
        Assert.False(string.IsNullOrEmpty(problem.Detail));
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal(status is 429 or 503, answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
    }

    internal async Task<List<ServerFrame>> FramesAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync().Within("the body");
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return [];
        }

        Assert.Equal((HttpStatusCode.OK, MediaType), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var frames = new List<ServerFrame>();
        Assert.True(ServerFrames.TryDecode(bytes, encoding, frames, out var why), why);
        return frames;
    }
}
