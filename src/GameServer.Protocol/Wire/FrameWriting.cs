using System.Buffers;
using MessagePack;

namespace GameServer.Protocol.Wire;

internal delegate void WriteFrame<in TFrame>(ref MessagePackWriter writer, TFrame frame);

/// <summary>What writing a frame is made of, whoever sends it.</summary>
internal static class FrameWriting
{
    // Frames that become text are written as binary first. A buffer for each thread keeps that from costing an array a frame.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    public static void Write<TFrame>(IBufferWriter<byte> output, FrameEncoding encoding, TFrame frame, WriteFrame<TFrame> write)
    {
        if (encoding == FrameEncoding.Binary)
        {
            var writer = new MessagePackWriter(output);
            write(ref writer, frame);
            writer.Flush();
            return;
        }
        var buffer = scratch ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        var binary = new MessagePackWriter(buffer);
        write(ref binary, frame);
        binary.Flush();
        JsonFrames.Write(output, buffer.WrittenSpan);
    }

    public static void Begin(ref MessagePackWriter writer, int type, int fields)
    {
        writer.WriteArrayHeader(1 + fields);
        writer.Write(type);
    }

    public static void WriteOrNil(ref MessagePackWriter writer, int? value)
    {
        if (value is { } integer)
        {
            writer.Write(integer);
        }
        else
        {
            writer.WriteNil();
        }
    }
}
