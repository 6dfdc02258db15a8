using System.Buffers;
using System.IO.Pipelines;
using GameServer.Host.Startup;
using GameServer.Host.Transports;
using GameServer.Host.Transports.Http;

namespace GameServer.Host.Overview;

/// <summary>
/// Streams pictures of one kind: each is one event; a page that takes them slowly misses some. Beyond its bound of streams 503
/// <c>busy</c>.
/// </summary>
/// <param name="most">How many streams there may be.</param>
/// <param name="lifetime">Says when the server stops.</param>
/// <param name="time">The clock.</param>
internal abstract class PictureStreams<TPicture>(int most, ServerLifetime lifetime, TimeProvider time)
    where TPicture : class
{
    private int open;

    internal async Task<IResult> RunAsync(HttpContext context)
    {
        if (!Negotiation.Accepts(context.Request.Headers.Accept, Negotiation.EventStream))
        {
            return Refusals.NotAcceptable;
        }

        if (Interlocked.Increment(ref open) > most || lifetime.Stopping.IsCancellationRequested)
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

    /// <summary>Waits for a picture other than the one that was seen.</summary>
    protected abstract Task<TPicture> NextAsync(TPicture? seen, CancellationToken cancellation);

    /// <summary>Writes a picture as JSON, in one line.</summary>
    protected abstract void Write(PipeWriter output, TPicture picture);

    private async Task StreamAsync(HttpContext context)
    {
        var response = context.Response;
        SseEndpoint.SetHeaders(context);
        using var cut = lifetime.Cut.Register(context.Abort);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(lifetime.Drained, context.RequestAborted);
        await response.StartAsync(context.RequestAborted);

        var output = response.BodyWriter;
        output.Write("retry: 1000\n\n"u8);
        TPicture? seen = null;
        while (!over.IsCancellationRequested)
        {
            var next = await NextOrBeatAsync(seen, over.Token);
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
                output.Write("data: "u8);
                Write(output, next);
                output.Write("\n\n"u8);
            }

            await FlushAsync(output, context.RequestAborted);
        }

        output.Write("event: end\ndata: {}\n\n"u8);
        await FlushAsync(output, context.RequestAborted);
    }

    /// <summary>The next picture; null when a beat is due first, or the stream is over.</summary>
    private async Task<TPicture?> NextOrBeatAsync(TPicture? seen, CancellationToken over)
    {
        using var beat = new CancellationTokenSource(SsePump.BeatEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(beat.Token, over);
        try
        {
            return await NextAsync(seen, either.Token);
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
}
