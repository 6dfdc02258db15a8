using Akka.Actor;
using MessagePack;

namespace GameServer.Cluster.Serialization;

internal delegate void WriteMessage<in T>(ref MessagePackWriter writer, T message);

internal delegate T ReadMessage<out T>(ref WireReader reader);

/// <summary>How one kind of message is written and read.</summary>
internal abstract class MessageCodec(string manifest, Type type)
{
    /// <summary>
    /// Names the kind and the version of its form on the wire. Fields that are appended leave it as it is; what changes the fields
    /// before them needs a new one, whose readers are deployed before its writers.
    /// </summary>
    internal string Manifest { get; } = manifest;

    internal Type Type { get; } = type;

    internal abstract void Write(ref MessagePackWriter writer, object message);

    internal abstract object Read(ReadOnlyMemory<byte> bytes, ExtendedActorSystem system);
}

/// <inheritdoc cref="MessageCodec"/>
internal sealed class MessageCodec<T>(string manifest, int fields, WriteMessage<T> write, ReadMessage<T> read)
    : MessageCodec(manifest, typeof(T))
    where T : class, IClusterMessage
{
    internal override void Write(ref MessagePackWriter writer, object message)
    {
        writer.WriteArrayHeader(fields);
        write(ref writer, (T)message);
    }

    internal override object Read(ReadOnlyMemory<byte> bytes, ExtendedActorSystem system)
    {
        var reader = new WireReader(bytes, system);
        var outer = reader.Begin();
        var message = read(ref reader);
        reader.End(outer);
        reader.ExpectEnd();
        return message;
    }
}
