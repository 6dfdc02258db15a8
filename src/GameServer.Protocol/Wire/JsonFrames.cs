using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace GameServer.Protocol.Wire;

/// <summary>Frames as JSON lines: turned into binary frames to be read, made of binary frames to be sent.</summary>
internal static class JsonFrames
{
    /// <summary>Turns lines into binary frames. A type's name becomes its id; one that is not known stays a name.</summary>
    public static bool TryToBinary(ReadOnlySpan<byte> lines, out ReadOnlyMemory<byte> binary, out string why)
    {
        binary = default;
        if (!Utf8.IsValid(lines))
        {
            why = "The message is not valid UTF-8.";
            return false;
        }
        var output = new GrowingBytes(lines.Length);
        var transcoder = new JsonToBinary(output);
        foreach (var range in lines.Split((byte)'\n'))
        {
            var line = lines[range];
            if (line.IndexOfAnyExcept((byte)' ', (byte)'\r', (byte)'\t') >= 0 && !transcoder.TryAppend(line, out why))
            {
                return false;
            }
        }
        binary = output.Written;
        why = "";
        return true;
    }

    /// <summary>Writes one binary frame as a line.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> frame)
    {
        using (var writer = new Utf8JsonWriter(output, BinaryToJson.WriterOptions))
        {
            var reader = new ValueReader(frame);
            _ = reader.TryRead(out var head);
            _ = reader.TryRead(out var type);
            writer.WriteStartArray();
            writer.WriteStringValue(FrameTypes.NameOf(type.Integer));
            for (var i = 1; i < head.Count; i++)
            {
                BinaryToJson.WriteValue(writer, ref reader);
            }

            writer.WriteEndArray();
        }
        output.Write("\n"u8);
    }

    /// <summary>Values as they stand inside an array, with commas between them.</summary>
    public static byte[] Items(ReadOnlySpan<byte> values, int count)
    {
        var output = new ArrayBufferWriter<byte>(2 * values.Length + 16);
        using (var writer = new Utf8JsonWriter(output, BinaryToJson.WriterOptions))
        {
            var reader = new ValueReader(values);
            writer.WriteStartArray();
            for (var i = 0; i < count; i++)
            {
                BinaryToJson.WriteValue(writer, ref reader);
            }

            writer.WriteEndArray();
        }
        return output.WrittenSpan[1..^1].ToArray();
    }
}
