using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Lobby;

/// <summary>The room that a join names itself.</summary>
internal static class RoomTarget
{
    /// <summary>The id of the room, or null if what the join names cannot be one.</summary>
    internal static string? Find(JoinFrame join) =>
        join.How == JoinBy.Room && StandingRooms.TryParse(join.Target, out _, out _) ? join.Target : RoomCode.Parse(join.Target);
}
