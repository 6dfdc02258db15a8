namespace GameServer.Cluster.Rooms;

/// <summary>What has become of a room that lived.</summary>
internal enum RoomFate
{
    /// <summary>It lives.</summary>
    Lives,

    /// <summary>It has ended and told everyone.</summary>
    Ended,

    /// <summary>Its last image is with its store, and it is to go on elsewhere.</summary>
    HandedOver,

    /// <summary>A later incarnation has begun elsewhere.</summary>
    Superseded,
}
