using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using GameServer.Cluster.Overview;
using GameServer.Host.Startup;
using GameServer.Host.Transports;
using GameServer.Host.Transports.Http;

namespace GameServer.Host.Overview;

/// <summary>
/// <c>GET /api/cluster/stream</c>: every picture of the cluster as one event; a page that takes them slowly misses some. Bound:
/// <see cref="Most"/> streams; beyond it 503 <c>busy</c>.
/// </summary>
internal sealed class OverviewStreams(NodeOverview overview, ServerLifetime lifetime, TimeProvider time)
{
    internal const int Most = 64;

    private int open;

    internal async Task<IResult> RunAsync(HttpContext context)
    {
        if (!Negotiation.Accepts(context.Request.Headers.Accept, Negotiation.EventStream))
        {
            return Refusals.NotAcceptable;
        }

        if (Interlocked.Increment(ref open) > Most || lifetime.Stopping.IsCancellationRequested)
        {
            Interlocked.Decrement(ref open);
            return Refusals.Busy;
        }

        try
        {
            await StreamAsync(context);
        }
        catch (OperationCanceledException)
        {
            // The page is gone or took nothing in time.
            context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }

        return Results.Empty;
    }

    private async Task StreamAsync(HttpContext context)
    {
        var response = context.Response;
        SseEndpoint.SetHeaders(context);
        using var cut = lifetime.Cut.Register(context.Abort);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(lifetime.Drained, context.RequestAborted);
        await response.StartAsync(context.RequestAborted);

        var output = response.BodyWriter;
        output.Write("retry: 1000\n\n"u8);
        ClusterSnapshot? seen = null;
        while (!over.IsCancellationRequested)
        {
            var next = await NextAsync(seen, over.Token);
            if (over.IsCancellationRequested)
            {
                break;
            }

            if (next is null)
            {
                output.Write("event: beat\ndata: {}\n\n"u8);
            }
            else
            {
                seen = next;
                Write(output, next);
            }

            await FlushAsync(output, context.RequestAborted);
        }

        output.Write("event: end\ndata: {}\n\n"u8);
        await FlushAsync(output, context.RequestAborted);
    }

    /// <summary>The next picture; null when a beat is due first, or the stream is over.</summary>
    private async Task<ClusterSnapshot?> NextAsync(ClusterSnapshot? seen, CancellationToken over)
    {
        using var beat = new CancellationTokenSource(SsePump.BeatEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(beat.Token, over);
        try
        {
            return await overview.Feed.NextAsync(seen, either.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task FlushAsync(PipeWriter output, CancellationToken gone)
    {
        using var timeout = new CancellationTokenSource(SendPump.SendTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, gone);
        var flushed = await output.FlushAsync(either.Token);
        if (flushed.IsCompleted || flushed.IsCanceled)
        {
            throw new OperationCanceledException(gone);
        }
    }

    private static void Write(PipeWriter output, ClusterSnapshot snapshot)
    {
        output.Write("data: "u8);
        using (var writer = new Utf8JsonWriter(output))
        {
            JsonSerializer.Serialize(writer, snapshot, OverviewEndpoints.Json);
        }

        output.Write("\n\n"u8);
    }
}
