using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GameServer.Protocol.Wire;

/// <summary>Writes MessagePack values as JSON: integers stay integers, doubles keep a fraction or an exponent.</summary>
internal static class BinaryToJson
{
    // The text goes over a WebSocket, never into a page as markup: only what JSON demands is escaped.
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string ToJson(ReadOnlySpan<byte> value)
    {
        var output = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(output, WriterOptions))
        {
            var reader = new ValueReader(value);
            WriteValue(writer, ref reader);
        }
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Writes the next value of <paramref name="reader"/>, which must be one that the protocol allows.</summary>
    public static void WriteValue(Utf8JsonWriter writer, ref ValueReader reader)
    {
        if (!reader.TryRead(out var token))
        {
            throw new InvalidOperationException($"The value to write as JSON is broken: {reader.Why}.");
        }

        switch (token.Kind)
        {
            case PayloadKind.Boolean:
                writer.WriteBooleanValue(token.Integer != 0);
                break;
            case PayloadKind.Integer:
                writer.WriteNumberValue(token.Integer);
                break;
            case PayloadKind.Double:
                WriteDouble(writer, token.Double);
                break;
            case PayloadKind.Text:
                writer.WriteStringValue(reader.TextOf(token));
                break;
            case PayloadKind.Array:
                writer.WriteStartArray();
                for (var i = 0; i < token.Count; i++)
                {
                    WriteValue(writer, ref reader);
                }

                writer.WriteEndArray();
                break;
            case PayloadKind.Map:
                writer.WriteStartObject();
                for (var i = 0; i < token.Count; i++)
                {
                    _ = reader.TryKey(out var key);
                    writer.WritePropertyName(reader.TextOf(key));
                    WriteValue(writer, ref reader);
                }
                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        // "1" would come back as an integer: a double keeps a fraction or an exponent.
        Span<byte> text = stackalloc byte[34];
        _ = Utf8Formatter.TryFormat(value, text, out var length);
        if (text[..length].IndexOfAny((byte)'.', (byte)'E', (byte)'e') < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }
        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
