using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>What a client is told of the end of its seat.</summary>
internal static class LeaveReasons
{
    internal const string TakenOver = "Your seat was taken over by another tab or device.";

    internal static (string Code, string Message) Said(LeaveReason reason) => reason switch
    {
        LeaveReason.Left => (LeftCodes.Left, "You left the room."),
        LeaveReason.Kicked => (LeftCodes.Kicked, "The game put you out of the room."),
        _ => (LeftCodes.GraceOver, "Your seat was given up while you were away."),
    };
}
