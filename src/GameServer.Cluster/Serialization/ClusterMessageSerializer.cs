using System.Buffers;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>
/// Writes and reads every message that crosses nodes. Messages of one manifest may grow fields at their end: older nodes pass over
/// them.
/// </summary>
public sealed class ClusterMessageSerializer : SerializerWithStringManifest
{
    /// <summary>Names this serializer on the wire; 0 to 100 are Akka's.</summary>
    public const int Id = 1001;

    private static readonly MessageCodec[] codecs =
    [
        .. RoomCodecs.All,
        .. EnvelopeCodecs.All,
        .. HttpSeatCodecs.All,
        .. LobbyCodecs.All,
        .. MembershipCodecs.All,
        .. ReplicaCodecs.All,
        .. RecoveryCodecs.All,
        .. OverviewCodecs.All,
    ];


    private static readonly Dictionary<Type, MessageCodec> byType = codecs.ToDictionary(codec => codec.Type);
    private static readonly Dictionary<string, MessageCodec> byManifest = codecs.ToDictionary(codec => codec.Manifest);

    // Messages are written by the threads of all the associations at once, each time from the start to the end.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    /// <param name="system">Where references to actors lead.</param>
    public ClusterMessageSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <inheritdoc/>
    public override int Identifier => Id;

    /// <inheritdoc/>
    public override string Manifest(object o) => CodecOf(o).Manifest;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        var buffer = scratch ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        var writer = new MessagePackWriter(buffer);
        CodecOf(obj).Write(ref writer, obj);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The manifest is not known, or the bytes are not of it.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!byManifest.TryGetValue(manifest, out var codec))
        {
            throw new SerializationException($"There is no message with the manifest '{manifest}'.");
        }

        try
        {
            return codec.Read(bytes, system);
        }
        catch (Exception wrong) when (
            wrong is MessagePackSerializationException or EndOfStreamException or OverflowException or ArgumentException
                // A path to an actor whose end is no number.
                or FormatException)
        {
            throw new SerializationException($"A message with the manifest '{manifest}' cannot be read: {wrong.Message}", wrong);
        }
    }

    private static MessageCodec CodecOf(object message) => byType.TryGetValue(message.GetType(), out var codec)
        ? codec
        : throw new SerializationException($"{message.GetType().Name} has no form on the wire.");
}
