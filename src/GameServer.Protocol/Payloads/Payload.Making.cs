using System.Globalization;
using System.Text;
using GameServer.Protocol.Wire;
using MessagePack;

namespace GameServer.Protocol;

public readonly partial struct Payload
{
    // Every value that takes one byte is a slice of this, so that small numbers, booleans and the empty text cost nothing.
    private static readonly byte[] singleBytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    /// <summary>An array of values.</summary>
    /// <param name="items">The items in order.</param>
    /// <exception cref="ArgumentException">The result would be deeper than <see cref="Limits.PayloadDepth"/>.</exception>
    public static Payload Array(params ReadOnlySpan<Payload> items)
    {
        if (items.IsEmpty)
        {
            return new Payload(SingleByte(0x90));
        }

        var size = 5;
        foreach (var item in items)
        {
            size += item.Bytes.Length;
        }

        var output = new byte[size];
        _ = MessagePackPrimitives.TryWriteArrayHeader(output, (uint)items.Length, out var written);
        foreach (var item in items)
        {
            Append(item, output, ref written);
        }

        return new Payload(output.AsMemory(0, written));
    }

    /// <summary>A map of values by key.</summary>
    /// <param name="entries">Keys and values, in the order in which they are written; each key once.</param>
    /// <exception cref="ArgumentException">A key is there twice, or the result would be deeper than <see cref="Limits.PayloadDepth"/>.</exception>
    public static Payload Map(params ReadOnlySpan<(string Key, Payload Value)> entries)
    {
        if (entries.IsEmpty)
        {
            return new Payload(SingleByte(0x80));
        }

        var size = 5;
        foreach (var (key, value) in entries)
        {
            size += 5 + Encoding.UTF8.GetByteCount(key) + value.Bytes.Length;
        }

        var output = new byte[size];
        _ = MessagePackPrimitives.TryWriteMapHeader(output, (uint)entries.Length, out var written);
        for (var i = 0; i < entries.Length; i++)
        {
            var (key, value) = entries[i];
            foreach (var (earlier, _) in entries[..i])
            {
                if (earlier == key)
                {
                    throw new ArgumentException($"The key {key} is there twice.", nameof(entries));
                }
            }
            written += WriteText(output.AsSpan(written), key);
            Append(value, output, ref written);
        }
        return new Payload(output.AsMemory(0, written));
    }

    /// <summary>An integer.</summary>
    public static implicit operator Payload(int value) => (long)value;

    /// <summary>An integer within ±(2⁵³ − 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside; a JavaScript client could not read it.</exception>
    public static implicit operator Payload(long value)
    {
        if (value is < -Limits.MaxInteger or > Limits.MaxInteger)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A payload's integers lie within ±(2^53 - 1).");
        }

        if (value is >= -32 and <= 127)
        {
            return new Payload(SingleByte(unchecked((byte)value)));
        }

        Span<byte> output = stackalloc byte[9];
        _ = MessagePackPrimitives.TryWrite(output, value, out var written);
        return new Payload(output[..written].ToArray());
    }

    /// <summary>True or false.</summary>
    public static implicit operator Payload(bool value) => new(SingleByte(value ? (byte)0xc3 : (byte)0xc2));

    /// <summary>A finite number; stays a double on the wire even when it is whole.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite or not a number.</exception>
    public static implicit operator Payload(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A payload's numbers are finite.");
        }

        var output = new byte[9];
        _ = MessagePackPrimitives.TryWrite(output, value, out _);
        return new Payload(output);
    }

    /// <summary>A text; null becomes nil. Half surrogates become U+FFFD.</summary>
    public static implicit operator Payload(string? value)
    {
        if (value is null)
        {
            return Nil;
        }

        if (value.Length == 0)
        {
            return new Payload(SingleByte(0xa0));
        }

        var output = new byte[5 + Encoding.UTF8.GetByteCount(value)];
        return new Payload(output.AsMemory(0, WriteText(output, value)));
    }

    private static ReadOnlyMemory<byte> SingleByte(byte value) => singleBytes.AsMemory(value, 1);

    private static int WriteText(Span<byte> output, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        _ = MessagePackPrimitives.TryWriteStringHeader(output, (uint)length, out var written);
        return written + Encoding.UTF8.GetBytes(text, output[written..]);
    }

    private static void Append(Payload item, Span<byte> output, ref int written)
    {
        var bytes = item.Bytes.Span;
        var reader = new ValueReader(bytes);
        if (!reader.TrySkip(Limits.PayloadDepth - 1))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The payload would be wrong: {reader.Why}."));
        }

        bytes.CopyTo(output[written..]);
        written += bytes.Length;
    }
}
