using System.Buffers.Binary;
using System.Text.Unicode;

namespace GameServer.Protocol.Wire;

/// <summary>
/// Reads MessagePack from untrusted bytes: refuses what the protocol does not allow, never throws, allocates nothing, and
/// believes no declared length before the bytes for it are there. MessagePackReader reports bad input by exceptions, which
/// cost an attacker nothing and the server 20 µs each.
/// </summary>
internal ref struct ValueReader(ReadOnlySpan<byte> bytes, int position = 0)
{
    private const string Truncated = "the bytes end in the middle of a value";
    private const string IntegerRange = "an integer lies outside ±(2^53 - 1)";

    private readonly ReadOnlySpan<byte> bytes = bytes;

    public int Position { get; private set; } = position;

    /// <summary>What was wrong, after a method has returned false.</summary>
    public string? Why { get; private set; }

    public readonly int Remaining => bytes.Length - Position;

    public readonly ReadOnlySpan<byte> TextOf(in Token token) => bytes.Slice(token.Start, token.Count);

    public readonly ReadOnlySpan<byte> Since(int start) => bytes[start..Position];

    public bool TryRead(out Token token)
    {
        token = default;
        if (Remaining == 0)
        {
            return Fail(Truncated);
        }

        var code = bytes[Position++];
        switch (code)
        {
            case <= 0x7f:
                token = new Token(PayloadKind.Integer, code);
                return true;
            case >= 0xe0:
                token = new Token(PayloadKind.Integer, (sbyte)code);
                return true;
            case <= 0x8f:
                return TryContainer(PayloadKind.Map, code & 0x0f, out token);
            case <= 0x9f:
                return TryContainer(PayloadKind.Array, code & 0x0f, out token);
            case <= 0xbf:
                return TryText(code & 0x1f, out token);
            case 0xc0:
                return true;
            case 0xc2 or 0xc3:
                token = new Token(PayloadKind.Boolean, code & 1);
                return true;
            case 0xca or 0xcb:
                return TryDouble(code == 0xca ? 4 : 8, out token);
            case >= 0xcc and <= 0xd3:
                return TryInteger(code, out token);
            case >= 0xd9 and <= 0xdb:
                return TryLength(1 << (code - 0xd9), out var length) && TryText(length, out token);
            case 0xdc or 0xdd:
                return TryLength(code == 0xdc ? 2 : 4, out var items) && TryContainer(PayloadKind.Array, items, out token);
            case 0xde or 0xdf:
                return TryLength(code == 0xde ? 2 : 4, out var entries) && TryContainer(PayloadKind.Map, entries, out token);
            case 0xc4 or 0xc5 or 0xc6:
                return Fail("binary strings are not allowed");
            case 0xc1:
                return Fail("the byte c1 begins no value");
            default:
                return Fail("extension types are not allowed");
        }
    }

    /// <summary>Reads one value with all that is in it. Containers may lie <paramref name="depth"/> − 1 deep in one another.</summary>
    public bool TrySkip(int depth = Limits.PayloadDepth)
    {
        // The nesting is bounded, so recursion is too.
        if (depth <= 0)
        {
            return Fail($"nested more than {Limits.PayloadDepth} deep");
        }

        if (!TryRead(out var token))
        {
            return false;
        }

        if (token.Kind is not (PayloadKind.Array or PayloadKind.Map))
        {
            return true;
        }

        for (var i = 0; i < token.Count; i++)
        {
            if (token.Kind == PayloadKind.Map && !TryKey(out _))
            {
                return false;
            }

            if (!TrySkip(depth - 1))
            {
                return false;
            }
        }
        return true;
    }

    public bool TryKey(out Token key)
    {
        if (!TryRead(out key))
        {
            return false;
        }

        return key.Kind == PayloadKind.Text || Fail("a map has a key that is not text");
    }

    private bool TryContainer(PayloadKind kind, long count, out Token token)
    {
        // Each item takes a byte at least, so a count that the bytes cannot hold is refused here and no one reserves for it.
        token = new Token(kind, Count: (int)Math.Min(count, int.MaxValue));
        return count * (kind == PayloadKind.Map ? 2 : 1) <= Remaining || Fail(Truncated);
    }

    private bool TryText(long length, out Token token)
    {
        token = new Token(PayloadKind.Text, Count: (int)Math.Min(length, int.MaxValue), Start: Position);
        if (length > Remaining)
        {
            return Fail(Truncated);
        }

        Position += (int)length;
        return Utf8.IsValid(TextOf(token)) || Fail("a text is not valid UTF-8");
    }

    private bool TryDouble(int size, out Token token)
    {
        token = default;
        if (!TryTake(size, out var raw))
        {
            return false;
        }

        var value = size == 4 ? BinaryPrimitives.ReadSingleBigEndian(raw) : BinaryPrimitives.ReadDoubleBigEndian(raw);
        token = new Token(PayloadKind.Double, Double: value);
        return double.IsFinite(value) || Fail("a number is not finite");
    }

    private bool TryInteger(byte code, out Token token)
    {
        token = default;
        if (!TryTake(1 << (code & 3), out var raw))
        {
            return false;
        }

        var value = code switch
        {
            0xcc => raw[0],
            0xcd => BinaryPrimitives.ReadUInt16BigEndian(raw),
            0xce => BinaryPrimitives.ReadUInt32BigEndian(raw),
            0xd0 => (sbyte)raw[0],
            0xd1 => BinaryPrimitives.ReadInt16BigEndian(raw),
            0xd2 => BinaryPrimitives.ReadInt32BigEndian(raw),
            // A large unsigned number reads as a negative one, which must not be taken for a small number.
            0xcf => BinaryPrimitives.ReadInt64BigEndian(raw) is >= 0 and var unsigned ? unsigned : long.MaxValue,
            _ => BinaryPrimitives.ReadInt64BigEndian(raw),
        };
        token = new Token(PayloadKind.Integer, value);
        return value is >= -Limits.MaxInteger and <= Limits.MaxInteger || Fail(IntegerRange);
    }

    private bool TryLength(int size, out long length)
    {
        length = 0;
        if (!TryTake(size, out var raw))
        {
            return false;
        }

        foreach (var part in raw)
        {
            length = (length << 8) | part;
        }

        return true;
    }

    private bool TryTake(int size, out ReadOnlySpan<byte> raw)
    {
        raw = default;
        if (size > Remaining)
        {
            return Fail(Truncated);
        }

        raw = bytes.Slice(Position, size);
        Position += size;
        return true;
    }

    private bool Fail(string why)
    {
        Why = why;
        return false;
    }
}
