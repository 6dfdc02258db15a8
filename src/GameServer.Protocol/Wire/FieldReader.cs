using System.Globalization;
using System.Text;

namespace GameServer.Protocol.Wire;

/// <summary>
/// Reads the fields of one frame in order. The first thing that is wrong is remembered and everything after it reads as a
/// default, so that a frame can be read in one expression and asked once whether it is any good. A field that is missing at
/// the end reads as nil.
/// </summary>
internal ref struct FieldReader
{
    private readonly ReadOnlyMemory<byte> message;
    private ValueReader values;
    private int left;

    private FieldReader(ReadOnlyMemory<byte> message, int position)
    {
        this.message = message;
        values = new ValueReader(message.Span, position);
    }

    /// <summary>The frame's type, 0 if it is a name that this version does not know.</summary>
    public long Type { get; private set; }

    /// <summary>The frame's type as a word.</summary>
    public string TypeName { get; private set; } = "";

    /// <summary>The frame's handle, once it has been read and found good.</summary>
    public int? Handle { get; private set; }

    /// <summary>What is wrong, as a sentence that names the field; null as long as nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>True if the problem lies in what a payload contains and not in the frame.</summary>
    public bool ProblemIsPayload { get; private set; }

    /// <summary>Takes the next frame out of a message. The frame is complete if this returns true.</summary>
    /// <param name="message">Whole frames one after the other.</param>
    /// <param name="position">Where the frame begins; after it when this returns true.</param>
    /// <param name="names">True where a type that is not known stays a name: in what was transcoded from JSON.</param>
    /// <param name="fields">The reader of the frame's fields.</param>
    public static bool TryOpen(ReadOnlyMemory<byte> message, ref int position, bool names, out FieldReader fields)
    {
        fields = new FieldReader(message, position);
        var start = position;
        if (!StructureSkipper.TrySkip(message.Span, ref position))
        {
            fields.Problem = $"The bytes from position {start} are not a complete frame.";
            return false;
        }
        fields.Open(start, names);
        return fields.Problem is null;
    }

    private void Open(int start, bool names)
    {
        if (!values.TryRead(out var head) || head.Kind != PayloadKind.Array || head.Count == 0)
        {
            Problem = $"A frame is an array with a type in it, but at position {start} there is {(values.Why is null ? head.Describe() : "something else")}.";
            return;
        }
        left = head.Count - 1;
        if (values.TryRead(out var type) && type.Kind == PayloadKind.Integer)
        {
            Type = type.Integer;
            TypeName = FrameTypes.NameOf(Type) ?? Type.ToString(CultureInfo.InvariantCulture);
        }
        else if (names && values.Why is null && type.Kind == PayloadKind.Text)
        {
            TypeName = Encoding.UTF8.GetString(values.TextOf(type)[..Math.Min(type.Count, 32)]);
        }
        else
        {
            Problem = $"The type of the frame at position {start} must be an integer.";
        }
    }

    public long Integer(string field, long min, long max)
    {
        var token = Next(field);
        if (Problem is null && (token.Kind != PayloadKind.Integer || token.Integer < min || token.Integer > max))
        {
            Refuse(field, string.Create(CultureInfo.InvariantCulture, $"an integer from {min} to {max}"), token);
        }

        return Problem is null ? token.Integer : 0;
    }

    public int Int32(string field, int min = 0, int max = int.MaxValue) => (int)Integer(field, min, max);

    /// <summary>An integer from 0 on, or 0 for nil.</summary>
    public long IntegerOrNil(string field) => TakeNil() ? 0 : Integer(field, 0, Limits.MaxInteger);

    public int HandleField()
    {
        var handle = Int32("handle", 0, Limits.Handles - 1);
        if (Problem is null)
        {
            Handle = handle;
        }

        return handle;
    }

    public int? HandleOrNil() => TakeNil() ? null : HandleField();

    public bool Boolean(string field)
    {
        var token = Next(field);
        if (Problem is null && token.Kind != PayloadKind.Boolean)
        {
            Refuse(field, "true or false", token);
        }

        return Problem is null && token.Integer != 0;
    }

    public bool BooleanOrNil(string field) => !TakeNil() && Boolean(field);

    public double? NumberOrNil(string field)
    {
        if (TakeNil())
        {
            return null;
        }

        var token = Next(field);
        if (Problem is null && token.Kind is not (PayloadKind.Double or PayloadKind.Integer))
        {
            Refuse(field, "a number or nil", token);
        }

        return token.Kind == PayloadKind.Double ? token.Double : token.Integer;
    }

    public string Text(string field, int minBytes = 0, int maxBytes = int.MaxValue)
    {
        var token = Next(field);
        if (Problem is null && token.Kind != PayloadKind.Text)
        {
            Refuse(field, "a text", token);
        }

        if (Problem is null && (token.Count < minBytes || token.Count > maxBytes))
        {
            Problem = string.Create(CultureInfo.InvariantCulture, $"{TypeName}.{field} must be a text of {minBytes} to {maxBytes} bytes, but has {token.Count}.");
        }

        return Problem is null ? Encoding.UTF8.GetString(values.TextOf(token)) : "";
    }

    public string? TextOrNil(string field, int maxBytes = int.MaxValue) => TakeNil() ? null : Text(field, 0, maxBytes);

    /// <summary>Enters an array; its items are read as the next fields. Returns how many there are.</summary>
    public int Array(string field, int itemBytes = 1)
    {
        var token = Next(field);
        if (Problem is not null)
        {
            return 0;
        }

        if (token.Kind != PayloadKind.Array)
        {
            Refuse(field, "an array", token);
        }
        else if ((long)token.Count * itemBytes > values.Remaining)
        {
            Problem = $"{TypeName}.{field} has items that are too short.";
        }
        else
        {
            left += token.Count;
        }

        return Problem is null ? token.Count : 0;
    }

    /// <summary>A value that the protocol's rules for payloads hold for.</summary>
    public Payload Payload(string field)
    {
        if (Problem is not null || TakeNil())
        {
            return default;
        }

        left--;
        var start = values.Position;
        if (values.TrySkip())
        {
            return Protocol.Payload.FromTrusted(message[start..values.Position]);
        }

        ProblemIsPayload = true;
        Problem = $"{TypeName}.{field} is not allowed: {values.Why}.";
        return default;
    }

    /// <summary>A value that somebody else will read, only known to be complete.</summary>
    public ReadOnlyMemory<byte> Raw(string field)
    {
        if (Problem is not null)
        {
            return default;
        }

        var start = values.Position;
        var end = start;
        if (left > 0 && StructureSkipper.TrySkip(message.Span, ref end))
        {
            left--;
            values = new ValueReader(message.Span, end);
            return message[start..end];
        }
        Problem = $"{TypeName}.{field} is missing.";
        return default;
    }

    public void Fail(string problem) => Problem ??= problem;

    /// <summary>Passes over the next field if it is nil or missing.</summary>
    public bool TakeNil()
    {
        if (left > 0 && !(values.Remaining > 0 && message.Span[values.Position] == 0xc0))
        {
            return false;
        }

        _ = Next("");
        return true;
    }

    private Token Next(string field)
    {
        if (Problem is not null || left <= 0)
        {
            return default;
        }

        left--;
        if (!values.TryRead(out var token))
        {
            Problem = $"{TypeName}.{field} cannot be read: {values.Why}.";
        }

        return token;
    }

    private void Refuse(string field, string expected, Token found) => Problem = $"{TypeName}.{field} must be {expected}, not {found.Describe()}.";
}
