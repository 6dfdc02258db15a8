using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GameServer.Host.Tests.Support;
using GameServer.Host.Transports.Http;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Contract;

/// <summary>Joins, sends and polls or a stream.</summary>
internal sealed class HttpLink(Holding held, HttpClient http, string token, Transport kind, FrameEncoding encoding, bool abandons, int number, CancellationToken stay)
    : Link(held, stay)
{
    private static readonly TimeSpan between = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan again = TimeSpan.FromMilliseconds(20);

    private string lastId = "";
    private int streams = number;

    private string Seat => $"room={Held.RoomId}&attach={Held.Attach}";

    internal override async Task RunAsync(JoinFrame join, Action joined)
    {
        while (true)
        {
            if (await TryAsync(() => AskAsync(Post("/send", join), encoding)) is { } frames)
            {
                Assert.Contains(frames, frame => frame is JoinedFrame);
                Take(frames);
                joined();
                break;
            }
        }

        await TogetherAsync(RepeatAsync(SayAsync), kind == Transport.Stream ? RepeatAsync(StreamAsync) : RepeatAsync(PollAsync));
    }

    /// <summary>Whatever is lost is asked for again.</summary>
    private async Task RepeatAsync(Func<Task> ask)
    {
        while (true)
        {
            await TryAsync(async () =>
            {
                await ask();
                return true;
            });
        }
    }

    private async Task<T?> TryAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException && !Left.IsCancellationRequested)
        {
            await Task.Delay(again, Left);
            return default;
        }
    }

    private async Task PollAsync()
    {
        var wait = kind == Transport.LongPoll ? 5 : 0;
        var frames = await AskAsync(
            new(HttpMethod.Get, $"/poll?{Seat}&wait={wait}&cursor={Held.Position}&session=tab"), encoding);
        Take(frames ?? []);
        await Task.Delay(wait > 0 ? TimeSpan.FromMilliseconds(1) : between, Left);
    }

    private async Task SayAsync()
    {
        var frames = ToSay();
        Said(frames);
        if (await AskAsync(Post($"/send?{Seat}", frames), encoding) is { } answers)
        {
            Take(answers);
            lock (Held)
            {
                Held.Delivered(frames);
            }
        }

        await Task.Delay(between, Left);
    }

    private async Task StreamAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, await StreamAddressAsync());
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastId.Length > 0)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }
        else if (!request.RequestUri!.OriginalString.Contains("ticket", StringComparison.Ordinal))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var answer = await SendAsync(request);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            await RefusedAsync(answer);
            // A ticket that was lost on its way is used.
            return;
        }

        await using var body = await answer.Content.ReadAsStreamAsync(Left);
        using var lines = new StreamReader(body, Encoding.UTF8);
        var (id, data) = ("", new StringBuilder());
        while (await lines.ReadLineAsync(Left) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("data: [", StringComparison.Ordinal))
            {
                data.Append(line, 6, line.Length - 6).Append('\n');
            }
            else if (line.Length == 0)
            {
                // Only what ends with an empty line is whole.
                Take(data.Length > 0 ? Decode(Encoding.UTF8.GetBytes(data.ToString()), FrameEncoding.Text) : []);
                lastId = id.Length > 0 ? id : lastId;
                data.Clear();
            }
        }
    }

    /// <summary>In turn by the native id alone, by a ticket, and by the token with the cursor.</summary>
    private async Task<string> StreamAddressAsync()
    {
        var way = streams++ % 3;
        if (way == 0 && lastId.Length > 0)
        {
            return $"/sse?room={Held.RoomId}";
        }

        lastId = "";
        if (way == 1)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tickets")
            {
                Content = new StringContent($$"""{"room":"{{Held.RoomId}}","attach":{{Held.Attach}}}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                using var ticket = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Left));
                return $"/sse?room={Held.RoomId}&cursor={Held.Position}&ticket={ticket.RootElement.GetProperty("ticket").GetString()}";
            }

            await RefusedAsync(answer);
        }

        return $"/sse?{Seat}&cursor={Held.Position}";
    }

    private HttpRequestMessage Post(string address, params ClientFrame[] frames)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(RawClient.Encode(encoding, frames)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Negotiation.TypeOf(encoding));
        return request;
    }

    /// <summary>The frames of the answer; null if the request is to be made again.</summary>
    private async Task<List<ServerFrame>?> AskAsync(HttpRequestMessage request, FrameEncoding wished)
    {
        using (request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Accept.ParseAdd(Negotiation.TypeOf(wished));
            using var answer = await SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.NoContent)
            {
                return [];
            }

            var body = await answer.Content.ReadAsByteArrayAsync(Left);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return Decode(body, wished);
            }

            await RefusedAsync(answer);
            return null;
        }
    }

    private async Task RefusedAsync(HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadAsStringAsync(Left);
        Left.ThrowIfCancellationRequested();
        if (answer.StatusCode == HttpStatusCode.NoContent || problem.Contains("not_joined", StringComparison.Ordinal))
        {
            throw new SeatLostException();
        }

        Assert.True(
            problem.Contains("superseded", StringComparison.Ordinal) || problem.Contains("bad_ticket", StringComparison.Ordinal)
            || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable,
            $"{answer.RequestMessage!.RequestUri!.PathAndQuery} was refused with {(int)answer.StatusCode}: {problem}");
        await Task.Delay(again, Left);
    }

    /// <summary>A request that is abandoned runs on, and nobody reads its answer.</summary>
    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, abandons ? CancellationToken.None : Left).WaitAsync(Left);
}
