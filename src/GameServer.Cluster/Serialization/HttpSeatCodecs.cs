using System.Buffers;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>What gateways, relays and rooms say to each other about clients that come over HTTP.</summary>
internal static class HttpSeatCodecs
{
    internal static MessageCodec[] All { get; } =
    [
        new MessageCodec<SeatSend>(
            "hs1",
            7,
            static (ref MessagePackWriter writer, SeatSend send) =>
            {
                writer.Write(send.RoomId);
                writer.Write(send.Id);
                writer.Write(send.PlayerId);
                writer.Write(send.Attach);
                writer.Write(Encode(send.Frames).WrittenSpan);
                writer.WriteActorRef(send.ReplyTo);
                writer.WriteIntOrNil(send.Format);
            },
            static (ref WireReader reader) => new SeatSend(
                reader.Text(), reader.Int64(), reader.Text(), reader.Int64(), ReadClientFrames(ref reader), reader.ActorRef(),
                reader.AppendedInt32())),
        new MessageCodec<SeatSent>(
            "ht1",
            3,
            static (ref MessagePackWriter writer, SeatSent sent) =>
            {
                writer.Write(sent.Id);
                writer.Write(Encode(sent.Frames).WrittenSpan);
                writer.Write(sent.Refusal);
            },
            static (ref WireReader reader) => new SeatSent(reader.Int64(), ReadServerFrames(ref reader), reader.TextOrNil())),
        new MessageCodec<SeatsAlive>(
            "ha1",
            3,
            static (ref MessagePackWriter writer, SeatsAlive alive) =>
            {
                writer.Write(alive.RoomId);
                writer.WriteActorRef(alive.Relay);
                writer.WriteList(alive.Seats, WriteSign);
            },
            static (ref WireReader reader) => new SeatsAlive(reader.Text(), reader.ActorRef(), reader.ReadList(ReadSign))),
        new MessageCodec<SeatElsewhere>(
            "he1",
            4,
            static (ref MessagePackWriter writer, SeatElsewhere elsewhere) =>
            {
                writer.Write(elsewhere.RoomId);
                writer.Write(elsewhere.PlayerId);
                writer.Write(elsewhere.Attach);
                writer.Write(elsewhere.IsAway);
            },
            static (ref WireReader reader) => new SeatElsewhere(reader.Text(), reader.Text(), reader.Int64(), reader.Boolean())),
        new MessageCodec<RedeemTicket>(
            "hr1",
            4,
            static (ref MessagePackWriter writer, RedeemTicket redeem) =>
            {
                writer.Write(redeem.RoomId);
                writer.Write(redeem.TicketId);
                writer.Write(redeem.ExpiresAt.ToUnixTimeMilliseconds());
                writer.WriteActorRef(redeem.ReplyTo);
            },
            static (ref WireReader reader) => new RedeemTicket(
                reader.Text(), reader.Text(), DateTimeOffset.FromUnixTimeMilliseconds(reader.Int64()), reader.ActorRef())),
        new MessageCodec<TicketRedeemed>(
            "hd1",
            2,
            static (ref MessagePackWriter writer, TicketRedeemed redeemed) =>
            {
                writer.Write(redeemed.TicketId);
                writer.Write(redeemed.IsGood);
            },
            static (ref WireReader reader) => new TicketRedeemed(reader.Text(), reader.Boolean())),
        new MessageCodec<PollRoom>(
            "hp1",
            13,
            static (ref MessagePackWriter writer, PollRoom poll) =>
            {
                writer.Write(poll.RoomId);
                writer.Write(poll.Id);
                writer.Write(poll.PlayerId);
                writer.Write(poll.Session);
                writer.Write(poll.Handle);
                writer.Write(poll.Attach);
                WriteCursor(ref writer, poll.Cursor);
                writer.Write(poll.Rate);
                writer.Write((int)poll.Encoding);
                writer.Write(poll.Hold.Ticks);
                WriteJoining(ref writer, poll.Joining);
                writer.WriteActorRef(poll.ReplyTo);
                writer.WriteIntOrNil(poll.Format);
            },
            static (ref WireReader reader) => new PollRoom(
                reader.Text(), reader.Int64(), reader.Text(), reader.Text(), reader.Int32(), reader.Int64(), ReadCursor(ref reader),
                reader.Int32(), reader.Enum<FrameEncoding>(), TimeSpan.FromTicks(reader.Int64()), ReadJoining(ref reader),
                reader.ActorRef(), reader.AppendedInt32())),
        new MessageCodec<PollAnswer>(
            "hq1",
            5,
            static (ref MessagePackWriter writer, PollAnswer answer) =>
            {
                writer.Write(answer.RoomId);
                writer.Write(answer.Id);
                writer.Write(answer.Frames.Span);
                WritePosition(ref writer, answer.Position);
                writer.Write(answer.Refusal);
            },
            static (ref WireReader reader) => new PollAnswer(
                reader.Text(), reader.Int64(), reader.Bytes(), ReadPosition(ref reader), reader.TextOrNil())),
        new MessageCodec<EndPoll>(
            "hx1",
            3,
            static (ref MessagePackWriter writer, EndPoll end) =>
            {
                writer.Write(end.RoomId);
                writer.Write(end.Id);
                writer.WriteActorRef(end.ReplyTo);
            },
            static (ref WireReader reader) => new EndPoll(reader.Text(), reader.Int64(), reader.ActorRef())),
    ];

    private static ArrayBufferWriter<byte> Encode(IReadOnlyList<ClientFrame> frames)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        foreach (var frame in frames)
        {
            ClientFrames.Encode(buffer, FrameEncoding.Binary, frame);
        }

        return buffer;
    }

    private static ArrayBufferWriter<byte> Encode(IReadOnlyList<ServerFrame> frames)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        foreach (var frame in frames)
        {
            ServerFrames.Encode(buffer, FrameEncoding.Binary, frame);
        }

        return buffer;
    }

    private static List<ClientFrame> ReadClientFrames(ref WireReader reader)
    {
        var frames = new List<ClientFrame>();
        // Payloads stay slices of what they were read from, so it is a copy of its own.
        var bytes = reader.Bytes().ToArray();
        if (bytes.Length > 0 && !ClientFrames.TryDecode(bytes, FrameEncoding.Binary, frames, out var error))
        {
            throw new MessagePackSerializationException(error!.Message);
        }

        return frames;
    }

    private static List<ServerFrame> ReadServerFrames(ref WireReader reader)
    {
        var frames = new List<ServerFrame>();
        return ServerFrames.TryDecode(reader.Bytes().ToArray(), FrameEncoding.Binary, frames, out var why)
            ? frames
            : throw new MessagePackSerializationException(why);
    }

    private static void WriteSign(ref MessagePackWriter writer, SeatSign sign)
    {
        writer.WriteArrayHeader(3);
        writer.Write(sign.PlayerId);
        writer.Write(sign.Attach);
        writer.Write(sign.NewPoll);
    }

    private static SeatSign ReadSign(ref WireReader reader)
    {
        var outer = reader.Begin();
        var sign = new SeatSign(reader.Text(), reader.Int64(), reader.Boolean());
        reader.End(outer);
        return sign;
    }

    private static void WriteCursor(ref MessagePackWriter writer, Cursor? cursor)
    {
        if (cursor is not { } held)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(5);
        writer.Write(held.Epoch);
        writer.Write(held.EpochId);
        writer.Write(held.Offset);
        writer.Write(held.Baseline);
        writer.Write(held.Attach);
    }

    private static Cursor? ReadCursor(ref WireReader reader)
    {
        if (reader.TakeNil())
        {
            return null;
        }

        var outer = reader.Begin();
        var cursor = new Cursor(reader.Int32(), reader.Text(), reader.Int64(), reader.Int64(), reader.Int64());
        reader.End(outer);
        return cursor;
    }

    private static void WritePosition(ref MessagePackWriter writer, RoomPosition? position)
    {
        if (position is not { } at)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(4);
        writer.Write(at.Epoch);
        writer.Write(at.EpochId);
        writer.Write(at.Offset);
        writer.Write(at.Tick);
    }

    private static RoomPosition? ReadPosition(ref WireReader reader)
    {
        if (reader.TakeNil())
        {
            return null;
        }

        var outer = reader.Begin();
        var position = new RoomPosition(reader.Int32(), reader.TextOrNil(), reader.Int64(), reader.Int64());
        reader.End(outer);
        return position;
    }

    private static void WriteJoining(ref MessagePackWriter writer, JoinedSeat? joining)
    {
        if (joining is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(2);
        writer.Write(joining.JoinId);
        if (joining.Outcome is { } outcome)
        {
            RoomCodecs.WriteOutcome(ref writer, outcome);
        }
        else
        {
            writer.WriteNil();
        }
    }

    private static JoinedSeat? ReadJoining(ref WireReader reader)
    {
        if (reader.TakeNil())
        {
            return null;
        }

        var outer = reader.Begin();
        var joining = new JoinedSeat(reader.Text(), reader.TakeNil() ? null : RoomCodecs.ReadOutcome(ref reader));
        reader.End(outer);
        return joining;
    }
}
