using System.Buffers;
using System.Threading.Channels;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;

namespace GameServer.Cluster.Relays;

/// <summary>
/// What waits to be sent over one connection. Relays and the session write whole frames into it, from any thread; the transport
/// takes all that waits at once. Nothing is allocated per frame: frames are copied into one of two buffers that change places.
/// </summary>
/// <remarks>
/// Bound: a byte limit. A frame that would go over it closes the outbox as too slow, unless nothing else waits; the client
/// comes back with its cursor and loses nothing. State never queues here, because relays write state only when
/// <see cref="IsDrained"/>.
/// </remarks>
public sealed class Outbox
{
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock gate = new();
    private readonly List<IDrainListener> listeners = [];
    private readonly int maxBytes;
    private ArrayBufferWriter<byte> filling = new(1024);
    private ArrayBufferWriter<byte> sending = new(1024);
    private bool inFlight;
    private RoomPosition position;

    /// <param name="encoding">The connection's encoding.</param>
    /// <param name="maxBytes">The byte limit.</param>
    public Outbox(FrameEncoding encoding, int maxBytes)
    {
        Encoding = encoding;
        this.maxBytes = maxBytes;
    }

    /// <summary>The connection's encoding.</summary>
    public FrameEncoding Encoding { get; }

    /// <summary>The byte limit.</summary>
    public int MaxBytes => maxBytes;

    /// <summary>Bytes that wait and have not been taken yet.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return filling.WrittenCount;
            }
        }
    }

    /// <summary>Why the connection is to be closed once everything is sent, or null.</summary>
    public OutboxClosing? Closing { get; private set; }

    /// <summary>Whether everything written so far has been handed to the network.</summary>
    public bool IsDrained
    {
        get
        {
            lock (gate)
            {
                return !inFlight && filling.WrittenCount == 0;
            }
        }
    }

    /// <summary>Where a client of one room stands when it has read everything that was written.</summary>
    public RoomPosition Position
    {
        get
        {
            lock (gate)
            {
                return position;
            }
        }
    }

    /// <summary>The client stands there; what is written from now on moves it.</summary>
    public void StartAt(RoomPosition start)
    {
        lock (gate)
        {
            position = start;
        }
    }

    /// <summary>Writes one frame, or two that go in one message: whoever got the first alone would be misled by it.</summary>
    /// <returns>False if the outbox is closed, or was closed by this because it is full.</returns>
    public bool Write(ServerFrame frame, ServerFrame? alongside = null)
    {
        lock (gate)
        {
            if (Closing is not null)
            {
                return false;
            }

            var before = filling.WrittenCount;
            Put(frame);
            if (alongside is not null)
            {
                Put(alongside);
            }

            return Finish(before);
        }
    }

    /// <summary>Writes a frame whose last fields are the same for many readers.</summary>
    /// <inheritdoc cref="Write(ServerFrame, ServerFrame?)"/>
    public bool WriteShared(int frameType, ReadOnlySpan<long> ownFields, SharedTail tail)
    {
        lock (gate)
        {
            if (Closing is not null)
            {
                return false;
            }

            var before = filling.WrittenCount;
            ServerFrames.WriteShared(filling, Encoding, frameType, ownFields, tail);
            position = tail.EpochId is { } epochId
                ? position with { Epoch = tail.Epoch, EpochId = epochId, Tick = tail.Tick }
                : position with { Tick = tail.Tick };
            return Finish(before);
        }
    }

    /// <summary>Writes an <c>events</c> frame.</summary>
    /// <inheritdoc cref="Write(ServerFrame, ServerFrame?)"/>
    public bool WriteEvents(int handle, long from, long to, ReadOnlySpan<SharedTail> events)
    {
        lock (gate)
        {
            if (Closing is not null)
            {
                return false;
            }

            var before = filling.WrittenCount;
            ServerFrames.WriteEvents(filling, Encoding, handle, from, to, events);
            position = position with { Offset = to };
            return Finish(before);
        }
    }

    /// <summary>Asks to be told once when the outbox is drained; told at once if it is.</summary>
    public void NotifyWhenDrained(IDrainListener listener)
    {
        lock (gate)
        {
            if (inFlight || filling.WrittenCount > 0)
            {
                if (!listeners.Contains(listener))
                {
                    listeners.Add(listener);
                }

                return;
            }
        }

        listener.Drained();
    }

    /// <summary>Closes the connection after what waits is sent.</summary>
    public void Close(int closeCode, string reason)
    {
        lock (gate)
        {
            Closing ??= new OutboxClosing(closeCode, reason);
        }

        signal.Writer.TryWrite(true);
    }

    /// <summary>Waits until there is something to send or the outbox is closed. One caller at a time: the transport.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            lock (gate)
            {
                if (filling.WrittenCount > 0 || Closing is not null)
                {
                    return;
                }
            }

            await signal.Reader.ReadAsync(cancellation);
        }
    }

    /// <summary>Takes everything that waits. The bytes stay valid until <see cref="Sent"/>.</summary>
    public ReadOnlyMemory<byte> Take() => Take(out _);

    /// <summary>Takes everything that waits, and tells where a client of one room stands when it has read it.</summary>
    /// <inheritdoc cref="Take()"/>
    public ReadOnlyMemory<byte> Take(out RoomPosition position)
    {
        lock (gate)
        {
            (filling, sending) = (sending, filling);
            inFlight = sending.WrittenCount > 0;
            position = this.position;
            Meters.BytesOut.Add(sending.WrittenCount);
            return sending.WrittenMemory;
        }
    }

    /// <summary>What was taken has been handed to the network.</summary>
    public void Sent()
    {
        IDrainListener[] told;
        lock (gate)
        {
            sending.ResetWrittenCount();
            inFlight = false;
            if (filling.WrittenCount > 0 || listeners.Count == 0)
            {
                return;
            }

            told = [.. listeners];
            listeners.Clear();
        }

        foreach (var listener in told)
        {
            listener.Drained();
        }
    }

    private void Put(ServerFrame frame)
    {
        ServerFrames.Encode(filling, Encoding, frame);
        position = frame switch
        {
            JoinedFrame joined => new RoomPosition(joined.Epoch, joined.EpochId, joined.Offset, position.Tick),
            ResyncFrame resync => new RoomPosition(resync.Epoch, resync.EpochId, resync.Offset, 0),
            _ => position,
        };
    }

    private bool Finish(int before)
    {
        if (before > 0 && filling.WrittenCount > maxBytes)
        {
            Meters.SlowClients.Add(1);
            Closing = new OutboxClosing(CloseCodes.TooSlow, "Too much waited for this client.");
            // What waits is given up as a whole: half a frame would be worse than none, and the cursor makes it good.
            filling.ResetWrittenCount();
            signal.Writer.TryWrite(true);
            return false;
        }

        signal.Writer.TryWrite(true);
        return true;
    }
}

/// <summary>
/// Where the client of one room stands: what a request over HTTP says as its cursor. Of no meaning if several rooms are written
/// into one outbox.
/// </summary>
/// <param name="Epoch">The incarnation.</param>
/// <param name="EpochId">Its id; null before anything was written.</param>
/// <param name="Offset">The client has all events up to there.</param>
/// <param name="Tick">The tick of the state that it holds; 0 for none.</param>
public readonly record struct RoomPosition(int Epoch, string? EpochId, long Offset, long Tick);

/// <summary>Why and with which code a connection is to be closed.</summary>
public sealed record OutboxClosing(int CloseCode, string Reason);

/// <summary>Hears that an outbox is drained. Called from the transport's thread: it may only send a message.</summary>
public interface IDrainListener
{
    /// <summary>Everything that was written has been handed to the network.</summary>
    void Drained();
}
