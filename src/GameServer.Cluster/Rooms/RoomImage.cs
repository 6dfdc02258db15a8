using System.Buffers;
using GameServer.Cluster.Membership;
using GameServer.Rooms;
using MessagePack;

namespace GameServer.Cluster.Rooms;

/// <summary>Everything that another node needs to go on with a room, as it goes to its store.</summary>
/// <param name="Identity">Which room.</param>
/// <param name="Epoch">The incarnation that made the image.</param>
/// <param name="Crashes">When the room was recovered after crashes, in milliseconds since 1970; the last few.</param>
/// <param name="IsHandedOver">Whether the incarnation stopped by itself with this image.</param>
/// <param name="State">The machine's checkpoint.</param>
/// <param name="Log">The events that were kept.</param>
internal sealed record RoomImage(
    RoomIdentity Identity, RoomEpoch Epoch, IReadOnlyList<long> Crashes, bool IsHandedOver, ReadOnlyMemory<byte> State, IReadOnlyList<RoomEvent> Log)
{
    // The last of the formats that changed an image: in which a node that knows none of the later ones still reads it.
    private const int NewestForm = 1;

    /// <param name="format">Which of <see cref="NodeFormats"/> is spoken; what a later one adds to an image is left out below it.</param>
    internal ReadOnlyMemory<byte> Encode(int format)
    {
        var buffer = new ArrayBufferWriter<byte>(State.Length + 1024);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(9);
        writer.Write(Math.Min(format, NewestForm));
        writer.Write(Identity.RoomId);
        writer.Write(Identity.Kind);
        writer.Write(Identity.IsPrivate);
        WriteEpoch(ref writer);
        writer.WriteArrayHeader(Crashes.Count);
        foreach (var at in Crashes)
        {
            writer.Write(at);
        }

        writer.Write(IsHandedOver);
        writer.Write(State.Span);
        writer.WriteArrayHeader(Log.Count);
        foreach (var made in Log)
        {
            RecordCodec.WriteEvent(ref writer, made);
        }

        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <exception cref="InvalidDataException">The bytes are not an image.</exception>
    /// <exception cref="NewerVersionException">The image has a format that this node does not read.</exception>
    internal static RoomImage Decode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            reader.ReadArrayHeader();
            var format = reader.ReadInt32();
            if (format > NodeFormats.Newest)
            {
                throw new NewerVersionException($"The image has format {format}; this node reads {NodeFormats.Newest}.");
            }

            var identity = new RoomIdentity(reader.ReadString()!, reader.ReadString()!, reader.ReadBoolean());
            var epoch = ReadEpoch(ref reader);
            var crashes = new long[reader.ReadArrayHeader()];
            for (var i = 0; i < crashes.Length; i++)
            {
                crashes[i] = reader.ReadInt64();
            }

            var isHandedOver = reader.ReadBoolean();
            var state = reader.ReadBytes().GetValueOrDefault().ToArray();
            var log = new RoomEvent[reader.ReadArrayHeader()];
            for (var i = 0; i < log.Length; i++)
            {
                log[i] = RecordCodec.ReadEvent(ref reader);
            }

            return new RoomImage(identity, epoch, crashes, isHandedOver, state, log);
        }
        catch (Exception broken) when (broken is MessagePackSerializationException or EndOfStreamException)
        {
            throw new InvalidDataException("The image of a room cannot be read.", broken);
        }
    }

    private void WriteEpoch(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Epoch.Number);
        writer.Write(Epoch.Id);
        writer.WriteArrayHeader(Epoch.Earlier.Count);
        foreach (var earlier in Epoch.Earlier)
        {
            writer.WriteArrayHeader(2);
            writer.Write(earlier.Id);
            writer.Write(earlier.End);
        }
    }

    private static RoomEpoch ReadEpoch(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader();
        var (number, id) = (reader.ReadInt32(), reader.ReadString()!);
        var earlier = new EarlierEpoch[reader.ReadArrayHeader()];
        for (var i = 0; i < earlier.Length; i++)
        {
            reader.ReadArrayHeader();
            earlier[i] = new EarlierEpoch(reader.ReadString()!, reader.ReadInt64());
        }

        return new RoomEpoch(number, id, earlier);
    }
}
