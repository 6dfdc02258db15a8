using GameServer.Protocol;

namespace GameServer.Cluster.Rooms;

/// <summary>Which handle a frame of a room names.</summary>
internal static class FrameHandles
{
    internal static int Of(ClientFrame frame) => frame switch
    {
        InputFrame input => input.Handle,
        CommandFrame command => command.Handle,
        AckFrame ack => ack.Handle,
        LeaveFrame leave => leave.Handle,
        PingFrame { Handle: { } handle } => handle,
        _ => 0,
    };
}
