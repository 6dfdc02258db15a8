using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GameServer.FaultProxy;

/// <summary>
/// Ends a response in its middle: after this the server of the proxy closes the connection behind what was sent, where an abort would
/// overtake it.
/// </summary>
internal sealed class ResponseCutException : Exception;

/// <summary>Brings a request to the server and its response back, with the fault that it is to meet.</summary>
internal sealed class Forwarder(Uri server, FaultLog log) : IDisposable
{
    private const int CopyBytes = 16 * 1024;

    private readonly ConcurrentDictionary<int, TaskCompletionSource<int>> held = new();
    private volatile TaskCompletionSource? stalled;
    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        // A connection that is used again may turn out to be closed, and the handler would send the request once more.
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    public void Dispose() => client.Dispose();

    internal void Stall() => stalled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Resume()
    {
        stalled?.TrySetResult();
        stalled = null;
    }

    internal async Task ForwardAsync(HttpContext context, ProxiedRequest request, HttpFault fault)
    {
        var gone = context.RequestAborted;
        var upstream = await UpstreamRequest.ReadAsync(context.Request, server, gone);
        switch (fault)
        {
            case HttpFault.LoseRequest:
                context.Abort();
                return;
            case HttpFault.BlockUpgrade(var how) when request.IsUpgrade && how != UpgradeBlock.Strip:
                await BlockAsync(context, how);
                return;
            case HttpFault.Late(var up, _):
                await Task.Delay(up, gone);
                break;
            case HttpFault.LetNextPass(var atMost) when !request.IsUpgrade:
                await HoldAsync(request, atMost, gone);
                break;
        }

        if (fault is HttpFault.Duplicate(var answer) && !request.IsUpgrade)
        {
            await ForwardTwiceAsync(context, request, upstream, answer);
            return;
        }

        var asUpgrade = request.IsUpgrade && fault is not HttpFault.BlockUpgrade;
        using var message = upstream.Make(asUpgrade);
        // What is to be lost is lost after the server's work, even if the client does not wait for it.
        using var response = await client.SendAsync(message, fault is HttpFault.LoseResponse ? CancellationToken.None : gone);
        Answered(request);
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            await JoinAsync(context, response);
            return;
        }

        switch (fault)
        {
            case HttpFault.LoseResponse:
                log.Add(request.Number, $"the server said {(int)response.StatusCode} with {await DrainAsync(response, CancellationToken.None)} bytes, lost");
                context.Abort();
                return;
            case HttpFault.Late(_, var down):
                await Task.Delay(down, gone);
                break;
        }

        await AnswerAsync(context, response, fault is HttpFault.CutResponse(var bytes) ? bytes : null);
    }

    private static async Task BlockAsync(HttpContext context, UpgradeBlock how)
    {
        if (how == UpgradeBlock.Swallow)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        context.Response.StatusCode = how == UpgradeBlock.BadRequest
            ? StatusCodes.Status400BadRequest
            : StatusCodes.Status426UpgradeRequired;
    }

    private async Task HoldAsync(ProxiedRequest request, TimeSpan atMost, CancellationToken gone)
    {
        var passed = held[request.Number] = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            log.Add(request.Number, $"passed by #{await passed.Task.WaitAsync(atMost, gone)}");
        }
        catch (TimeoutException)
        {
            log.Add(request.Number, "no other came");
        }
        finally
        {
            held.TryRemove(request.Number, out _);
        }
    }

    private void Answered(ProxiedRequest request)
    {
        foreach (var (number, passed) in held)
        {
            if (number < request.Number)
            {
                passed.TrySetResult(request.Number);
            }
        }
    }

    private async Task ForwardTwiceAsync(
        HttpContext context, ProxiedRequest request, UpstreamRequest upstream, DuplicateAnswer answer)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var first = upstream.Make(asUpgrade: false);
        using var second = upstream.Make(asUpgrade: false);
        var sending = new[] { client.SendAsync(first, ended.Token), client.SendAsync(second, ended.Token) };
        var (wanted, other) = answer == DuplicateAnswer.First ? (sending[0], sending[1]) : (sending[1], sending[0]);
        var dropping = DropAsync(other, request, ended.Token);
        using var response = await wanted;
        Answered(request);
        await AnswerAsync(context, response, cutAfter: null);
        if (IsStream(response))
        {
            await ended.CancelAsync();
        }

        await dropping;
    }

    private async Task DropAsync(Task<HttpResponseMessage> sending, ProxiedRequest request, CancellationToken ended)
    {
        try
        {
            using var response = await sending;
            log.Add(request.Number, $"the other copy: {(int)response.StatusCode} with {await DrainAsync(response, ended)} bytes");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            log.Add(request.Number, $"the other copy: {exception.Message}");
        }
    }

    /// <summary>Reads a response to its end; of a stream, which has none, only the head.</summary>
    private static async Task<long> DrainAsync(HttpResponseMessage response, CancellationToken ended)
    {
        if (IsStream(response))
        {
            return 0;
        }

        await response.Content.LoadIntoBufferAsync(ended);
        return response.Content.Headers.ContentLength ?? 0;
    }

    private static bool IsStream(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType == "text/event-stream";

    private async Task AnswerAsync(HttpContext context, HttpResponseMessage response, int? cutAfter)
    {
        CopyHead(response, context.Response);
        // The last byte never comes, or a body of known length would be whole.
        var left = cutAfter is { } most ? Math.Min(most, response.Content.Headers.ContentLength - 1 ?? most) : long.MaxValue;
        var buffer = new byte[CopyBytes];
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        await context.Response.StartAsync(context.RequestAborted);
        while (left > 0 && await ReadAsync(body, buffer, context.RequestAborted) is > 0 and var count)
        {
            var passing = (int)Math.Min(count, left);
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, passing), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            left -= passing;
        }

        if (cutAfter is not null)
        {
            throw new ResponseCutException();
        }
    }

    /// <summary>Nothing is read in a stall, so that the server meets a full window, as with a client that reads nothing.</summary>
    private async ValueTask<int> ReadAsync(Stream server, Memory<byte> buffer, CancellationToken gone)
    {
        if (stalled is { } stall)
        {
            await stall.Task.WaitAsync(gone);
        }

        return await server.ReadAsync(buffer, gone);
    }

    private static void CopyHead(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated))
        {
            if (!UpstreamRequest.IsOfTheConnection(name))
            {
                to.Headers[name] = values.ToArray();
            }
        }
    }

    /// <summary>Both have agreed to speak WebSocket: from here on it is bytes.</summary>
    private async Task JoinAsync(HttpContext context, HttpResponseMessage response)
    {
        CopyHead(response, context.Response);
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        await using var clientSide = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        await using var serverSide = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        Task[] pumps = [clientSide.CopyToAsync(serverSide, ended.Token), ComeDownAsync(serverSide, clientSide, ended.Token)];
        // WebSockets say goodbye in their own frames; when either side has ended there is nothing more to carry.
        await Task.WhenAny(pumps);
        await ended.CancelAsync();
        await Task.WhenAll(pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ComeDownAsync(Stream server, Stream to, CancellationToken ended)
    {
        var buffer = new byte[CopyBytes];
        while (await ReadAsync(server, buffer, ended) is > 0 and var count)
        {
            await to.WriteAsync(buffer.AsMemory(0, count), ended);
        }
    }
}
