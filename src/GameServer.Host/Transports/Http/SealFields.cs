using System.Buffers;
using System.Text;

namespace GameServer.Host.Transports.Http;

/// <summary>Writes what is sealed, as short as may be: a stream has a sealed cursor in every message.</summary>
/// <remarks>Integers as groups of seven bits. Texts with their length before them; ids in hexadecimal take half their length.</remarks>
internal ref struct SealWriter(Span<byte> buffer)
{
    internal const int MaxTextBytes = 127;
    internal const int MaxIntegerBytes = 10;
    internal const int PackedFlag = 0x80;

    private static readonly SearchValues<char> hexadecimal = SearchValues.Create("0123456789abcdef");

    private readonly Span<byte> buffer = buffer;

    internal int Length { get; private set; }

    internal void Integer(long value)
    {
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            buffer[Length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        buffer[Length++] = (byte)rest;
    }

    internal void Text(string text)
    {
        if (IsHexadecimal(text))
        {
            buffer[Length++] = (byte)(PackedFlag | (text.Length / 2));
            Convert.FromHexString(text, buffer[Length..], out _, out var packed);
            Length += packed;
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, MaxTextBytes);
        buffer[Length++] = (byte)bytes;
        Length += Encoding.UTF8.GetBytes(text, buffer[Length..]);
    }

    private static bool IsHexadecimal(string text) =>
        text.Length is > 0 and <= 2 * MaxTextBytes && text.Length % 2 == 0 && text.AsSpan().IndexOfAnyExcept(hexadecimal) < 0;
}

/// <summary>Reads what <see cref="SealWriter"/> wrote. Never throws; what is not there reads as nothing and fails the whole.</summary>
internal ref struct SealReader(ReadOnlySpan<byte> fields)
{
    private ReadOnlySpan<byte> rest = fields;
    private bool hasFailed;

    /// <summary>Whether all was there, and nothing else.</summary>
    internal readonly bool IsComplete => !hasFailed && rest.IsEmpty;

    internal long Integer()
    {
        var value = 0UL;
        for (var i = 0; i < SealWriter.MaxIntegerBytes && i < rest.Length; i++)
        {
            value |= (ulong)(rest[i] & 0x7f) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return (long)value;
            }
        }

        hasFailed = true;
        return 0;
    }

    internal string Text()
    {
        var length = rest.IsEmpty ? 0 : rest[0] & ~SealWriter.PackedFlag;
        if (rest.Length < 1 + length)
        {
            hasFailed = true;
            return "";
        }

        var bytes = rest.Slice(1, length);
        var isPacked = rest[0] >= SealWriter.PackedFlag;
        rest = rest[(1 + length)..];
        return isPacked ? Convert.ToHexStringLower(bytes) : Encoding.UTF8.GetString(bytes);
    }
}
