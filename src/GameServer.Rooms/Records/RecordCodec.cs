using System.Buffers;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Rooms;

/// <summary>Records as bytes, for replica stores and recordings.</summary>
public static class RecordCodec
{
    /// <summary>Writes one record.</summary>
    public static void Write(IBufferWriter<byte> output, TickRecord record)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(7);
        writer.Write(record.Tick);
        writer.WriteArrayHeader(record.Operations.Count);
        foreach (var operation in record.Operations)
        {
            WriteOperation(ref writer, operation);
        }

        writer.WriteArrayHeader(record.Events.Count);
        foreach (var made in record.Events)
        {
            WriteEvent(ref writer, made);
        }

        writer.WriteArrayHeader(record.Answers.Count);
        foreach (var answer in record.Answers)
        {
            writer.WriteArrayHeader(3);
            writer.Write(answer.Seat);
            writer.Write(answer.Stream);
            WriteAnswer(ref writer, answer.Answer);
        }

        writer.Write(record.EventHead);
        if (record.Hash is { } hash)
        {
            writer.Write(hash);
        }
        else
        {
            writer.WriteNil();
        }

        writer.Write(record.LastPosted);
        writer.Flush();
    }

    /// <summary>Reads one record.</summary>
    /// <exception cref="MessagePackSerializationException">The bytes are not a record.</exception>
    public static TickRecord Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            return Read(ref reader);
        }
        catch (EndOfStreamException cutOff)
        {
            throw new MessagePackSerializationException("The record is cut off.", cutOff);
        }
    }

    /// <summary>Writes an event with its audience.</summary>
    public static void WriteEvent(ref MessagePackWriter writer, RoomEvent made)
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
        writer.WriteRaw(made.Payload.Bytes.Span);
    }

    /// <summary>Reads what <see cref="WriteEvent"/> wrote.</summary>
    public static RoomEvent ReadEvent(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader();
        var offset = reader.ReadInt64();
        var audience = Audience.Everyone;
        if (!reader.TryReadNil())
        {
            var seats = new int[reader.ReadArrayHeader()];
            for (var i = 0; i < seats.Length; i++)
            {
                seats[i] = reader.ReadInt32();
            }

            audience = Audience.Of(seats);
        }

        return new RoomEvent(offset, audience, reader.ReadString()!, ReadPayload(ref reader));
    }

    /// <summary>Writes an answer without its address.</summary>
    public static void WriteAnswer(ref MessagePackWriter writer, CommandAnswer answer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(answer.N);
        writer.Write(answer.Code);
        writer.WriteRaw(answer.Payload.Bytes.Span);
    }

    /// <summary>Reads what <see cref="WriteAnswer"/> wrote.</summary>
    public static CommandAnswer ReadAnswer(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader();
        return new CommandAnswer(reader.ReadInt64(), reader.ReadString(), ReadPayload(ref reader));
    }

    internal static void WriteAttempt(ref MessagePackWriter writer, JoinAttempt? attempt)
    {
        if (attempt is not { } known)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(2);
        writer.Write(known.Stay);
        writer.Write(known.N);
    }

    internal static JoinAttempt? ReadAttempt(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        reader.ReadArrayHeader();
        return new JoinAttempt(reader.ReadInt64(), reader.ReadInt64());
    }

    /// <summary>Reads a payload that this cluster wrote.</summary>
    public static Payload ReadPayload(ref MessagePackReader reader) => Payload.FromTrusted(reader.ReadRaw().ToArray());

    private static TickRecord Read(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader();
        var tick = reader.ReadInt64();
        var operations = new RoomOperation[reader.ReadArrayHeader()];
        for (var i = 0; i < operations.Length; i++)
        {
            operations[i] = ReadOperation(ref reader);
        }

        var events = new RoomEvent[reader.ReadArrayHeader()];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = ReadEvent(ref reader);
        }

        var answers = new SeatAnswer[reader.ReadArrayHeader()];
        for (var i = 0; i < answers.Length; i++)
        {
            reader.ReadArrayHeader();
            answers[i] = new SeatAnswer(reader.ReadInt32(), reader.ReadInt64(), ReadAnswer(ref reader));
        }

        return new TickRecord(
            tick, operations, events, answers, reader.ReadInt64(), reader.TryReadNil() ? null : reader.ReadUInt64(), reader.ReadInt64());
    }

    private static void WriteOperation(ref MessagePackWriter writer, RoomOperation operation)
    {
        switch (operation)
        {
            case SeatPlayer join:
                Begin(ref writer, 1, 6);
                writer.Write(join.PlayerId);
                writer.Write(join.Name);
                writer.Write(join.JoinId);
                writer.WriteRaw(join.Options.Bytes.Span);
                writer.Write(join.HeldAttach);
                WriteAttempt(ref writer, join.Attempt);
                break;
            case VacateSeat leave:
                Begin(ref writer, 2, 2);
                writer.Write(leave.Seat);
                writer.Write(leave.Attach);
                break;
            case MarkAway away:
                Begin(ref writer, 3, 2);
                writer.Write(away.Seat);
                writer.Write(away.Attach);
                break;
            case ApplyInput input:
                Begin(ref writer, 4, 4);
                writer.Write(input.Seat);
                writer.Write(input.Attach);
                writer.Write(input.N);
                writer.WriteRaw(input.Payload.Bytes.Span);
                break;
            case ApplyCommand command:
                Begin(ref writer, 5, 6);
                writer.Write(command.Seat);
                writer.Write(command.Attach);
                writer.Write(command.Stream);
                writer.Write(command.N);
                writer.Write(command.Name);
                writer.WriteRaw(command.Arguments.Bytes.Span);
                break;
            case AcknowledgeAnswers acknowledge:
                Begin(ref writer, 6, 4);
                writer.Write(acknowledge.Seat);
                writer.Write(acknowledge.Attach);
                writer.Write(acknowledge.Stream);
                writer.Write(acknowledge.N);
                break;
            case TakeMail mail:
                Begin(ref writer, 7, 5);
                writer.Write(mail.From);
                writer.Write(mail.Birth);
                writer.Write(mail.N);
                writer.Write(mail.Name);
                writer.WriteRaw(mail.Payload.Bytes.Span);
                break;
            case SettleMail settle:
                Begin(ref writer, 8, 2);
                writer.Write(settle.To);
                writer.Write(settle.N);
                break;
            case SetClock set:
                Begin(ref writer, 9, 1);
                writer.Write(set.UtcMs);
                break;
            default:
                throw new ArgumentException($"{operation.GetType().Name} has no code.", nameof(operation));
        }
    }

    private static RoomOperation ReadOperation(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader();
        var code = reader.ReadInt32();
        return code switch
        {
            1 => new SeatPlayer(
                reader.ReadString()!,
                reader.ReadString()!,
                reader.ReadString()!,
                ReadPayload(ref reader),
                reader.ReadInt64(),
                ReadAttempt(ref reader)),
            2 => new VacateSeat(reader.ReadInt32(), reader.ReadInt64()),
            3 => new MarkAway(reader.ReadInt32(), reader.ReadInt64()),
            4 => new ApplyInput(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64(), ReadPayload(ref reader)),
            5 => new ApplyCommand(
                reader.ReadInt32(),
                reader.ReadInt64(),
                reader.ReadInt64(),
                reader.ReadInt64(),
                reader.ReadString()!,
                ReadPayload(ref reader)),
            6 => new AcknowledgeAnswers(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()),
            7 => new TakeMail(
                reader.ReadString()!, reader.ReadUInt64(), reader.ReadInt64(), reader.ReadString()!, ReadPayload(ref reader)),
            8 => new SettleMail(reader.ReadString()!, reader.ReadInt64()),
            9 => new SetClock(reader.ReadInt64()),
            _ => throw new MessagePackSerializationException($"There is no operation {code}."),
        };
    }

    private static void Begin(ref MessagePackWriter writer, int code, int fields)
    {
        writer.WriteArrayHeader(fields + 1);
        writer.Write(code);
    }
}
