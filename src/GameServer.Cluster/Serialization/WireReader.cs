using Akka.Actor;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>
/// Reads what other nodes wrote: arrays of fields, which a newer version may have made longer. Nothing is reserved for more than the
/// bytes that are there, and nothing recurses deeper than the messages themselves do.
/// </summary>
/// <remarks>Whatever is wrong is thrown as one of the exceptions that <see cref="ClusterMessageSerializer"/> turns into its own.</remarks>
internal ref struct WireReader(ReadOnlyMemory<byte> bytes, ExtendedActorSystem system)
{
    private MessagePackReader reader = new(bytes);

    /// <summary>Fields, or items, of the array that was entered last and not read yet.</summary>
    internal int Left { get; private set; } = 1;

    /// <summary>Enters an array. What it returns is to be given to <see cref="End"/>.</summary>
    internal int Begin()
    {
        Take();
        var outer = Left;
        Left = reader.ReadArrayHeader();
        return outer;
    }

    /// <summary>Leaves an array, over fields that this version does not know.</summary>
    internal void End(int outer)
    {
        for (long skip = Left; skip > 0; skip--)
        {
            switch (reader.NextMessagePackType)
            {
                case MessagePackType.Array:
                    skip += reader.ReadArrayHeader();
                    break;
                case MessagePackType.Map:
                    skip += 2L * reader.ReadMapHeader();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        Left = outer;
    }

    /// <summary>Reads a message that lies as bytes within this one.</summary>
    internal readonly WireReader Within(ReadOnlyMemory<byte> inner) => new(inner, system);

    internal void ExpectEnd()
    {
        if (!reader.End)
        {
            throw new MessagePackSerializationException("Something follows after the message.");
        }
    }

    internal string Text()
    {
        Take();
        return reader.ReadString() ?? throw new MessagePackSerializationException("A text was expected, not nil.");
    }

    internal string? TextOrNil()
    {
        Take();
        return reader.ReadString();
    }

    internal int Int32()
    {
        Take();
        return reader.ReadInt32();
    }

    /// <summary>A number that the message has grown; null if it was not said, or by a version that has no such field.</summary>
    internal int? AppendedInt32() => Left == 0 || TakeNil() ? null : Int32();

    internal long Int64()
    {
        Take();
        return reader.ReadInt64();
    }

    internal ulong UInt64()
    {
        Take();
        return reader.ReadUInt64();
    }

    internal bool Boolean()
    {
        Take();
        return reader.ReadBoolean();
    }

    /// <summary>A value of an enumeration whose members have the numbers that are on the wire.</summary>
    internal T Enum<T>()
        where T : struct, Enum
    {
        var value = (T)System.Enum.ToObject(typeof(T), Int32());
        return System.Enum.IsDefined(value) ? value : throw new MessagePackSerializationException($"{value} is no {typeof(T).Name}.");
    }

    /// <summary>Bytes that are part of the message's own and stay valid as long as they do.</summary>
    internal ReadOnlyMemory<byte> Bytes()
    {
        Take();
        var found = reader.ReadBytes() ?? throw new MessagePackSerializationException("Bytes were expected, not nil.");
        return found.First;
    }

    /// <summary>A payload with bytes of its own, since it may be kept for long and the rest of its message need not be.</summary>
    internal Payload Payload() => Protocol.Payload.TryValidate(Bytes().ToArray(), out var payload, out var why)
        ? payload
        : throw new MessagePackSerializationException($"A payload is not allowed: {why}.");

    internal IActorRef ActorRef() => system.Provider.ResolveActorRef(Text());

    internal IReadOnlyList<TableSchema> Schema()
    {
        Take();
        return StateCodec.ReadSchema(ref reader);
    }

    /// <summary>Whether the next value is nil, which is passed over then.</summary>
    internal bool TakeNil()
    {
        if (Left == 0 || !reader.TryReadNil())
        {
            return false;
        }

        Left--;
        return true;
    }

    private void Take()
    {
        if (Left-- <= 0)
        {
            throw new MessagePackSerializationException("A field is missing.");
        }
    }
}
