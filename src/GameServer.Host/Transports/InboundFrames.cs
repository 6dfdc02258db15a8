using GameServer.Cluster.Relays;
using GameServer.Protocol;

namespace GameServer.Host.Transports;

/// <summary>Turns a client's messages into frames, and closes the connection for those that cannot be.</summary>
internal sealed class InboundFrames(Outbox outbox, FrameBudget budget)
{
    /// <summary>The frames of a message that may go on; none if it was refused, in which case the client has been told.</summary>
    internal List<ClientFrame> Take(InboundMessage message)
    {
        if (message.Kind == InboundKind.TooLarge)
        {
            var error = new ErrorFrame(ErrorCodes.TooLarge, $"A message has at most {Limits.MessageBytes} bytes.");
            return Refuse(error, CloseCodes.TooLarge);
        }

        var expected = outbox.Encoding == FrameEncoding.Text ? InboundKind.Text : InboundKind.Binary;
        if (message.Kind != expected)
        {
            var error = new ErrorFrame(
                ErrorCodes.BadFrame, $"This connection speaks {expected} messages since its first, not {message.Kind} ones.");
            return Refuse(error, CloseCodes.ProtocolError);
        }

        var frames = new List<ClientFrame>();
        if (!ClientFrames.TryDecode(message.Bytes, outbox.Encoding, frames, out var fault))
        {
            return Refuse(fault!, fault!.Code == ErrorCodes.TooLarge ? CloseCodes.TooLarge : CloseCodes.ProtocolError);
        }

        if (budget.Admit(message.Bytes.Length, frames) is { } refusal)
        {
            if (refusal.Error is { } error)
            {
                outbox.Write(error);
            }

            if (refusal.IsFlood)
            {
                outbox.Close(CloseCodes.Flood, "Far too much is sent.");
                return [];
            }
        }

        return frames;
    }

    private List<ClientFrame> Refuse(ErrorFrame error, int closeCode)
    {
        outbox.Write(error);
        outbox.Close(closeCode, error.Code);
        return [];
    }
}
