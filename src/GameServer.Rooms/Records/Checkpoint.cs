using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Rooms;

/// <summary>
/// The whole deterministic state of a room as bytes: tables, seats, streams, mail, chance, clock and numbers, and at the end their hash, so that
/// a damaged checkpoint is never taken for a room.
/// </summary>
internal static class Checkpoint
{
    private const int Format = 3;
    private const int HashBytes = sizeof(ulong);

    internal static ReadOnlyMemory<byte> Write(RoomMachine machine)
    {
        var buffer = WriteState(machine);
        var hash = XxHash3.HashToUInt64(buffer.WrittenSpan);
        BinaryPrimitives.WriteUInt64BigEndian(buffer.GetSpan(HashBytes), hash);
        buffer.Advance(HashBytes);
        return buffer.WrittenMemory;
    }

    internal static ulong Hash(RoomMachine machine) => XxHash3.HashToUInt64(WriteState(machine).WrittenSpan);

    /// <returns>The version of the game that made it.</returns>
    internal static int Read(RoomMachine machine, ReadOnlyMemory<byte> checkpoint)
    {
        if (checkpoint.Length < HashBytes)
        {
            throw new InvalidDataException("The checkpoint is cut off.");
        }

        var state = checkpoint[..^HashBytes];
        if (XxHash3.HashToUInt64(state.Span) != BinaryPrimitives.ReadUInt64BigEndian(checkpoint.Span[^HashBytes..]))
        {
            throw new InvalidDataException("The checkpoint is damaged: its hash differs.");
        }

        return ReadState(machine, state);
    }

    private static ArrayBufferWriter<byte> WriteState(RoomMachine machine)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(16);
        writer.Write(Format);
        writer.Write(machine.Settings.Kind);
        writer.Write(machine.Settings.Version);
        writer.Write(machine.Birth);
        writer.Write(machine.Clock.UtcMs);
        writer.Write(machine.Clock.Tick);
        writer.Write(machine.Tick);
        writer.Write(machine.Chance.State);
        writer.Write(machine.LastId);
        writer.Write(machine.LastAttach);
        writer.Write(machine.Log.Head);
        writer.WriteArrayHeader(machine.Seats.Occupied.Count);
        foreach (var seat in machine.Seats.Occupied)
        {
            WriteSeat(ref writer, seat);
        }

        WriteMail(ref writer, machine);
        machine.Tables.WriteCheckpoint(ref writer);
        writer.Flush();
        return buffer;
    }

    private static int ReadState(RoomMachine machine, ReadOnlyMemory<byte> state)
    {
        var reader = new MessagePackReader(state);
        try
        {
            reader.ReadArrayHeader();
            // What a later format adds is read here by the number that the checkpoint has.
            Expect("format", Format, Format, reader.ReadInt32());
            var kind = reader.ReadString();
            if (kind != machine.Settings.Kind)
            {
                throw new InvalidDataException($"The checkpoint is of game '{kind}'; this room needs '{machine.Settings.Kind}'.");
            }

            var version = reader.ReadInt32();
            Expect("version", machine.Settings.OldestVersion, machine.Settings.Version, version);
            machine.RestoreTo(
                reader.ReadUInt64(),
                (reader.ReadInt64(), reader.ReadInt64()),
                reader.ReadInt64(),
                reader.ReadUInt64(),
                reader.ReadInt64(),
                reader.ReadInt64(),
                reader.ReadInt64());
            var seats = reader.ReadArrayHeader();
            for (var i = 0; i < seats; i++)
            {
                machine.Seats.Add(ReadSeat(ref reader));
            }

            ReadMail(ref reader, machine);
            machine.Tables.ReadCheckpoint(ref reader, mayLack: version != machine.Settings.Version);
            if (!reader.End)
            {
                throw new InvalidDataException("The checkpoint has more than this game knows of.");
            }

            return version;
        }
        catch (Exception broken) when (broken is MessagePackSerializationException or EndOfStreamException)
        {
            throw new InvalidDataException("The checkpoint has another shape than this game.", broken);
        }
    }

    private static void WriteMail(ref MessagePackWriter writer, RoomMachine machine)
    {
        writer.Write(machine.Outbox.Last);
        writer.WriteArrayHeader(machine.Outbox.Letters.Count);
        foreach (var letter in machine.Outbox.Letters)
        {
            writer.WriteArrayHeader(4);
            writer.Write(letter.N);
            writer.Write(letter.To);
            writer.Write(letter.Name);
            writer.WriteRaw(letter.Payload.Bytes.Span);
        }

        writer.WriteArrayHeader(machine.Inbox.Senders.Count);
        foreach (var sender in machine.Inbox.Senders)
        {
            writer.WriteArrayHeader(3);
            writer.Write(sender.RoomId);
            writer.Write(sender.Birth);
            writer.Write(sender.Last);
        }
    }

    private static void ReadMail(ref MessagePackReader reader, RoomMachine machine)
    {
        var last = reader.ReadInt64();
        var letters = new Letter[reader.ReadArrayHeader()];
        for (var i = 0; i < letters.Length; i++)
        {
            reader.ReadArrayHeader();
            letters[i] = new Letter(reader.ReadInt64(), reader.ReadString()!, reader.ReadString()!, RecordCodec.ReadPayload(ref reader));
        }

        machine.Outbox.Restore(last, letters);
        var senders = new MailSender[reader.ReadArrayHeader()];
        for (var i = 0; i < senders.Length; i++)
        {
            reader.ReadArrayHeader();
            senders[i] = new MailSender(reader.ReadString()!, reader.ReadUInt64(), reader.ReadInt64());
        }

        machine.Inbox.Restore(senders);
    }

    private static void WriteSeat(ref MessagePackWriter writer, Seat seat)
    {
        writer.WriteArrayHeader(14);
        writer.Write(seat.Index);
        writer.Write(seat.PlayerId);
        writer.Write(seat.Name);
        writer.Write(seat.FirstAttach);
        writer.Write(seat.Attach);
        writer.Write(seat.JoinId);
        RecordCodec.WriteAttempt(ref writer, seat.Attempts.Current);
        writer.WriteArrayHeader(seat.Attempts.Known.Count);
        foreach (var attempt in seat.Attempts.Known)
        {
            RecordCodec.WriteAttempt(ref writer, attempt);
        }

        writer.Write(seat.FirstOffset);
        writer.Write(seat.AwaySince ?? -1);
        writer.Write(seat.AppliedInput);
        writer.WriteRaw(seat.Input.Bytes.Span);
        writer.Write(seat.Commands.Uses);
        writer.WriteArrayHeader(seat.Commands.All.Count);
        foreach (var stream in seat.Commands.All)
        {
            writer.WriteArrayHeader(5);
            writer.Write(stream.Id);
            writer.Write(stream.LastApplied);
            writer.Write(stream.Acknowledged);
            writer.Write(stream.LastUse);
            writer.WriteArrayHeader(stream.Answers.Count);
            foreach (var answer in stream.Answers)
            {
                RecordCodec.WriteAnswer(ref writer, answer);
            }
        }
    }

    private static Seat ReadSeat(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader();
        var (index, player, name) = (reader.ReadInt32(), reader.ReadString()!, reader.ReadString()!);
        var (firstAttach, attach) = (reader.ReadInt64(), reader.ReadInt64());
        var (joinId, attempt) = (reader.ReadString()!, RecordCodec.ReadAttempt(ref reader));
        var attempts = new JoinAttempt[reader.ReadArrayHeader()];
        for (var i = 0; i < attempts.Length; i++)
        {
            attempts[i] = RecordCodec.ReadAttempt(ref reader) ?? throw new InvalidDataException("A join of the checkpoint has no number.");
        }

        var firstOffset = reader.ReadInt64();
        var (away, lastInput) = (reader.ReadInt64(), reader.ReadInt64());
        var seat = new Seat(index, player, name)
        {
            FirstAttach = firstAttach,
            Attach = attach,
            JoinId = joinId,
            FirstOffset = firstOffset,
            AwaySince = away < 0 ? null : away,
            AppliedInput = lastInput,
            Input = RecordCodec.ReadPayload(ref reader),
        };
        seat.Attempts.Restore(attempts, attempt);
        seat.Inputs.Applied(lastInput);
        var uses = reader.ReadInt64();
        var streams = new CommandStream[reader.ReadArrayHeader()];
        for (var i = 0; i < streams.Length; i++)
        {
            reader.ReadArrayHeader();
            streams[i] = new CommandStream(reader.ReadInt64())
            {
                LastApplied = reader.ReadInt64(),
                Acknowledged = reader.ReadInt64(),
                LastUse = reader.ReadInt64(),
            };
            var answers = reader.ReadArrayHeader();
            for (var a = 0; a < answers; a++)
            {
                streams[i].Answers.Enqueue(RecordCodec.ReadAnswer(ref reader));
            }
        }

        seat.Commands.Restore(streams, uses);
        return seat;
    }

    private static void Expect(string what, int oldest, int newest, int found)
    {
        if (found > newest)
        {
            throw new NewerVersionException($"The checkpoint's {what} is {found}; this node has {newest}.");
        }

        if (found < oldest)
        {
            throw new InvalidDataException($"The checkpoint's {what} is {found}; this room needs {oldest} at least.");
        }
    }
}
