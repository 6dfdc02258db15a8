using GameServer.Cluster.Relays;
using GameServer.Protocol;

namespace GameServer.Cluster.Gateways;

/// <summary>Answers made of frames.</summary>
internal static class GatewayFrames
{
    internal static GatewayReply Reply(FrameEncoding encoding, IReadOnlyList<ServerFrame> frames)
    {
        if (frames.Count == 0)
        {
            return GatewayReply.Empty;
        }

        var outbox = new Outbox(encoding, Limits.ServerMessageBytes);
        foreach (var frame in frames)
        {
            outbox.Write(frame);
        }

        return new GatewayReply(outbox.Take(), null, null);
    }

    internal static GatewayReply RoomGone(FrameEncoding encoding, int handle) =>
        Reply(encoding, [new LeftFrame(handle, LeftCodes.RoomGone, "The room is not there any more.")]);

    internal static GatewayReply Refused(string code) => code switch
    {
        ErrorCodes.NotJoined => GatewayReply.Refused(code, "You have no seat in this room by that attach: join, with the cursor you hold."),
        PollRefusals.Superseded => GatewayReply.Refused(code, "A newer poll of this session is there."),
        ErrorCodes.WatchRefused => GatewayReply.Refused(code, "This game has no watchers."),
        ErrorCodes.TooLarge => GatewayReply.Refused(code, "The room's state is larger than an answer may be."),
        _ => GatewayReply.Refused(ErrorCodes.Busy, "The server could not do it in time.", 1000),
    };
}
