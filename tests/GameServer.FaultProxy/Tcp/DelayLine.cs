using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace GameServer.FaultProxy;

/// <summary>One direction of a connection: takes bytes from one socket and gives them to the other when they are due.</summary>
/// <remarks>
/// At most <see cref="MaxPieces"/> pieces of <see cref="PieceBytes"/> bytes are on their way. Beyond that nothing is read, so that the
/// sender meets a full window, as it would on a slow line.
/// </remarks>
internal sealed class DelayLine(Socket from, Socket to, Lateness lateness, Func<LinkFaults> faults)
{
    private const int PieceBytes = 16 * 1024;
    private const int MaxPieces = 256;

    private readonly Channel<(byte[] Bytes, TimeSpan Due)> way =
        Channel.CreateBounded<(byte[], TimeSpan)>(new BoundedChannelOptions(MaxPieces) { SingleReader = true, SingleWriter = true });

    private readonly long startedAt = Stopwatch.GetTimestamp();
    private volatile TaskCompletionSource? frozen;
    private long bytes;

    /// <summary>Bytes that came out so far.</summary>
    internal long Bytes => Interlocked.Read(ref bytes);

    /// <summary>The longest time in which nothing came in, between two pieces.</summary>
    internal TimeSpan LongestSilence { get; private set; }

    /// <summary>The most by which a piece came out later than it was due: what the machine added.</summary>
    internal TimeSpan LatestBy { get; private set; }

    internal void Freeze() => frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Thaw()
    {
        frozen?.TrySetResult();
        frozen = null;
    }

    /// <summary>Pumps until the sender has ended its side and everything has come out.</summary>
    /// <exception cref="SocketException">One of the sockets is gone.</exception>
    internal async Task RunAsync(CancellationToken ended)
    {
        var taking = TakeAsync(ended);
        await GiveAsync(ended);
        await taking;
    }

    private async Task TakeAsync(CancellationToken ended)
    {
        Exception? failure = null;
        try
        {
            var buffer = new byte[PieceBytes];
            TimeSpan? before = null;
            while (await from.ReceiveAsync(buffer, ended) is > 0 and var count)
            {
                var now = Stopwatch.GetElapsedTime(startedAt);
                LongestSilence = Longer(LongestSilence, now - (before ?? now));
                before = now;
                var due = lateness.DueAt(now, count, faults());
                await way.Writer.WriteAsync((buffer[..count], due), ended);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            failure = exception;
        }

        way.Writer.Complete(failure);
    }

    private async Task GiveAsync(CancellationToken ended)
    {
        await foreach (var (piece, due) in way.Reader.ReadAllAsync(ended))
        {
            var wait = due - Stopwatch.GetElapsedTime(startedAt);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, ended);
            }

            if (frozen is { } thaw)
            {
                await thaw.Task.WaitAsync(ended);
            }

            LatestBy = Longer(LatestBy, Stopwatch.GetElapsedTime(startedAt) - due);
            await SendAllAsync(piece, ended);
            Interlocked.Add(ref bytes, piece.Length);
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private async Task SendAllAsync(ReadOnlyMemory<byte> piece, CancellationToken ended)
    {
        while (!piece.IsEmpty)
        {
            piece = piece[await to.SendAsync(piece, ended)..];
        }
    }
}
