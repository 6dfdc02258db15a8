using System.Globalization;
using System.Text;
using System.Text.Unicode;
using GameServer.Protocol.Wire;

namespace GameServer.Protocol;

public readonly partial struct Payload
{
    /// <summary>The item of an array.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="PayloadException">This is not an array, or it has no such item.</exception>
    public Payload this[int index]
    {
        get
        {
            var reader = new ValueReader(Bytes.Span);
            if (!reader.TryRead(out var head))
            {
                throw Broken(reader.Why);
            }

            if (head.Kind != PayloadKind.Array)
            {
                throw Unexpected("an array");
            }

            if ((uint)index >= (uint)head.Count)
            {
                throw new PayloadException(Sentence($"{Name} must be an array of at least {index + 1L} items, but has {head.Count}."));
            }

            for (var i = 0; i < index; i++)
            {
                Skip(ref reader);
            }

            return Next(ref reader, "An item of the payload");
        }
    }

    /// <summary>The value of a map's key, or nil if the map does not have it. Of a key that is there twice, the first counts.</summary>
    /// <param name="key">The key, compared exactly.</param>
    /// <exception cref="PayloadException">This is not a map.</exception>
    public Payload this[string key]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(key);
            var reader = new ValueReader(Bytes.Span);
            if (!reader.TryRead(out var head))
            {
                throw Broken(reader.Why);
            }

            if (head.Kind != PayloadKind.Map)
            {
                throw Unexpected("a map");
            }

            for (var i = 0; i < head.Count; i++)
            {
                if (!reader.TryKey(out var found))
                {
                    throw Broken(reader.Why);
                }

                if (SameText(reader.TextOf(found), key))
                {
                    return Next(ref reader, key);
                }

                Skip(ref reader);
            }
            return new Payload(default, key);
        }
    }

    /// <summary>The integer, if it lies between the bounds.</summary>
    /// <param name="min">The smallest that is accepted.</param>
    /// <param name="max">The largest that is accepted.</param>
    /// <exception cref="PayloadException">This is not an integer (a double never is), or it lies outside.</exception>
    public long AsInteger(long min = long.MinValue, long max = long.MaxValue)
    {
        var head = Head();
        if (head.Kind == PayloadKind.Integer && head.Integer >= min && head.Integer <= max)
        {
            return head.Integer;
        }

        throw (min, max) switch
        {
            (long.MinValue, long.MaxValue) => Unexpected("an integer"),
            (_, long.MaxValue) => Unexpected(Sentence($"an integer not below {min}")),
            (long.MinValue, _) => Unexpected(Sentence($"an integer not above {max}")),
            _ => Unexpected(Sentence($"an integer from {min} to {max}")),
        };
    }

    /// <summary>The boolean.</summary>
    /// <exception cref="PayloadException">This is not a boolean.</exception>
    public bool AsBoolean()
    {
        var head = Head();
        return head.Kind == PayloadKind.Boolean ? head.Integer != 0 : throw Unexpected("true or false");
    }

    /// <summary>The number; an integer is one too.</summary>
    /// <exception cref="PayloadException">This is not a number.</exception>
    public double AsDouble()
    {
        var head = Head();
        return head.Kind switch
        {
            PayloadKind.Double => head.Double,
            PayloadKind.Integer => head.Integer,
            _ => throw Unexpected("a number"),
        };
    }

    /// <summary>The text.</summary>
    /// <param name="maxLength">The most UTF-16 code units (<see cref="string.Length"/>) that are accepted.</param>
    /// <exception cref="PayloadException">This is not a text, or it is longer.</exception>
    public string AsText(int maxLength)
    {
        var bytes = Bytes.Span;
        var reader = new ValueReader(bytes);
        if (!reader.TryRead(out var head))
        {
            throw Broken(reader.Why);
        }

        if (head.Kind != PayloadKind.Text)
        {
            throw Unexpected("a text");
        }

        var text = reader.TextOf(head);
        // A code unit takes at most three bytes: longer texts are refused before a string is made.
        if (text.Length <= 3L * maxLength && Encoding.UTF8.GetCharCount(text) <= maxLength)
        {
            return Encoding.UTF8.GetString(text);
        }

        throw new PayloadException(Sentence($"{Name} must be a text of at most {maxLength} characters."));
    }

    private string Name => name ?? "The payload";

    private static string Sentence(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);

    private PayloadException Unexpected(string expected) => new($"{Name} must be {expected}, not {Head().Describe()}.");

    private static void Skip(ref ValueReader reader)
    {
        if (!reader.TrySkip())
        {
            throw Broken(reader.Why);
        }
    }

    private Payload Next(ref ValueReader reader, string name)
    {
        var start = reader.Position;
        Skip(ref reader);
        return new Payload(Bytes[start..reader.Position], name);
    }

    private static bool SameText(ReadOnlySpan<byte> utf8, string text)
    {
        // Keys are short; a text of n code units has at least n bytes and at most three times as many.
        if (utf8.Length < text.Length || utf8.Length > 3L * text.Length)
        {
            return false;
        }

        Span<char> chars = utf8.Length <= 256 ? stackalloc char[256] : new char[utf8.Length];
        _ = Utf8.ToUtf16(utf8, chars, out _, out var written);
        return chars[..written].SequenceEqual(text);
    }
}
