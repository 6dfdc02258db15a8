using System.Globalization;
using GameServer.Protocol.Wire;

namespace GameServer.Protocol;

/// <summary>
/// One value that a game sends or receives: nil, boolean, integer, double, text, array, or map with text keys. It is held as
/// the MessagePack bytes in which it travels; reading walks over them and allocates nothing but the strings asked for.
/// The default is <see cref="Nil"/>.
/// </summary>
/// <remarks>
/// Two payloads are equal when their bytes are. What this type makes is always in the shortest form; what clients send need
/// not be.
/// </remarks>
public readonly partial struct Payload : IEquatable<Payload>
{
    private readonly ReadOnlyMemory<byte> bytes;

    // How this value was reached, for the sentence when it is not what the game wanted. Not part of the value.
    private readonly string? name;

    private Payload(ReadOnlyMemory<byte> bytes, string? name = null)
    {
        this.bytes = bytes;
        this.name = name;
    }

    /// <summary>Nothing.</summary>
    public static Payload Nil => default;

    /// <summary>Exactly one MessagePack value; a single nil byte for the default.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes.IsEmpty ? SingleByte(0xc0) : bytes;

    /// <summary>Which of the seven kinds of value this is.</summary>
    public PayloadKind Kind => Head().Kind;

    /// <summary>True for nothing, also for a key that a map does not have.</summary>
    public bool IsNil => bytes.IsEmpty || Kind == PayloadKind.Nil;

    /// <summary>Items of an array or entries of a map; 0 for everything else.</summary>
    public int Count => Head() is { Kind: PayloadKind.Array or PayloadKind.Map } head ? head.Count : 0;

    /// <summary>Takes bytes as they are, for those that have been validated before.</summary>
    /// <param name="bytes">One valid value, which nobody changes afterwards.</param>
    public static Payload FromTrusted(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>
    /// Takes bytes from outside if they are exactly one value that the protocol allows: at most <see cref="Limits.PayloadDepth"/>
    /// deep, integers within ±(2⁵³ − 1), finite doubles, valid UTF-8, text keys, neither binary strings nor extension types.
    /// </summary>
    /// <param name="bytes">The bytes; the payload keeps them, so nobody may change them afterwards.</param>
    /// <param name="payload">The payload, or nil.</param>
    /// <param name="why">What is wrong, as the part of a sentence; null when nothing is.</param>
    public static bool TryValidate(ReadOnlyMemory<byte> bytes, out Payload payload, out string? why)
    {
        var reader = new ValueReader(bytes.Span);
        var valid = reader.TrySkip();
        why = valid && reader.Remaining > 0 ? "something follows after the value" : reader.Why;
        payload = why is null ? new Payload(bytes) : default;
        return why is null;
    }

    /// <inheritdoc/>
    public bool Equals(Payload other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Payload other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>Compares the bytes.</summary>
    public static bool operator ==(Payload left, Payload right) => left.Equals(right);

    /// <summary>Compares the bytes.</summary>
    public static bool operator !=(Payload left, Payload right) => !left.Equals(right);

    /// <summary>The value as JSON.</summary>
    public override string ToString() => BinaryToJson.ToJson(Bytes.Span);

    private Token Head() => Read(new ValueReader(Bytes.Span));

    private static Token Read(scoped ValueReader reader) => reader.TryRead(out var token) ? token : throw Broken(reader.Why);

    private static InvalidOperationException Broken(string? why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Bytes that were given as a trusted payload are not one: {why}."));
}
