using System.Buffers;
using GameServer.Protocol.Wire;
using MessagePack;

namespace GameServer.Protocol;

/// <summary>
/// The last fields of a frame that many recipients get alike, encoded once. What differs between them are integers before it.
/// Use it from one thread at a time; reading <see cref="Binary"/> alone is safe from any.
/// </summary>
public sealed class SharedTail
{
    private byte[]? text;

    /// <summary>Takes fields that are already encoded.</summary>
    /// <param name="binary">MessagePack values one after the other, which nobody changes afterwards.</param>
    /// <param name="fieldCount">How many.</param>
    public SharedTail(ReadOnlyMemory<byte> binary, int fieldCount)
    {
        Binary = binary;
        FieldCount = fieldCount;
    }

    /// <summary>The fields as they stand in a binary frame.</summary>
    public ReadOnlyMemory<byte> Binary { get; }

    /// <summary>How many fields there are.</summary>
    public int FieldCount { get; }

    /// <summary>Of state: the tick that the recipient has reached with it.</summary>
    public long Tick { get; private init; }

    /// <summary>Of full state: the incarnation; 0 otherwise.</summary>
    public int Epoch { get; private init; }

    /// <summary>Of full state: the incarnation's id; null otherwise.</summary>
    public string? EpochId { get; private init; }

    /// <summary>The fields as they stand in a text frame, with commas between them. Made when first asked for.</summary>
    public ReadOnlyMemory<byte> Text => text ??= JsonFrames.Items(Binary.Span, FieldCount);

    /// <summary>One item of <see cref="ServerFrames.WriteEvents"/>.</summary>
    /// <param name="item">The event.</param>
    public static SharedTail Event(EventItem item)
    {
        var output = new ArrayBufferWriter<byte>(16 + (3 * item.Name.Length) + item.Payload.Bytes.Length);
        var writer = new MessagePackWriter(output);
        ServerFrames.Write(ref writer, item);
        writer.Flush();
        return new SharedTail(output.WrittenMemory, 1);
    }

    /// <summary>What follows handle and input in a <c>delta</c>.</summary>
    /// <param name="from">Tick of the state that it is applied to.</param>
    /// <param name="tick">Tick of the state that comes of it.</param>
    /// <param name="tables">The changed rows, one MessagePack value.</param>
    public static SharedTail Delta(long from, long tick, ReadOnlySpan<byte> tables)
    {
        var output = new ArrayBufferWriter<byte>(18 + tables.Length);
        var writer = new MessagePackWriter(output);
        writer.Write(from);
        writer.Write(tick);
        writer.WriteRaw(tables);
        writer.Flush();
        return new SharedTail(output.WrittenMemory, 3) { Tick = tick };
    }

    /// <summary>What follows handle and input in a <c>full</c>.</summary>
    /// <param name="epoch">Number of the room's incarnation.</param>
    /// <param name="epochId">Random id of that incarnation.</param>
    /// <param name="tick">The state's tick.</param>
    /// <param name="schema">The tables' schema, one MessagePack value as <see cref="StateCodec.WriteSchema"/> writes it.</param>
    /// <param name="tables">The rows, one MessagePack value.</param>
    public static SharedTail Full(int epoch, string epochId, long tick, ReadOnlySpan<byte> schema, ReadOnlySpan<byte> tables)
    {
        ArgumentNullException.ThrowIfNull(epochId);
        var output = new ArrayBufferWriter<byte>(32 + (3 * epochId.Length) + schema.Length + tables.Length);
        var writer = new MessagePackWriter(output);
        writer.Write(epoch);
        writer.Write(epochId);
        writer.Write(tick);
        writer.WriteRaw(schema);
        writer.WriteRaw(tables);
        writer.Flush();
        return new SharedTail(output.WrittenMemory, 5) { Tick = tick, Epoch = epoch, EpochId = epochId };
    }
}
