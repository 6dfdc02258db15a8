using System.Buffers;
using System.Buffers.Text;
using MessagePack;

namespace GameServer.Protocol;

public static partial class ServerFrames
{
    private const int LongestInteger = 20;

    /// <summary>Writes a frame whose last fields are shared with other recipients; allocates nothing.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="encoding">The encoding of the connection.</param>
    /// <param name="frameType">One of <see cref="FrameTypes"/>.</param>
    /// <param name="ownFields">The fields between the type and <paramref name="tail"/>, all of them integers.</param>
    /// <param name="tail">The rest of the frame.</param>
    public static void WriteShared(IBufferWriter<byte> output, FrameEncoding encoding, int frameType, ReadOnlySpan<long> ownFields, SharedTail tail)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(tail);
        WriteHead(output, encoding, frameType, ownFields, tail.FieldCount);
        if (encoding == FrameEncoding.Binary)
        {
            output.Write(tail.Binary.Span);
            return;
        }
        output.Write(tail.Text.Span);
        output.Write("]\n"u8);
    }

    /// <summary>Writes an <c>events</c> frame of events that are shared with other recipients; allocates nothing.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="encoding">The encoding of the connection.</param>
    /// <param name="handle">The recipient's handle.</param>
    /// <param name="from">The recipient's cursor.</param>
    /// <param name="to">Where its cursor stands afterwards.</param>
    /// <param name="items">The events for this recipient, each as <see cref="SharedTail.Event"/> makes it.</param>
    public static void WriteEvents(IBufferWriter<byte> output, FrameEncoding encoding, int handle, long from, long to, ReadOnlySpan<SharedTail> items)
    {
        ArgumentNullException.ThrowIfNull(output);
        WriteHead(output, encoding, FrameTypes.Events, [handle, from, to], 1);
        if (encoding == FrameEncoding.Binary)
        {
            _ = MessagePackPrimitives.TryWriteArrayHeader(output.GetSpan(5), (uint)items.Length, out var written);
            output.Advance(written);
            foreach (var item in items)
            {
                output.Write(item.Binary.Span);
            }

            return;
        }
        output.Write("["u8);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            output.Write(items[i].Text.Span);
        }
        output.Write("]]\n"u8);
    }

    private static void WriteHead(IBufferWriter<byte> output, FrameEncoding encoding, int frameType, ReadOnlySpan<long> ownFields, int shared)
    {
        if (encoding == FrameEncoding.Text)
        {
            WriteTextHead(output, frameType, ownFields);
            return;
        }
        var space = output.GetSpan(5 + (9 * (1 + ownFields.Length)));
        _ = MessagePackPrimitives.TryWriteArrayHeader(space, (uint)(1 + ownFields.Length + shared), out var length);
        _ = MessagePackPrimitives.TryWrite(space[length..], frameType, out var written);
        length += written;
        foreach (var field in ownFields)
        {
            _ = MessagePackPrimitives.TryWrite(space[length..], field, out written);
            length += written;
        }
        output.Advance(length);
    }

    private static void WriteTextHead(IBufferWriter<byte> output, int frameType, ReadOnlySpan<long> ownFields)
    {
        var name = FrameTypes.NameOf(frameType) ?? throw new ArgumentOutOfRangeException(nameof(frameType), frameType, "No such frame type.");
        var space = output.GetSpan(name.Length + 4 + ((LongestInteger + 1) * ownFields.Length));
        "[\""u8.CopyTo(space);
        var length = 2 + System.Text.Encoding.UTF8.GetBytes(name, space[2..]);
        "\","u8.CopyTo(space[length..]);
        length += 2;
        foreach (var field in ownFields)
        {
            _ = Utf8Formatter.TryFormat(field, space[length..], out var written);
            length += written;
            space[length++] = (byte)',';
        }
        output.Advance(length);
    }
}
