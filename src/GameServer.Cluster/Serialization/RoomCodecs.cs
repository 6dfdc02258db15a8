using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.Rooms;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>The messages to a room, and its answers to those who sent them.</summary>
internal static class RoomCodecs
{
    internal static MessageCodec[] All { get; } =
    [
        new MessageCodec<CreateRoom>(
            "cr1",
            6,
            static (ref MessagePackWriter writer, CreateRoom create) =>
            {
                writer.Write(create.RoomId);
                writer.Write(create.Kind);
                writer.Write(create.IsPrivate);
                writer.Write(create.Seed);
                writer.Write(create.EpochId);
                writer.WritePayload(create.Options);
            },
            static (ref WireReader reader) => new CreateRoom(
                reader.Text(), reader.Text(), reader.Boolean(), reader.UInt64(), reader.Text(), reader.Payload())),
        new MessageCodec<RoomCreated>(
            "rc1",
            3,
            static (ref MessagePackWriter writer, RoomCreated created) =>
            {
                writer.Write(created.RoomId);
                writer.Write(created.Kind);
                writer.Write(created.Seats);
            },
            static (ref WireReader reader) => new RoomCreated(reader.Text(), reader.Text(), reader.Int32())),
        new MessageCodec<RoomNotCreated>(
            "rn1",
            3,
            static (ref MessagePackWriter writer, RoomNotCreated not) =>
            {
                writer.Write(not.RoomId);
                writer.Write(not.Code);
                writer.Write(not.Message);
            },
            static (ref WireReader reader) => new RoomNotCreated(reader.Text(), reader.Text(), reader.Text())),
        new MessageCodec<JoinRoom>(
            "jr1",
            9,
            static (ref MessagePackWriter writer, JoinRoom join) =>
            {
                writer.Write(join.RoomId);
                writer.Write(join.PlayerId);
                writer.Write(join.Name);
                writer.Write(join.JoinId);
                writer.WritePayload(join.Options);
                writer.Write(join.HeldAttach);
                writer.WriteActorRef(join.Session);
                writer.Write(join.OverHttp);
                WriteAttempt(ref writer, join.Attempt);
            },
            static (ref WireReader reader) => new JoinRoom(
                reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Payload(), reader.Int64(), reader.ActorRef(),
                reader.Boolean(), ReadAttempt(ref reader))),
        new MessageCodec<JoinRoomResult>(
            "jd1",
            4,
            static (ref MessagePackWriter writer, JoinRoomResult result) =>
            {
                writer.Write(result.RoomId);
                writer.Write(result.JoinId);
                WriteOutcome(ref writer, result.Outcome);
                writer.WriteActorRef(result.Room);
            },
            static (ref WireReader reader) => new JoinRoomResult(
                reader.Text(), reader.Text(), ReadOutcome(ref reader), reader.ActorRef())),
        new MessageCodec<RoomGone>(
            "rg1",
            1,
            static (ref MessagePackWriter writer, RoomGone gone) => writer.Write(gone.RoomId),
            static (ref WireReader reader) => new RoomGone(reader.Text())),
        new MessageCodec<RoomMail>(
            "ml1",
            7,
            static (ref MessagePackWriter writer, RoomMail mail) =>
            {
                writer.Write(mail.RoomId);
                writer.Write(mail.From);
                writer.Write(mail.Birth);
                writer.Write(mail.N);
                writer.Write(mail.After);
                writer.Write(mail.Name);
                writer.WritePayload(mail.Payload);
            },
            static (ref WireReader reader) => new RoomMail(
                reader.Text(), reader.Text(), reader.UInt64(), reader.Int64(), reader.Int64(), reader.Text(), reader.Payload())),
        new MessageCodec<RoomMailTaken>(
            "mk1",
            4,
            static (ref MessagePackWriter writer, RoomMailTaken taken) =>
            {
                writer.Write(taken.RoomId);
                writer.Write(taken.Birth);
                writer.Write(taken.By);
                writer.Write(taken.N);
            },
            static (ref WireReader reader) => new RoomMailTaken(reader.Text(), reader.UInt64(), reader.Text(), reader.Int64())),
        new MessageCodec<SeatTakenOver>(
            "st1",
            3,
            static (ref MessagePackWriter writer, SeatTakenOver taken) => WriteSeat(ref writer, taken.RoomId, taken.Seat, taken.Attach),
            static (ref WireReader reader) => new SeatTakenOver(reader.Text(), reader.Int32(), reader.Int64())),
        new MessageCodec<SubscribeRelay>(
            "sr1",
            3,
            static (ref MessagePackWriter writer, SubscribeRelay subscribe) =>
            {
                writer.Write(subscribe.RoomId);
                writer.WriteActorRef(subscribe.Relay);
                writer.WriteIntOrNil(subscribe.Format);
            },
            static (ref WireReader reader) => new SubscribeRelay(reader.Text(), reader.ActorRef(), reader.AppendedInt32())),
        new MessageCodec<UnsubscribeRelay>(
            "ur1",
            2,
            static (ref MessagePackWriter writer, UnsubscribeRelay unsubscribe) =>
            {
                writer.Write(unsubscribe.RoomId);
                writer.WriteActorRef(unsubscribe.Relay);
            },
            static (ref WireReader reader) => new UnsubscribeRelay(reader.Text(), reader.ActorRef())),
        new MessageCodec<LeaveRoom>(
            "lr1",
            3,
            static (ref MessagePackWriter writer, LeaveRoom leave) => WriteSeat(ref writer, leave.RoomId, leave.Seat, leave.Attach),
            static (ref WireReader reader) => new LeaveRoom(reader.Text(), reader.Int32(), reader.Int64())),
        new MessageCodec<DetachSeat>(
            "ds1",
            3,
            static (ref MessagePackWriter writer, DetachSeat detach) => WriteSeat(ref writer, detach.RoomId, detach.Seat, detach.Attach),
            static (ref WireReader reader) => new DetachSeat(reader.Text(), reader.Int32(), reader.Int64())),
        new MessageCodec<SeatInput>(
            "si1",
            5,
            static (ref MessagePackWriter writer, SeatInput input) =>
            {
                WriteSeat(ref writer, input.RoomId, input.Seat, input.Attach);
                writer.Write(input.N);
                writer.WritePayload(input.Input);
            },
            static (ref WireReader reader) => new SeatInput(
                reader.Text(), reader.Int32(), reader.Int64(), reader.Int64(), reader.Payload())),
        new MessageCodec<SeatCommand>(
            "sc1",
            7,
            static (ref MessagePackWriter writer, SeatCommand command) =>
            {
                WriteSeat(ref writer, command.RoomId, command.Seat, command.Attach);
                writer.Write(command.Stream);
                writer.Write(command.N);
                writer.Write(command.Name);
                writer.WritePayload(command.Arguments);
            },
            static (ref WireReader reader) => new SeatCommand(
                reader.Text(), reader.Int32(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Text(), reader.Payload())),
        new MessageCodec<CommandNotQueued>(
            "cn1",
            6,
            static (ref MessagePackWriter writer, CommandNotQueued not) =>
            {
                WriteSeat(ref writer, not.RoomId, not.Seat, not.Attach);
                writer.Write(not.Stream);
                writer.Write(not.N);
                WriteOffer(ref writer, not.Offer);
            },
            static (ref WireReader reader) => new CommandNotQueued(
                reader.Text(), reader.Int32(), reader.Int64(), reader.Int64(), reader.Int64(), ReadOffer(ref reader))),
        new MessageCodec<SeatAcknowledge>(
            "sa1",
            5,
            static (ref MessagePackWriter writer, SeatAcknowledge acknowledge) =>
            {
                WriteSeat(ref writer, acknowledge.RoomId, acknowledge.Seat, acknowledge.Attach);
                writer.Write(acknowledge.Stream);
                writer.Write(acknowledge.N);
            },
            static (ref WireReader reader) => new SeatAcknowledge(
                reader.Text(), reader.Int32(), reader.Int64(), reader.Int64(), reader.Int64())),
    ];

    private static void WriteSeat(ref MessagePackWriter writer, string roomId, int seat, long attach)
    {
        writer.Write(roomId);
        writer.Write(seat);
        writer.Write(attach);
    }

    internal static void WriteOutcome(ref MessagePackWriter writer, JoinOutcome outcome)
    {
        writer.WriteArrayHeader(8);
        writer.Write(outcome.RefusalCode);
        writer.Write(outcome.RefusalMessage);
        writer.Write(outcome.Seat);
        writer.Write(outcome.Attach);
        writer.Write(outcome.Offset);
        writer.Write(outcome.Floor);
        writer.Write(outcome.LastInput);
        writer.Write(outcome.Tick);
    }

    internal static JoinOutcome ReadOutcome(ref WireReader reader)
    {
        var outer = reader.Begin();
        var outcome = new JoinOutcome(
            reader.TextOrNil(), reader.TextOrNil(), reader.Int32(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(),
            reader.Int64());
        reader.End(outer);
        return outcome;
    }

    private static void WriteOffer(ref MessagePackWriter writer, CommandOffer offer)
    {
        writer.WriteArrayHeader(3);
        writer.Write((int)offer.Verdict);
        writer.Write(offer.Expected);
        if (offer.Answer is { } answer)
        {
            EnvelopeCodecs.WriteAnswer(ref writer, answer);
        }
        else
        {
            writer.WriteNil();
        }
    }

    private static CommandOffer ReadOffer(ref WireReader reader)
    {
        var outer = reader.Begin();
        var offer = new CommandOffer(
            reader.Enum<CommandVerdict>(),
            reader.Int64(),
            reader.TakeNil() ? null : EnvelopeCodecs.ReadAnswer(ref reader));
        reader.End(outer);
        return offer;
    }

    private static void WriteAttempt(ref MessagePackWriter writer, JoinAttempt? attempt)
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

    /// <summary>Older nodes do not have it.</summary>
    private static JoinAttempt? ReadAttempt(ref WireReader reader)
    {
        if (reader.Left == 0 || reader.TakeNil())
        {
            return null;
        }

        var outer = reader.Begin();
        var attempt = new JoinAttempt(reader.Int64(), reader.Int64());
        reader.End(outer);
        return attempt;
    }
}
