using System.Buffers;
using System.Net.WebSockets;
using GameServer.Protocol;

namespace GameServer.Host.Transports;

/// <summary>What was read from a WebSocket.</summary>
internal enum InboundKind
{
    /// <summary>A binary message.</summary>
    Binary,

    /// <summary>A text message.</summary>
    Text,

    /// <summary>A message over the size limit; its rest is still to come and is read as further ones.</summary>
    TooLarge,

    /// <summary>The client's close frame; nothing comes after it.</summary>
    Closed,
}

/// <summary>One whole message.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Its bytes in an array of their own, since payloads live on as slices of it.</param>
internal readonly record struct InboundMessage(InboundKind Kind, byte[] Bytes);

/// <summary>Reads whole messages, one call at a time. Never cancelled, because that would cut the connection off.</summary>
internal sealed class MessageReader(WebSocket socket)
{
    private static readonly InboundMessage closed = new(InboundKind.Closed, []);
    private static readonly InboundMessage tooLarge = new(InboundKind.TooLarge, []);

    internal async Task<InboundMessage> ReadAsync()
    {
        // Waits without a buffer: most connections are silent most of the time.
        var head = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        if (head.MessageType == WebSocketMessageType.Close)
        {
            return closed;
        }

        var kind = head.MessageType == WebSocketMessageType.Text ? InboundKind.Text : InboundKind.Binary;
        if (head.EndOfMessage)
        {
            return new InboundMessage(kind, []);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Limits.MessageBytes);
        try
        {
            return await ReadIntoAsync(buffer, kind);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<InboundMessage> ReadIntoAsync(byte[] buffer, InboundKind kind)
    {
        var length = 0;
        while (true)
        {
            // With the buffer full this reads nothing and tells whether the message ends here; anything else is too much.
            var isFull = length == Limits.MessageBytes;
            var part = await socket.ReceiveAsync(buffer.AsMemory(length, Limits.MessageBytes - length), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return closed;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return new InboundMessage(kind, buffer.AsSpan(0, length).ToArray());
            }

            if (isFull)
            {
                return tooLarge;
            }
        }
    }
}
