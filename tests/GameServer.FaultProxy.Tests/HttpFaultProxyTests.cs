using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GameServer.FaultProxy.Tests;

public sealed class HttpFaultProxyTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> served = new();
    private readonly HttpClient client = new();
    private WebApplication server = null!;
    private HttpFaultProxy proxy = null!;

    [Fact]
    public async Task What_is_not_to_fail_comes_through_as_it_was_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo?a=1%202")
        {
            Content = new StringContent("hello", Encoding.UTF8, "text/plain"),
            Headers = { { "X-Asked", ["one", "two"] } },
        };
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("?a=1%202 one, two text/plain; charset=utf-8 hello", await response.Content.ReadAsStringAsync());
        Assert.Equal(["yes"], response.Headers.GetValues("X-Answered"));
    }

    [Fact]
    public async Task The_host_that_the_client_named_is_the_one_that_the_server_sees() =>
        Assert.Equal(proxy.Address.Authority, await client.GetStringAsync("/host"));

    [Fact]
    public async Task A_lost_request_never_reaches_the_server()
    {
        _ = proxy.Once(request => request.Path == "/count", new HttpFault.LoseRequest());
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("/count", "a"));
        await PostAsync("/count", "b");
        Assert.Equal(["b"], served);
    }

    [Fact]
    public async Task A_lost_response_was_made_by_the_server_and_the_client_sees_none_of_it()
    {
        _ = proxy.Once(request => request.Path == "/count", new HttpFault.LoseResponse());
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("/count", "a"));
        Assert.Equal(["a"], served);
        Assert.Contains(proxy.Log.Entries, entry => entry.What == "the server said 200 with 1 bytes, lost");
    }

    [Theory]
    [InlineData("/long", 1_000, 1_000)]
    [InlineData("/long", 90_000, 49_999)]
    [InlineData("/stream", 5, 5)]
    public async Task A_response_is_cut_in_the_middle(string path, int after, int expected)
    {
        _ = proxy.Once(_ => true, new HttpFault.CutResponse(after));
        using var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var read = 0;
        var error = await Record.ExceptionAsync(async () =>
        {
            while (await body.ReadAsync(new byte[64]).AsTask().WaitAsync(patience) is > 0 and var count)
            {
                read += count;
            }
        });

        Assert.IsType<HttpIOException>(error, exactMatch: false);
        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData(DuplicateAnswer.First)]
    [InlineData(DuplicateAnswer.Second)]
    public async Task A_duplicate_reaches_the_server_twice_and_one_response_comes_back(DuplicateAnswer answer)
    {
        _ = proxy.Once(_ => true, new HttpFault.Duplicate(answer));
        Assert.Contains(await PostAsync("/count", "a"), new[] { "1", "2" });
        Assert.Equal(["a", "a"], served);
        Assert.Contains(proxy.Log.Entries, entry => entry.What.StartsWith("the other copy: 200", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_lets_the_next_pass_comes_after_it()
    {
        var met = proxy.Once(_ => true, new HttpFault.LetNextPass(patience));
        var first = PostAsync("/count", "a");
        await met.WaitAsync(patience);
        Assert.Equal("1", await PostAsync("/count", "b"));
        Assert.Equal("2", await first);
        Assert.Equal(["b", "a"], served);
    }

    [Fact]
    public async Task A_request_that_lets_the_next_pass_goes_on_when_none_comes()
    {
        _ = proxy.Once(_ => true, new HttpFault.LetNextPass(TimeSpan.FromMilliseconds(20)));
        Assert.Equal("1", await PostAsync("/count", "a").WaitAsync(patience));
        Assert.Contains(proxy.Log.Entries, entry => entry.What == "no other came");
    }

    [Fact]
    public async Task An_event_stream_comes_as_it_is_written_and_ends_with_a_cut()
    {
        using var response = await client.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("data: 1", await reader.ReadLineAsync().WaitAsync(patience));
        proxy.CutAll();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync().WaitAsync(patience) is not null)
            {
            }
        });
    }

    [Fact]
    public async Task A_WebSocket_passes_and_is_cut()
    {
        using var socket = await OpenSocketAsync();
        await socket.SendAsync(Encoding.UTF8.GetBytes("hi"), WebSocketMessageType.Text, true, default);
        var buffer = new byte[16];
        var got = await socket.ReceiveAsync(buffer, default).WaitAsync(patience);
        Assert.Equal("hi", Encoding.UTF8.GetString(buffer, 0, got.Count));

        proxy.CutAll();

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(buffer, default).WaitAsync(patience));
    }

    [Fact]
    public async Task In_a_stall_nothing_more_is_taken_from_the_server_and_after_it_everything_comes()
    {
        using var socket = await OpenSocketAsync();
        await EchoesAsync("before");
        proxy.Stall();
        // What was being read when the stall began still passes.
        await EchoesAsync("first");
        await socket.SendAsync(Encoding.UTF8.GetBytes("second"), WebSocketMessageType.Text, true, default);
        var waiting = PostAsync("/count", "a");
        await UntilAsync(() => served.Contains("a"));
        Assert.False(waiting.IsCompleted);

        proxy.Resume();

        await HearsAsync("second");
        Assert.Equal("1", await waiting.WaitAsync(patience));

        async Task EchoesAsync(string text)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);
            await HearsAsync(text);
        }

        async Task HearsAsync(string text)
        {
            var buffer = new byte[16];
            var got = await socket.ReceiveAsync(buffer, default).WaitAsync(patience);
            Assert.Equal(text, Encoding.UTF8.GetString(buffer, 0, got.Count));
        }
    }

    [Theory]
    [InlineData(UpgradeBlock.BadRequest, HttpStatusCode.BadRequest)]
    [InlineData(UpgradeBlock.UpgradeRequired, HttpStatusCode.UpgradeRequired)]
    [InlineData(UpgradeBlock.Strip, HttpStatusCode.Conflict)]
    public async Task A_blocked_upgrade_gets_no_WebSocket(UpgradeBlock how, HttpStatusCode expected)
    {
        proxy.Schedule = request => request.IsUpgrade ? new HttpFault.BlockUpgrade(how) : HttpFault.None;
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(SocketAddress, default).WaitAsync(patience));
        Assert.Equal(expected, socket.HttpStatusCode);
        Assert.Equal("1", await PostAsync("/count", "a"));
    }

    [Fact]
    public async Task An_upgrade_that_is_swallowed_is_answered_by_nobody()
    {
        var met = proxy.Once(request => request.IsUpgrade, new HttpFault.BlockUpgrade(UpgradeBlock.Swallow));
        using var socket = new ClientWebSocket();
        using var givenUp = new CancellationTokenSource();
        var opening = socket.ConnectAsync(SocketAddress, givenUp.Token);
        await met.WaitAsync(patience);
        Assert.Equal("1", await PostAsync("/count", "a"));
        Assert.False(opening.IsCompleted);
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => opening.WaitAsync(patience));
    }

    [Fact]
    public void A_seed_says_what_each_request_meets_and_every_fault_comes_up()
    {
        var rates = new HttpFaultRates
        {
            Late = 0.1,
            LoseRequest = 0.1,
            LoseResponse = 0.1,
            CutResponse = 0.1,
            Duplicate = 0.1,
            LetNextPass = 0.1,
            BlockUpgrade = 0.1,
        };
        var all = Draw(1).ToArray();
        Assert.Equal(all, Draw(1));
        Assert.NotEqual(all, Draw(2));
        Assert.Equal(8, all.Select(fault => fault.GetType()).Distinct().Count());
        Assert.InRange(all.Count(fault => fault is HttpFault.Pass), 230, 370);

        IEnumerable<HttpFault> Draw(int seed)
        {
            var faults = new SeededHttpFaults(seed, rates);
            return Enumerable.Range(1, 1_000).Select(n => faults.For(new ProxiedRequest(n, "GET", "/", false)));
        }
    }

    public void Dispose() => client.Dispose();

    private Uri SocketAddress => new UriBuilder(proxy.Address) { Scheme = "ws", Path = "/socket" }.Uri;

    async Task IAsyncLifetime.InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.UseWebSockets();
        server.Run(ServeAsync);
        await server.StartAsync();
        proxy = await HttpFaultProxy.StartAsync(new Uri(server.Urls.First()));
        client.BaseAddress = proxy.Address;
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await proxy.DisposeAsync();
        await server.DisposeAsync();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            await again.WaitForNextTickAsync(deadline.Token);
        }
    }

    private async Task<string> PostAsync(string path, string text)
    {
        using var content = new StringContent(text);
        using var response = await client.PostAsync(path, content);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<ClientWebSocket> OpenSocketAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(SocketAddress, default).WaitAsync(patience);
        return socket;
    }

    private async Task ServeAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        using var reader = new StreamReader(request.Body);
        switch (request.Path)
        {
            case "/echo":
                response.StatusCode = 202;
                response.Headers["X-Answered"] = "yes";
                await response.WriteAsync($"{request.QueryString} {request.Headers["X-Asked"]} {request.ContentType} {await reader.ReadToEndAsync()}");
                break;
            case "/host":
                await response.WriteAsync(request.Host.Value!);
                break;
            case "/count":
                served.Enqueue(await reader.ReadToEndAsync());
                await response.WriteAsync($"{served.Count}");
                break;
            case "/long":
                response.ContentLength = 50_000;
                await response.WriteAsync(new string('x', 50_000));
                break;
            case "/stream":
                response.ContentType = "text/event-stream";
                await response.WriteAsync("data: 1\n\n");
                await response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "/socket" when context.WebSockets.IsWebSocketRequest:
                await EchoAsync(await context.WebSockets.AcceptWebSocketAsync());
                break;
            default:
                response.StatusCode = 409;
                break;
        }
    }

    private static async Task EchoAsync(WebSocket socket)
    {
        var buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, default) is { MessageType: not WebSocketMessageType.Close } got)
            {
                await socket.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, default);
            }
        }
        catch (WebSocketException)
        {
            // The proxy cut it; that is what the test is about.
        }
    }
}
