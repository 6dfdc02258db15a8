using System.Net;
using System.Net.Http.Headers;
using GameServer.Protocol;

namespace GameServer.Load.Clients;

/// <summary>What the transports over plain requests have in common: joins and sends.</summary>
internal abstract class RequestClient : LoadClient
{
    private const string Binary = "application/x-msgpack";

    private readonly SocketsHttpHandler connections = new() { PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan };

    protected RequestClient(Uri server, string token)
        : base(server, token) => Http = new HttpClient(connections) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };

    protected HttpClient Http { get; }

    /// <summary>The part of the address that says whose seat it is.</summary>
    protected string Seat { get; private set; } = "";

    public override void Dispose()
    {
        Http.Dispose();
        connections.Dispose();
    }

    protected override async Task<JoinedFrame> JoinAsync(JoinFrame join, CancellationToken cancellation)
    {
        using var answer = await PostAsync("/send", Encode(join), cancellation);
        var joined = JoinedIn(await answer.Content.ReadAsByteArrayAsync(cancellation))
            ?? throw new IOException("A join was answered by something else.");
        Seat = $"room={joined.RoomId}&attach={joined.Attach}";
        return joined;
    }

    protected override async Task SayAsync(ClientFrame frame, CancellationToken cancellation) =>
        (await PostAsync($"/send?{Seat}", Encode(frame), cancellation)).Dispose();

    /// <summary>A poll or a stream says already that somebody is there.</summary>
    protected override Task StayAsync(CancellationToken cancellation) => Task.Delay(Timeout.Infinite, cancellation);

    protected async Task<HttpResponseMessage> GetAsync(string address, string type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd(type);
        return await SendAsync(request, cancellation);
    }

    private async Task<HttpResponseMessage> PostAsync(string address, byte[] body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Binary);
        request.Headers.Accept.ParseAdd(Binary);
        return await SendAsync(request, cancellation);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent
            ? answer
            : throw new IOException(
                $"{request.RequestUri} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
    }
}
