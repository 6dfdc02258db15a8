using System.Buffers;
using GameServer.Protocol;

namespace GameServer.Host.Transports.Http;

/// <summary>The frames of one body: those for the room, and the answers to those that need none.</summary>
internal sealed class SentFrames
{
    private readonly ArrayBufferWriter<byte> answers = new();

    /// <param name="frames">All of them.</param>
    /// <param name="encoding">How they are answered.</param>
    internal SentFrames(IReadOnlyList<ClientFrame> frames, FrameEncoding encoding)
    {
        Encoding = encoding;
        foreach (var frame in frames)
        {
            switch (frame)
            {
                case PingFrame { Handle: null } ping:
                    Answer(new PongFrame(null, ping.Nonce, null));
                    break;
                case UnknownFrame unknown:
                    Answer(new ErrorFrame(ErrorCodes.UnknownFrame, $"This version has no frame {unknown.Type}."));
                    break;
                case RefusedFrame refused:
                    Answer(refused.Error);
                    break;
                case HelloFrame or JoinFrame:
                    HasMisplaced = true;
                    break;
                default:
                    ForRoom.Add(frame);
                    break;
            }
        }
    }

    internal FrameEncoding Encoding { get; }

    /// <summary>Whether there are frames that say nothing in a room.</summary>
    internal bool HasMisplaced { get; }

    internal List<ClientFrame> ForRoom { get; } = [];

    internal ReadOnlyMemory<byte> Answers => answers.WrittenMemory;

    private void Answer(ServerFrame frame) => ServerFrames.Encode(answers, Encoding, frame);
}
