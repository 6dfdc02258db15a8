using System.Buffers;
using GameServer.Client.Transport;
using GameServer.Protocol;

namespace GameServer.Client.Connection;

/// <summary>
/// What goes out over one connection. Frames that are put in while a message is on its way go together in the next one.
/// Bound: 256 KiB waiting; beyond it the connection counts as dead and is aborted, and what was in it is sent again over
/// the next. <see cref="Send"/> and <see cref="Flush"/> are called under the session's gate.
/// </summary>
internal sealed class Outbox(ITransportConnection connection, FrameEncoding encoding, Lock gate) : IFrameSink
{
    private const int MostWaiting = 256 * 1024;

    private Batch waiting = new();
    private Batch leaving = new();
    private bool sending;
    private bool dead;

    public void Send(ClientFrame frame)
    {
        if (dead)
        {
            return;
        }

        ClientFrames.Encode(waiting.Bytes, encoding, frame);
        waiting.Ends.Add(waiting.Bytes.WrittenCount);
        if (waiting.Bytes.WrittenCount > MostWaiting)
        {
            GiveUp();
        }
    }

    public void Flush()
    {
        if (sending || dead || waiting.Ends.Count == 0)
        {
            return;
        }

        sending = true;
        _ = SendWaitingAsync();
    }

    private async Task SendWaitingAsync()
    {
        try
        {
            while (TryTake(out var batch))
            {
                for (var frame = 0; frame < batch.Ends.Count;)
                {
                    var message = batch.NextMessage(ref frame);
                    await connection.SendAsync(message, CancellationToken.None);
                }
                batch.Clear();
            }
        }
        catch (TransportException)
        {
            // The receiving side ends with the connection, and what to do about that is decided there alone.
            lock (gate)
            {
                GiveUp();
            }
        }
    }

    private bool TryTake(out Batch batch)
    {
        lock (gate)
        {
            batch = waiting;
            if (dead || batch.Ends.Count == 0)
            {
                sending = false;
                return false;
            }
            (waiting, leaving) = (leaving, waiting);
            return true;
        }
    }

    private void GiveUp()
    {
        dead = true;
        connection.Abort();
    }

    private sealed class Batch
    {
        public ArrayBufferWriter<byte> Bytes { get; } = new(256);

        public List<int> Ends { get; } = [];

        /// <summary>As many frames as one message may hold, from <paramref name="frame"/> on.</summary>
        public ReadOnlyMemory<byte> NextMessage(ref int frame)
        {
            var first = frame;
            var start = first == 0 ? 0 : Ends[first - 1];
            do
            {
                frame++;
            }
            while (frame < Ends.Count && frame - first < Limits.FramesPerMessage && Ends[frame] - start <= Limits.MessageBytes);
            return Bytes.WrittenMemory[start..Ends[frame - 1]];
        }

        public void Clear()
        {
            Bytes.ResetWrittenCount();
            Ends.Clear();
        }
    }
}
