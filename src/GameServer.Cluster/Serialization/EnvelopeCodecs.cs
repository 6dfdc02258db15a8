using System.Buffers;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;
using GameServer.Rooms;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>What a room tells its relays.</summary>
internal static class EnvelopeCodecs
{
    internal static MessageCodec[] All { get; } =
    [
        new MessageCodec<RoomEnvelope>(
            "re1",
            4,
            static (ref MessagePackWriter writer, RoomEnvelope envelope) =>
            {
                writer.Write(envelope.RoomId);
                writer.Write(envelope.EpochId);
                writer.Write(envelope.Seq);
                writer.Write(envelope.Body.Encoded.Span);
            },
            static (ref WireReader reader) => new RoomEnvelope(reader.Text(), reader.Text(), reader.Int64(), ReadBody(ref reader))),
        new MessageCodec<RoomEnded>(
            "ro1",
            3,
            static (ref MessagePackWriter writer, RoomEnded ended) =>
            {
                writer.Write(ended.RoomId);
                writer.Write(ended.Code);
                writer.Write(ended.Message);
            },
            static (ref WireReader reader) => new RoomEnded(reader.Text(), reader.Text(), reader.Text())),
        new MessageCodec<RoomHeldUp>(
            "rh1",
            1,
            static (ref MessagePackWriter writer, RoomHeldUp heldUp) => writer.Write(heldUp.RoomId),
            static (ref WireReader reader) => new RoomHeldUp(reader.Text())),
        new MessageCodec<RelaySubscribed>(
            "rs2",
            14,
            static (ref MessagePackWriter writer, RelaySubscribed subscribed) =>
            {
                WriteIdentity(ref writer, subscribed.Identity);
                WriteEpoch(ref writer, subscribed.Epoch);
                WriteSettings(ref writer, subscribed.Settings);
                writer.Write(subscribed.Seq);
                writer.Write(subscribed.Tick);
                StateCodec.WriteSchema(ref writer, subscribed.Schema);
                writer.Write(subscribed.Tables.Span);
                writer.WriteList(subscribed.Inputs, WriteMark);
                writer.Write(subscribed.LogTail);
                writer.WriteList(subscribed.Events, WriteEvent);
                writer.WriteList(subscribed.Answers, WriteSeatAnswer);
                writer.WriteList(subscribed.Holders, WriteHolder);
                if (subscribed.Views is { } views)
                {
                    writer.WriteList(views, static (ref MessagePackWriter items, int column) => items.Write(column));
                }
                else
                {
                    writer.WriteNil();
                }

                writer.WriteIntOrNil(subscribed.Format);
            },
            static (ref WireReader reader) => new RelaySubscribed(
                ReadIdentity(ref reader),
                ReadEpoch(ref reader),
                ReadSettings(ref reader),
                reader.Int64(),
                reader.Int64(),
                reader.Schema(),
                reader.Bytes(),
                reader.ReadList(ReadMark),
                reader.Int64(),
                reader.ReadList(ReadEvent),
                reader.ReadList(ReadSeatAnswer),
                reader.ReadList(ReadHolder),
                reader.Left > 0 && !reader.TakeNil() ? reader.ReadList(static (ref WireReader items) => items.Int32()) : null,
                reader.AppendedInt32())),
    ];

    /// <summary>A body as bytes, the same for every node.</summary>
    internal static ReadOnlyMemory<byte> Encode(EnvelopeBody body)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Tables.Length + 256);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(8);
        writer.Write(body.From);
        writer.Write(body.Tick);
        writer.Write(body.Tables.Span);
        writer.WriteList(body.Inputs, WriteMark);
        writer.WriteList(body.Events, WriteEvent);
        writer.WriteList(body.Answers, WriteSeatAnswer);
        writer.WriteList(body.Ended, WriteEnded);
        writer.WriteList(body.Seated, WriteHolder);
        writer.Flush();
        Meters.EnvelopeEncodings.Add(1);
        return buffer.WrittenMemory;
    }

    internal static void WriteAnswer(ref MessagePackWriter writer, CommandAnswer answer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(answer.N);
        writer.Write(answer.Code);
        writer.WritePayload(answer.Payload);
    }

    internal static CommandAnswer ReadAnswer(ref WireReader reader)
    {
        var outer = reader.Begin();
        var answer = new CommandAnswer(reader.Int64(), reader.TextOrNil(), reader.Payload());
        reader.End(outer);
        return answer;
    }

    private static EnvelopeBody ReadBody(ref WireReader envelope)
    {
        var reader = envelope.Within(envelope.Bytes());
        var outer = reader.Begin();
        var body = new EnvelopeBody(
            reader.Int64(),
            reader.Int64(),
            reader.Bytes(),
            reader.ReadList(ReadMark),
            reader.ReadList(ReadEvent),
            reader.ReadList(ReadSeatAnswer),
            reader.ReadList(ReadEnded),
            reader.ReadList(ReadHolder));
        reader.End(outer);
        reader.ExpectEnd();
        return body;
    }

    private static void WriteIdentity(ref MessagePackWriter writer, RoomIdentity identity)
    {
        writer.WriteArrayHeader(3);
        writer.Write(identity.RoomId);
        writer.Write(identity.Kind);
        writer.Write(identity.IsPrivate);
    }

    private static RoomIdentity ReadIdentity(ref WireReader reader)
    {
        var outer = reader.Begin();
        var identity = new RoomIdentity(reader.Text(), reader.Text(), reader.Boolean());
        reader.End(outer);
        return identity;
    }

    private static void WriteEpoch(ref MessagePackWriter writer, RoomEpoch epoch)
    {
        writer.WriteArrayHeader(3);
        writer.Write(epoch.Number);
        writer.Write(epoch.Id);
        writer.WriteList(epoch.Earlier, static (ref MessagePackWriter items, EarlierEpoch earlier) =>
        {
            items.WriteArrayHeader(2);
            items.Write(earlier.Id);
            items.Write(earlier.End);
        });
    }

    private static RoomEpoch ReadEpoch(ref WireReader reader)
    {
        var outer = reader.Begin();
        var epoch = new RoomEpoch(
            reader.Int32(),
            reader.Text(),
            reader.ReadList(static (ref WireReader items) =>
            {
                var item = items.Begin();
                var earlier = new EarlierEpoch(items.Text(), items.Int64());
                items.End(item);
                return earlier;
            }));
        reader.End(outer);
        return epoch;
    }

    private static void WriteSettings(ref MessagePackWriter writer, ReaderSettings settings)
    {
        writer.WriteArrayHeader(settings.Public is null ? 3 : 4);
        writer.Write(settings.TickRate);
        writer.Write(settings.Watchable);
        writer.Write(settings.EventLogEvents);
        if (settings.Public is { } isPublic)
        {
            writer.Write(isPublic);
        }
    }

    private static ReaderSettings ReadSettings(ref WireReader reader)
    {
        var outer = reader.Begin();
        var settings = new ReaderSettings(
            reader.Int32(), reader.Boolean(), reader.Int32(), reader.Left > 0 ? reader.Boolean() : null);
        reader.End(outer);
        return settings;
    }

    private static void WriteMark(ref MessagePackWriter writer, SeatInputMark mark)
    {
        writer.WriteArrayHeader(2);
        writer.Write(mark.Seat);
        writer.Write(mark.N);
    }

    private static SeatInputMark ReadMark(ref WireReader reader)
    {
        var outer = reader.Begin();
        var mark = new SeatInputMark(reader.Int32(), reader.Int64());
        reader.End(outer);
        return mark;
    }

    private static void WriteHolder(ref MessagePackWriter writer, SeatHolder holder)
    {
        writer.WriteArrayHeader(6);
        writer.Write(holder.Seat);
        writer.Write(holder.Since);
        writer.Write(holder.PlayerId);
        writer.Write(holder.Attach);
        writer.Write(holder.Floor);
        writer.Write(holder.IsAway);
    }

    private static SeatHolder ReadHolder(ref WireReader reader)
    {
        var outer = reader.Begin();
        var holder = new SeatHolder(
            reader.Int32(), reader.Int64(), reader.Text(), reader.Int64(), reader.Int64(), reader.Boolean());
        reader.End(outer);
        return holder;
    }

    private static void WriteEvent(ref MessagePackWriter writer, RoomEvent made)
    {
        writer.WriteArrayHeader(4);
        writer.Write(made.Offset);
        if (made.Audience.IsEveryone)
        {
            writer.WriteNil();
        }
        else
        {
            writer.WriteArrayHeader(made.Audience.Seats.Length);
            foreach (var seat in made.Audience.Seats)
            {
                writer.Write(seat);
            }
        }

        writer.Write(made.Name);
        writer.WritePayload(made.Payload);
    }

    private static RoomEvent ReadEvent(ref WireReader reader)
    {
        var outer = reader.Begin();
        var made = new RoomEvent(
            reader.Int64(),
            reader.TakeNil() ? Audience.Everyone : Audience.Of(reader.ReadList(static (ref WireReader items) => items.Int32())),
            reader.Text(),
            reader.Payload());
        reader.End(outer);
        return made;
    }

    private static void WriteSeatAnswer(ref MessagePackWriter writer, SeatAnswer answer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(answer.Seat);
        writer.Write(answer.Stream);
        WriteAnswer(ref writer, answer.Answer);
    }

    private static SeatAnswer ReadSeatAnswer(ref WireReader reader)
    {
        var outer = reader.Begin();
        var answer = new SeatAnswer(reader.Int32(), reader.Int64(), ReadAnswer(ref reader));
        reader.End(outer);
        return answer;
    }

    private static void WriteEnded(ref MessagePackWriter writer, SeatEnded ended)
    {
        writer.WriteArrayHeader(4);
        writer.Write(ended.Seat);
        writer.Write(ended.Attach);
        writer.Write((int)ended.Reason);
        writer.Write(ended.Offset);
    }

    private static SeatEnded ReadEnded(ref WireReader reader)
    {
        var outer = reader.Begin();
        var ended = new SeatEnded(reader.Int32(), reader.Int64(), reader.Enum<LeaveReason>(), reader.Int64());
        reader.End(outer);
        return ended;
    }
}
