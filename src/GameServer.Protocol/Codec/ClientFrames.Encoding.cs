using System.Buffers;
using GameServer.Protocol.Wire;
using MessagePack;

namespace GameServer.Protocol;

public static partial class ClientFrames
{
    /// <summary>Writes one frame; several may follow one another in a message.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="encoding">The encoding of the connection.</param>
    /// <param name="frame">A frame that the server will find valid; nothing is checked here.</param>
    /// <exception cref="ArgumentException">An <see cref="UnknownFrame"/> or <see cref="RefusedFrame"/>, which nobody sends.</exception>
    public static void Encode(IBufferWriter<byte> output, FrameEncoding encoding, ClientFrame frame)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(frame);
        FrameWriting.Write(output, encoding, frame, Write);
    }

    private static void Write(ref MessagePackWriter writer, ClientFrame frame)
    {
        switch (frame)
        {
            case HelloFrame hello:
                FrameWriting.Begin(ref writer, FrameTypes.Hello, 3);
                writer.Write(hello.Version);
                writer.Write(hello.Token);
                writer.Write(hello.Client);
                break;
            case JoinFrame join:
                Write(ref writer, join);
                break;
            case LeaveFrame leave:
                FrameWriting.Begin(ref writer, FrameTypes.Leave, 1);
                writer.Write(leave.Handle);
                break;
            case InputFrame input:
                FrameWriting.Begin(ref writer, FrameTypes.Input, 3);
                writer.Write(input.Handle);
                writer.Write(input.N);
                writer.WriteRaw(input.Payload.Bytes.Span);
                break;
            case CommandFrame command:
                FrameWriting.Begin(ref writer, FrameTypes.Command, 5);
                writer.Write(command.Handle);
                writer.Write(command.Stream);
                writer.Write(command.N);
                writer.Write(command.Name);
                writer.WriteRaw(command.Payload.Bytes.Span);
                break;
            case AckFrame ack:
                FrameWriting.Begin(ref writer, FrameTypes.Ack, 3);
                writer.Write(ack.Handle);
                writer.Write(ack.Stream);
                writer.Write(ack.N);
                break;
            case PingFrame ping:
                FrameWriting.Begin(ref writer, FrameTypes.Ping, 2);
                FrameWriting.WriteOrNil(ref writer, ping.Handle);
                writer.Write(ping.Nonce);
                break;
            default:
                throw new ArgumentException($"A {frame.GetType().Name} is never sent.", nameof(frame));
        }
    }

    private static void Write(ref MessagePackWriter writer, JoinFrame join)
    {
        FrameWriting.Begin(ref writer, FrameTypes.Join, join.Attempt is null ? 8 : 9);
        writer.Write(join.Handle);
        writer.Write(join.JoinId);
        writer.Write(join.How switch
        {
            JoinBy.Quick => "quick",
            JoinBy.Room => "room",
            JoinBy.Code => "code",
            _ => "create",
        });
        writer.Write(join.Target);
        writer.Write(join.Watch);
        writer.Write(join.Rate);
        if (join.Cursor is { } cursor)
        {
            writer.WriteArrayHeader(5);
            writer.Write(cursor.Epoch);
            writer.Write(cursor.EpochId);
            writer.Write(cursor.Offset);
            writer.Write(cursor.Baseline);
            writer.Write(cursor.Attach);
        }
        else
        {
            writer.WriteNil();
        }
        writer.WriteRaw(join.Options.Bytes.Span);
        if (join.Attempt is { } attempt)
        {
            writer.WriteArrayHeader(2);
            writer.Write(attempt.Stay);
            writer.Write(attempt.N);
        }
    }
}
