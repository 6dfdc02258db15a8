using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using GameServer.Cluster.Relays;
using GameServer.Host.Startup;
using GameServer.Protocol;

namespace GameServer.Host.Transports.Http;

/// <summary>Sends what an outbox holds as server-sent events, all that waits as one message, and ends the stream when the outbox says so.</summary>
internal sealed class SsePump(PipeWriter output, Outbox outbox, StreamIds ids, ServerLifetime lifetime, TimeProvider time)
{
    /// <summary>So often a client hears that the stream is alive, whether or not there was anything else.</summary>
    internal static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(8);

    /// <summary>Runs until the stream is ended.</summary>
    /// <param name="start">Where the client stands.</param>
    /// <returns>False if the client is gone or took nothing in time, so that the connection is to be cut.</returns>
    internal async Task<bool> RunAsync(RoomPosition start)
    {
        using var timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var beat = new CancellationTokenSource(BeatEvery, time);
        try
        {
            WriteOpen(start);
            while (await FlushAsync(timeout))
            {
                // What was taken is with the network by now.
                outbox.Sent();
                if (!await HasMoreAsync(beat.Token))
                {
                    beat.Dispose();
                    beat = new CancellationTokenSource(BeatEvery, time);
                    output.Write("event: beat\ndata: {}\n\n"u8);
                }
                else if (outbox.Take(out var position) is { IsEmpty: false } waiting)
                {
                    WriteMessage(waiting.Span, position);
                }
                else if (outbox.Closing is { } closing)
                {
                    WriteEnd(closing);
                    return await FlushAsync(timeout);
                }
            }

            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            beat.Dispose();
        }
    }

    /// <summary>False if a beat is due first.</summary>
    private async ValueTask<bool> HasMoreAsync(CancellationToken beat)
    {
        if (beat.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            await outbox.WaitAsync(beat);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask<bool> FlushAsync(CancellationTokenSource timeout)
    {
        timeout.CancelAfter(SendPump.SendTimeout);
        var flushed = await output.FlushAsync(timeout.Token);
        timeout.CancelAfter(Timeout.InfiniteTimeSpan);
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }

    /// <summary>
    /// It has an id, so that a client that is cut off before the first message can come back too, and says which node it is, as an
    /// <c>EventSource</c> reads no headers.
    /// </summary>
    private void WriteOpen(RoomPosition start)
    {
        output.Write("retry: 1000\n"u8);
        WriteId(start);
        output.Write("event: open\ndata: {\"node\":\""u8);
        output.Write(JsonEncodedText.Encode(lifetime.Node).EncodedUtf8Bytes);
        output.Write("\"}\n\n"u8);
    }

    private void WriteMessage(ReadOnlySpan<byte> frames, RoomPosition position)
    {
        WriteId(position);
        while (!frames.IsEmpty)
        {
            var end = frames.IndexOf((byte)'\n');
            var line = end < 0 ? frames : frames[..end];
            frames = end < 0 ? default : frames[(end + 1)..];
            output.Write("data: "u8);
            output.Write(line);
            output.Write("\n"u8);
        }

        output.Write("\n"u8);
    }

    private void WriteId(RoomPosition position)
    {
        output.Write("id: "u8);
        output.Advance(ids.Write(position, output.GetSpan(StreamIds.MaxBytes)));
        output.Write("\n"u8);
    }

    private void WriteEnd(OutboxClosing closing)
    {
        if (closing.CloseCode == CloseCodes.GoingAway)
        {
            output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {lifetime.RetryOfServedMs()}\n")));
        }

        output.Write("event: end\ndata: {}\n\n"u8);
    }
}
