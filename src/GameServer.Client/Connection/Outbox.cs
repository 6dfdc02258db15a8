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

    private Batch _waiting = new();
    private Batch _leaving = new();
    private bool _sending;
    private bool _dead;

    public void Send(ClientFrame frame)
    {
        if (_dead)
            return;
        ClientFrames.Encode(_waiting.Bytes, encoding, frame);
        _waiting.Ends.Add(_waiting.Bytes.WrittenCount);
        if (_waiting.Bytes.WrittenCount > MostWaiting)
            GiveUp();
    }

    public void Flush()
    {
        if (_sending || _dead || _waiting.Ends.Count == 0)
            return;
        _sending = true;
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
                GiveUp();
        }
    }

    private bool TryTake(out Batch batch)
    {
        lock (gate)
        {
            batch = _waiting;
            if (_dead || batch.Ends.Count == 0)
            {
                _sending = false;
                return false;
            }
            (_waiting, _leaving) = (_leaving, _waiting);
            return true;
        }
    }

    private void GiveUp()
    {
        _dead = true;
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
                frame++;
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
