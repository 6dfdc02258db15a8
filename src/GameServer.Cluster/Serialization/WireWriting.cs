using Akka.Actor;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>What writing a message is made of, beside MessagePack's own values.</summary>
internal static class WireWriting
{
    internal delegate void WriteItem<in T>(ref MessagePackWriter writer, T item);

    internal delegate T ReadItem<out T>(ref WireReader reader);

    internal static void WritePayload(this ref MessagePackWriter writer, Payload payload) => writer.Write(payload.Bytes.Span);

    internal static void WriteActorRef(this ref MessagePackWriter writer, IActorRef actor) =>
        writer.Write(Akka.Serialization.Serialization.SerializedActorPath(actor));

    internal static void WriteIntOrNil(this ref MessagePackWriter writer, int? value)
    {
        if (value is { } number)
        {
            writer.Write(number);
        }
        else
        {
            writer.WriteNil();
        }
    }

    internal static void WriteList<T>(this ref MessagePackWriter writer, IReadOnlyList<T> items, WriteItem<T> write)
    {
        writer.WriteArrayHeader(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            write(ref writer, items[i]);
        }
    }

    internal static T[] ReadList<T>(this ref WireReader reader, ReadItem<T> read)
    {
        var outer = reader.Begin();
        var items = new T[reader.Left];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(ref reader);
        }

        reader.End(outer);
        return items;
    }
}
