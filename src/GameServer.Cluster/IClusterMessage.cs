namespace GameServer.Cluster;

/// <summary>A message that may cross nodes.</summary>
public interface IClusterMessage;

/// <summary>A message for a room, which sharding finds by its id.</summary>
public interface IRoomMessage : IClusterMessage
{
    /// <summary>The room's id.</summary>
    string RoomId { get; }
}
