using System.IO.Pipelines;

namespace GameServer.Host.Telemetry.Traffic;

/// <summary>The two ways of a connection, counted.</summary>
internal sealed class CountedTransport(IDuplexPipe inner, ConnectionTraffic traffic) : IDuplexPipe
{
    public PipeReader Input { get; } = new CountedReader(inner.Input, traffic);

    public PipeWriter Output { get; } = new CountedWriter(inner.Output, traffic);
}

internal sealed class CountedReader(PipeReader inner, ConnectionTraffic traffic) : PipeReader
{
    private ReadResult last;
    private long known;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        var isRead = inner.TryRead(out result);
        if (isRead)
        {
            Count(result);
        }

        return isRead;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // What is not consumed is in the next read again.
        known = last.Buffer.Slice(consumed).Length;
        last = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private ReadResult Count(ReadResult result)
    {
        traffic.Received(result.Buffer.Length - known);
        known = result.Buffer.Length;
        last = result;
        return result;
    }
}

internal sealed class CountedWriter(PipeWriter inner, ConnectionTraffic traffic) : PipeWriter
{
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes)
    {
        traffic.Sent(bytes);
        inner.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        traffic.Sent(source.Length);
        return inner.WriteAsync(source, cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
}
