using System.Buffers;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
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
        .. PieceCodecs.All,
        .. ReplicaCodecs.All,
        .. RecoveryCodecs.All,
        .. OverviewCodecs.All,
    ];

    private static readonly Dictionary<Type, MessageCodec> byType = codecs.ToDictionary(codec => codec.Type);
    private static readonly Dictionary<string, MessageCodec> byManifest = codecs.ToDictionary(codec => codec.Manifest);

    private const string FrameSize = "akka.remote.dot-netty.tcp.maximum-frame-size";

    // The paths of both actors, which a frame names besides.
    private const int AroundMessage = 2048;

    // Messages are written by the threads of all the associations at once, each time from the start to the end.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    private readonly OversizeLog? oversize;

    /// <param name="system">Where references to actors lead.</param>
    /// <param name="oversize">Is told of messages that remoting will drop, or null.</param>
    public ClusterMessageSerializer(ExtendedActorSystem system, OversizeLog? oversize = null)
        : base(system)
    {
        this.oversize = oversize;
        // Without remoting nothing is too large.
        MaxBytes = (int)Math.Min(int.MaxValue, system.Settings.Config.GetByteSize(FrameSize, null) - AroundMessage ?? int.MaxValue);
    }

    /// <summary>A message with more bytes does not fit into a frame of the connection to another node.</summary>
    internal int MaxBytes { get; }

    /// <inheritdoc/>
    public override int Identifier => Id;

    /// <inheritdoc/>
    public override string Manifest(object o) => CodecOf(o).Manifest;

    /// <summary>Names the form of a kind of message.</summary>
    internal static string ManifestOf(Type type) => byType[type].Manifest;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        var bytes = Encode(obj);
        if (bytes.Length > MaxBytes)
        {
            oversize?.Note(RoomOf(obj), obj.GetType().Name, bytes.Length);
        }

        return bytes;
    }

    /// <summary>The bytes of a message, be it small enough for a frame or not.</summary>
    internal static byte[] Encode(object obj)
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

    private static string RoomOf(object message) => message switch
    {
        IRoomMessage room => room.RoomId,
        RoomEnvelope envelope => envelope.RoomId,
        RelaySubscribed subscribed => subscribed.Identity.RoomId,
        PollAnswer answer => answer.RoomId,
        CommandNotQueued not => not.RoomId,
        ReplicaParcel parcel => string.Join(", ", parcel.Batches.Select(batch => batch.RoomId).Distinct().Take(10)),
        _ => "",
    };

    private static MessageCodec CodecOf(object message) => byType.TryGetValue(message.GetType(), out var codec)
        ? codec
        : throw new SerializationException($"{message.GetType().Name} has no form on the wire.");
}
