using System.Buffers;
using GameServer.Protocol.Wire;
using MessagePack;

namespace GameServer.Protocol;

public static partial class ServerFrames
{
    /// <summary>Writes one frame; several may follow one another in a message. For what many get alike, see <see cref="WriteShared"/>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="encoding">The encoding of the connection.</param>
    /// <param name="frame">The frame.</param>
    public static void Encode(IBufferWriter<byte> output, FrameEncoding encoding, ServerFrame frame)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(frame);
        FrameWriting.Write(output, encoding, frame, Write);
    }

    private static void Write(ref MessagePackWriter writer, ServerFrame frame)
    {
        switch (frame)
        {
            case WelcomeFrame welcome:
                FrameWriting.Begin(ref writer, FrameTypes.Welcome, 5);
                writer.Write(welcome.Version);
                writer.Write(welcome.PlayerId);
                writer.Write(welcome.Name);
                writer.Write(welcome.Node);
                writer.Write(welcome.Heartbeat);
                break;
            case JoinedFrame joined:
                Write(ref writer, joined);
                break;
            case EventsFrame events:
                Write(ref writer, events);
                break;
            case AnswerFrame answer:
                FrameWriting.Begin(ref writer, FrameTypes.Answer, 5);
                writer.Write(answer.Handle);
                writer.Write(answer.Stream);
                writer.Write(answer.N);
                writer.Write(answer.Code);
                writer.WriteRaw(answer.Payload.Bytes.Span);
                break;
            case FullFrame full:
                FrameWriting.Begin(ref writer, FrameTypes.Full, 7);
                writer.Write(full.Handle);
                writer.Write(full.Input);
                writer.Write(full.Epoch);
                writer.Write(full.EpochId);
                writer.Write(full.Tick);
                StateCodec.WriteSchema(ref writer, full.Schema);
                writer.WriteRaw(full.Tables.Span);
                break;
            case DeltaFrame delta:
                FrameWriting.Begin(ref writer, FrameTypes.Delta, 5);
                writer.Write(delta.Handle);
                writer.Write(delta.Input);
                writer.Write(delta.From);
                writer.Write(delta.Tick);
                writer.WriteRaw(delta.Tables.Span);
                break;
            case ResyncFrame resync:
                FrameWriting.Begin(ref writer, FrameTypes.Resync, 5);
                writer.Write(resync.Handle);
                writer.Write(resync.Epoch);
                writer.Write(resync.EpochId);
                writer.Write(resync.Offset);
                writer.Write(resync.Reason);
                break;
            case PongFrame pong:
                Write(ref writer, pong);
                break;
            case LeftFrame left:
                FrameWriting.Begin(ref writer, FrameTypes.Left, 3);
                writer.Write(left.Handle);
                writer.Write(left.Code);
                writer.Write(left.Message);
                break;
            case ErrorFrame error:
                FrameWriting.Begin(ref writer, FrameTypes.Error, 4);
                writer.Write(error.Code);
                writer.Write(error.Message);
                FrameWriting.WriteOrNil(ref writer, error.Handle);
                writer.WriteRaw(error.Details.Bytes.Span);
                break;
            case GoAwayFrame goAway:
                FrameWriting.Begin(ref writer, FrameTypes.GoAway, 3);
                writer.Write(goAway.Code);
                writer.Write(goAway.Message);
                writer.Write(goAway.RetryAfter);
                break;
            case HeldFrame held:
                FrameWriting.Begin(ref writer, FrameTypes.Held, 2);
                writer.Write(held.Handle);
                writer.Write(held.IsHeldUp);
                break;
            default:
                throw new ArgumentException($"A {frame.GetType().Name} is no frame of this protocol.", nameof(frame));
        }
    }

    private static void Write(ref MessagePackWriter writer, JoinedFrame joined)
    {
        FrameWriting.Begin(ref writer, FrameTypes.Joined, 13);
        writer.Write(joined.Handle);
        writer.Write(joined.JoinId);
        writer.Write(joined.RoomId);
        writer.Write(joined.Kind);
        writer.Write(joined.Seat);
        writer.Write(joined.Attach);
        writer.Write(joined.Epoch);
        writer.Write(joined.EpochId);
        writer.Write(joined.Offset);
        writer.Write(joined.Input);
        writer.Write(joined.TickRate);
        writer.Write(joined.Private);
        writer.Write(joined.Tick);
    }

    private static void Write(ref MessagePackWriter writer, EventsFrame events)
    {
        FrameWriting.Begin(ref writer, FrameTypes.Events, 4);
        writer.Write(events.Handle);
        writer.Write(events.From);
        writer.Write(events.To);
        writer.WriteArrayHeader(events.Events.Count);
        foreach (var item in events.Events)
        {
            Write(ref writer, item);
        }
    }

    private static void Write(ref MessagePackWriter writer, PongFrame pong)
    {
        FrameWriting.Begin(ref writer, FrameTypes.Pong, 3);
        FrameWriting.WriteOrNil(ref writer, pong.Handle);
        writer.Write(pong.Nonce);
        if (pong.Time is { } time)
        {
            writer.Write(time);
        }
        else
        {
            writer.WriteNil();
        }
    }

    internal static void Write(ref MessagePackWriter writer, EventItem item)
    {
        writer.WriteArrayHeader(3);
        writer.Write(item.Offset);
        writer.Write(item.Name);
        writer.WriteRaw(item.Payload.Bytes.Span);
    }
}
