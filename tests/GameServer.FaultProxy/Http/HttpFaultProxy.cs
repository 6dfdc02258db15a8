using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace GameServer.FaultProxy;

/// <summary>
/// A reverse proxy that knows requests, responses and WebSockets, and does to each what <see cref="Schedule"/> or <see cref="Once"/>
/// say. For lateness of the bytes themselves put a <see cref="TcpFaultProxy"/> in front of it.
/// </summary>
/// <remarks>
/// Speaks HTTP/1.1. A request's body, 16 MiB at most, is read in full before anything is done; a response is passed on as it comes.
/// Each request goes to the server over a connection of its own, so that nothing is ever sent twice but by a fault.
/// </remarks>
public sealed class HttpFaultProxy : IAsyncDisposable
{
    private const int MaxBody = 16 * 1024 * 1024;

    private readonly WebApplication app;
    private readonly Forwarder forwarder;
    private readonly ConcurrentDictionary<int, HttpContext> open = new();
    private readonly List<Wish> wishes = [];
    private int requests;
    private volatile Func<ProxiedRequest, HttpFault> schedule = _ => HttpFault.None;

    private HttpFaultProxy(WebApplication app, Uri server)
    {
        this.app = app;
        forwarder = new Forwarder(server, Log);
        app.Run(HandleAsync);
    }

    private sealed record Wish(Func<ProxiedRequest, bool> Matches, HttpFault Fault, TaskCompletionSource<ProxiedRequest> Met);

    /// <summary>Where clients send their requests.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>What was done so far. Subjects are the numbers of requests.</summary>
    public FaultLog Log { get; } = new();

    /// <summary>What happens to each request that comes from now on; at first nothing. May be called for several at once.</summary>
    public Func<ProxiedRequest, HttpFault> Schedule
    {
        get => schedule;
        set => schedule = value;
    }

    /// <summary>Requests and WebSockets that are not done.</summary>
    public int Open => open.Count;

    /// <summary>Starts one on a free port of this machine, in front of <paramref name="server"/>.</summary>
    public static async Task<HttpFaultProxy> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        var proxy = new HttpFaultProxy(builder.Build(), server);
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>The next request that matches gets this fault, whatever the schedule says of it.</summary>
    /// <returns>Completed with that request when it has come.</returns>
    public Task<ProxiedRequest> Once(Func<ProxiedRequest, bool> matches, HttpFault fault)
    {
        var wish = new Wish(matches, fault, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (wishes)
        {
            wishes.Add(wish);
        }

        return wish.Met.Task;
    }

    /// <summary>From now on nothing more is taken from the server, neither of what is open nor of what begins; what comes up passes.</summary>
    public void Stall()
    {
        Log.Add(0, "stalled");
        forwarder.Stall();
    }

    /// <summary>Ends a stall: what waited comes through.</summary>
    public void Resume()
    {
        Log.Add(0, "goes on");
        forwarder.Resume();
    }

    /// <summary>Resets the client's connection of every request and WebSocket that is not done.</summary>
    public void CutAll()
    {
        foreach (var (number, context) in open)
        {
            Log.Add(number, "cut");
            try
            {
                context.Abort();
            }
            catch (ObjectDisposedException)
            {
                // It was done in this moment.
            }
        }
    }

    /// <summary>Cuts what is open and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        CutAll();
        await app.StopAsync();
        await app.DisposeAsync();
        forwarder.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var isUpgrade = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };
        var request = new ProxiedRequest(
            Interlocked.Increment(ref requests), context.Request.Method, context.Request.Path, isUpgrade);
        var fault = FaultFor(request);
        Log.Add(request.Number, $"{request.Method} {request.Path}{(isUpgrade ? " (upgrade)" : "")}: {fault}");
        open[request.Number] = context;
        try
        {
            await forwarder.ForwardAsync(context, request, fault);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // One of the two sides is gone; the other learns it the hard way.
            Log.Add(request.Number, $"ended: {exception.Message}");
            context.Abort();
        }
        finally
        {
            open.TryRemove(request.Number, out _);
        }
    }

    private HttpFault FaultFor(ProxiedRequest request)
    {
        Wish? wish;
        lock (wishes)
        {
            wish = wishes.Find(candidate => candidate.Matches(request));
            if (wish is not null)
            {
                wishes.Remove(wish);
            }
        }

        wish?.Met.TrySetResult(request);
        return wish?.Fault ?? schedule(request);
    }
}
