using System.Text.Json;
using MessagePack;

namespace GameServer.Protocol.Wire;

/// <summary>
/// Writes JSON frames as binary ones, so that every rule is written once, for the binary form: a type's name becomes its id
/// (one that is not known stays a name), and numbers that are only too large for the protocol are left for its reader to refuse.
/// </summary>
internal sealed class JsonToBinary(GrowingBytes output)
{
    // Deeper than any payload may be, so that a payload that is a little too deep is refused as one and does not end the connection.
    private const int Depth = 64;

    private readonly Open[] open = new Open[Depth];
    private int depth;

    /// <param name="json">One frame with nothing after it, valid UTF-8.</param>
    /// <param name="why">What is wrong, as a sentence; empty when nothing is. This can then not be used any more.</param>
    public bool TryAppend(ReadOnlySpan<byte> json, out string why)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
        try
        {
            while (reader.Read())
            {
                if (!TryToken(ref reader, out why))
                {
                    return false;
                }
            }
        }
        catch (JsonException wrong)
        {
            // The reader knows no other way to say that the text is not JSON. The connection ends with this, so it happens once.
            why = $"The line is not JSON at byte {wrong.BytePositionInLine}.";
            return false;
        }
        why = "";
        return true;
    }

    private bool TryToken(ref Utf8JsonReader reader, out string why)
    {
        why = "";
        if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
        {
            Close();
            return true;
        }
        if (depth == 0 && reader.TokenType != JsonTokenType.StartArray)
        {
            why = "A frame is a JSON array.";
        }

        var isType = depth == 1 && open[0].Count == 0;
        if (isType && reader.TokenType != JsonTokenType.String)
        {
            why = "A frame begins with the name of its type.";
        }

        if (why.Length > 0)
        {
            return false;
        }
        // A map's entry was counted when its key came.
        if (depth > 0 && (!open[depth - 1].IsMap || reader.TokenType == JsonTokenType.PropertyName))
        {
            open[depth - 1].Count++;
        }

        return isType ? TryType(ref reader, out why) : TryValue(ref reader, out why);
    }

    private bool TryValue(ref Utf8JsonReader reader, out string why)
    {
        why = "";
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                open[depth++] = new Open { Position = output.Length, IsMap = reader.TokenType == JsonTokenType.StartObject };
                return true;
            case JsonTokenType.String or JsonTokenType.PropertyName:
                return TryText(ref reader, out why);
            case JsonTokenType.Number:
                return TryNumber(ref reader, out why);
            case JsonTokenType.True or JsonTokenType.False:
                output.Ahead(1)[0] = reader.TokenType == JsonTokenType.True ? (byte)0xc3 : (byte)0xc2;
                break;
            default:
                output.Ahead(1)[0] = 0xc0;
                break;
        }
        output.Advance(1);
        return true;
    }

    private void Close()
    {
        var closed = open[--depth];
        Span<byte> head = stackalloc byte[5];
        int size;
        if (closed.IsMap)
        {
            _ = MessagePackPrimitives.TryWriteMapHeader(head, (uint)closed.Count, out size);
        }
        else
        {
            _ = MessagePackPrimitives.TryWriteArrayHeader(head, (uint)closed.Count, out size);
        }

        output.Insert(closed.Position, head[..size]);
    }

    private bool TryType(ref Utf8JsonReader reader, out string why)
    {
        var start = output.Length;
        if (!TryText(ref reader, out why))
        {
            return false;
        }

        var text = new ValueReader(output.Written.Span, start);
        if (text.TryRead(out var name) && FrameTypes.TryFind(text.TextOf(name), out var type))
        {
            output.Truncate(start);
            _ = MessagePackPrimitives.TryWrite(output.Ahead(1), (byte)type, out var size);
            output.Advance(size);
        }
        return true;
    }

    private bool TryText(ref Utf8JsonReader reader, out string why)
    {
        why = "";
        var longest = reader.ValueSpan.Length;
        var space = output.Ahead(5 + longest);
        try
        {
            // The head's size depends on the length without escapes, so the text is put where the longest head would end.
            var length = reader.CopyString(space.Slice(5, longest));
            _ = MessagePackPrimitives.TryWriteStringHeader(space, (uint)length, out var size);
            space.Slice(5, length).CopyTo(space[size..]);
            output.Advance(size + length);
            return true;
        }
        catch (InvalidOperationException)
        {
            why = "A text in the line has half a surrogate pair.";
            return false;
        }
    }

    private bool TryNumber(ref Utf8JsonReader reader, out string why)
    {
        why = "";
        var space = output.Ahead(9);
        int size;
        if (reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 && reader.TryGetDouble(out var real))
        {
            _ = MessagePackPrimitives.TryWrite(space, real, out size);
        }
        else if (reader.TryGetInt64(out var integer))
        {
            _ = MessagePackPrimitives.TryWrite(space, integer, out size);
        }
        else
        {
            why = "An integer in the line lies outside ±(2^53 - 1).";
            return false;
        }
        output.Advance(size);
        return true;
    }

    private struct Open
    {
        public int Position;
        public int Count;
        public bool IsMap;
    }
}
