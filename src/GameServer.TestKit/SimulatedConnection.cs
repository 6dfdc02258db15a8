using System.Buffers;
using Akka.Actor;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Protocol;

namespace GameServer.TestKit;

/// <summary>A client's connection to a node, without a network. Frames go through the real codec in both directions.</summary>
public sealed class SimulatedConnection
{
    private readonly Outbox outbox;
    private readonly InboundWindow window;
    private readonly List<ServerFrame> frames = [];

    /// <param name="session">The session that was opened for it.</param>
    /// <param name="outbox">Where that session's frames go.</param>
    /// <param name="window">What the session was given to hold the client back.</param>
    public SimulatedConnection(IActorRef session, Outbox outbox, InboundWindow window)
    {
        Session = session;
        this.outbox = outbox;
        this.window = window;
    }

    /// <summary>The session's actor.</summary>
    public IActorRef Session { get; }

    /// <summary>Bytes that were taken from the server so far.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>The connection's encoding.</summary>
    public FrameEncoding Encoding => outbox.Encoding;

    /// <summary>Why the server closed the connection, or null.</summary>
    public OutboxClosing? Closing => outbox.Closing;

    /// <summary>Sends frames in one message.</summary>
    /// <exception cref="InvalidOperationException">The server's decoder refuses the message as a whole.</exception>
    public void Send(params ReadOnlySpan<ClientFrame> sent)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        foreach (var frame in sent)
        {
            ClientFrames.Encode(buffer, outbox.Encoding, frame);
        }

        var received = new List<ClientFrame>(sent.Length);
        if (!ClientFrames.TryDecode(buffer.WrittenMemory, outbox.Encoding, received, out var error))
        {
            throw new InvalidOperationException($"The server refuses the message: {error}");
        }

        Deliver(received);
    }

    /// <summary>Hands frames to the session as if they had been decoded: for frames that no encoder would make.</summary>
    public void Deliver(IReadOnlyList<ClientFrame> received)
    {
        if (!window.EnterAsync(CancellationToken.None).IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The session has too many messages to deal with.");
        }

        Session.Tell(new FramesReceived(received), ActorRefs.NoSender);
    }

    /// <summary>Takes everything that waits for the client. A connection that is not read is a slow client.</summary>
    public IReadOnlyList<ServerFrame> Receive()
    {
        frames.Clear();
        while (!outbox.IsDrained)
        {
            // What is decoded refers to the bytes it was read from, and those are the outbox's own.
            var bytes = outbox.Take().ToArray();
            BytesReceived += bytes.Length;
            if (!ServerFrames.TryDecode(bytes, outbox.Encoding, frames, out var why))
            {
                throw new InvalidOperationException($"The server sent what is not its protocol: {why}");
            }

            outbox.Sent();
        }

        return frames;
    }

    /// <summary>Takes everything that waits for the client without looking at it.</summary>
    public void Skip()
    {
        while (!outbox.IsDrained)
        {
            BytesReceived += outbox.Take().Length;
            outbox.Sent();
        }
    }

    /// <summary>The network is cut; the server notices at once.</summary>
    public void Cut() => Session.Tell(ConnectionClosed.Instance, ActorRefs.NoSender);
}
