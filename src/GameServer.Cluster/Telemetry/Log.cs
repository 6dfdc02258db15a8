using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Telemetry;

/// <summary>Everything that the actors log.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Room {RoomId} of game {Kind} begins")]
    internal static partial void RoomCreated(ILogger log, string roomId, string kind);

    [LoggerMessage(101, LogLevel.Information, "Room {RoomId} is empty and ends")]
    internal static partial void RoomEmpty(ILogger log, string roomId);

    [LoggerMessage(102, LogLevel.Error, "Room {RoomId} is lost: game {Kind} failed in tick {Tick}")]
    internal static partial void GameFailed(ILogger log, Exception failure, string roomId, string kind, long tick);

    [LoggerMessage(110, LogLevel.Debug, "Relay of room {RoomId} subscribes")]
    internal static partial void RelaySubscribes(ILogger log, string roomId);

    [LoggerMessage(111, LogLevel.Warning, "Relay of room {RoomId} lost track ({Reason}) and subscribes anew")]
    internal static partial void RelayLostTrack(ILogger log, string roomId, string reason);

    [LoggerMessage(120, LogLevel.Debug, "Session of player {PlayerId} opens")]
    internal static partial void SessionOpened(ILogger log, string playerId);

    [LoggerMessage(121, LogLevel.Debug, "Session of player {PlayerId} ends")]
    internal static partial void SessionEnded(ILogger log, string playerId);

    [LoggerMessage(122, LogLevel.Information, "Session of player {PlayerId} is cut off: {Reason}")]
    internal static partial void SessionCut(ILogger log, string playerId, string reason);

    [LoggerMessage(130, LogLevel.Warning, "Room {RoomId} could not be made: {Reason}")]
    internal static partial void RoomNotCreated(ILogger log, string roomId, string reason);

    [LoggerMessage(140, LogLevel.Information, "The cluster has {Count} nodes: {Nodes}")]
    internal static partial void ClusterChanged(ILogger log, int count, string nodes);
}
