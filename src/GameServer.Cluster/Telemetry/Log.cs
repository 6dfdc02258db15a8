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

    [LoggerMessage(113, LogLevel.Error, "{Message} of room {RoomId} is not sent to another node: its {Bytes} bytes are too many")]
    internal static partial void MessageTooLarge(ILogger log, string message, string roomId, int bytes);

    [LoggerMessage(114, LogLevel.Error, "A message of room {RoomId} that came in pieces cannot be read: {Reason}")]
    internal static partial void PiecesUnread(ILogger log, string roomId, string reason);

    [LoggerMessage(112, LogLevel.Debug, "Relay of room {RoomId} follows epoch {Epoch}")]
    internal static partial void RelayFollows(ILogger log, string roomId, int epoch);

    [LoggerMessage(120, LogLevel.Debug, "Session of player {PlayerId} opens")]
    internal static partial void SessionOpened(ILogger log, string playerId);

    [LoggerMessage(121, LogLevel.Debug, "Session of player {PlayerId} ends")]
    internal static partial void SessionEnded(ILogger log, string playerId);

    [LoggerMessage(122, LogLevel.Information, "Session of player {PlayerId} is cut off: {Reason}")]
    internal static partial void SessionCut(ILogger log, string playerId, string reason);

    [LoggerMessage(123, LogLevel.Debug, "Session of player {PlayerId} asks room {RoomId} for a seat")]
    internal static partial void SessionAsks(ILogger log, string playerId, string roomId);

    [LoggerMessage(130, LogLevel.Warning, "Room {RoomId} could not be made: {Reason}")]
    internal static partial void RoomNotCreated(ILogger log, string roomId, string reason);

    [LoggerMessage(131, LogLevel.Warning, "Room {RoomId} has ended with {Count} letters on their way to other rooms")]
    internal static partial void MailGivenUp(ILogger log, string roomId, int count);

    [LoggerMessage(140, LogLevel.Information, "The cluster has {Count} nodes: {Nodes}")]
    internal static partial void ClusterChanged(ILogger log, int count, string nodes);

    [LoggerMessage(150, LogLevel.Information, "{Count} rooms of {Node}, which was removed, are woken")]
    internal static partial void StoreWakes(ILogger log, int count, string node);

    [LoggerMessage(148, LogLevel.Information, "Room {RoomId} is woken for {Node}, which cannot")]
    internal static partial void WakesForOther(ILogger log, string roomId, Akka.Actor.Address node);

    [LoggerMessage(151, LogLevel.Information, "Room {RoomId} goes on from record {Record} at tick {Tick} with state {State:x16}, as epoch {Epoch}")]
    internal static partial void RoomRecovered(ILogger log, string roomId, long record, long tick, ulong state, int epoch);

    [LoggerMessage(152, LogLevel.Error, "Room {RoomId} is rewound to tick {Tick}: {Reason}")]
    internal static partial void RoomRewound(ILogger log, string roomId, long tick, string reason);

    [LoggerMessage(153, LogLevel.Warning, "Room {RoomId} is held up: {Reason}")]
    internal static partial void RoomHeldUp(ILogger log, string roomId, string reason);

    [LoggerMessage(154, LogLevel.Information, "Room {RoomId} goes on")]
    internal static partial void RoomGoesOn(ILogger log, string roomId);

    [LoggerMessage(155, LogLevel.Warning, "Room {RoomId} stops here: a later epoch has begun")]
    internal static partial void RoomSuperseded(ILogger log, string roomId);

    [LoggerMessage(156, LogLevel.Information, "Room {RoomId} is handed over at tick {Tick} with state {State:x16}")]
    internal static partial void RoomHandedOver(ILogger log, string roomId, long tick, ulong state);

    [LoggerMessage(157, LogLevel.Error, "Room {RoomId} could not be handed over in time; it goes on from record {Record}")]
    internal static partial void RoomLeftBehind(ILogger log, string roomId, long record);

    [LoggerMessage(158, LogLevel.Error, "Room {RoomId} of game {Kind} cannot be recovered: {Reason}")]
    internal static partial void RoomNotRecovered(ILogger log, string roomId, string kind, string reason);

    [LoggerMessage(148, LogLevel.Warning, "Room {RoomId} waits for a node of a newer version: {Reason}")]
    internal static partial void RoomLeftToNewer(ILogger log, string roomId, string reason);

    [LoggerMessage(149, LogLevel.Warning, "Room {RoomId} is stopped and ends, for no other node can go on with it")]
    internal static partial void RoomStopped(ILogger log, string roomId);

    [LoggerMessage(159, LogLevel.Warning, "Copies of rooms were not taken over by other nodes within {Seconds} s")]
    internal static partial void CopiesLeftBehind(ILogger log, double seconds);

    [LoggerMessage(160, LogLevel.Error, "Room {RoomId} stops, to go on from its journal: {Reason}")]
    internal static partial void RoomJournalLost(ILogger log, string roomId, string reason);

    [LoggerMessage(161, LogLevel.Error, "Room {RoomId} cannot be read from its journal: {Reason}")]
    internal static partial void RoomJournalUnread(ILogger log, string roomId, string reason);

    [LoggerMessage(170, LogLevel.Debug, "Room {RoomId} stops, for its shard moves")]
    internal static partial void RoomStops(ILogger log, string roomId);

    [LoggerMessage(171, LogLevel.Debug, "The last image of room {RoomId} is at {Node}")]
    internal static partial void RoomStored(ILogger log, string roomId, string node);

    [LoggerMessage(172, LogLevel.Debug, "Copies of room {RoomId} are sealed for epoch {Epoch}; members: {Members}")]
    internal static partial void RecoveryAsks(ILogger log, string roomId, int epoch, int members);

    [LoggerMessage(173, LogLevel.Debug, "The copy of room {RoomId} at {Node} is fetched for epoch {Epoch}")]
    internal static partial void RecoveryFetches(ILogger log, string roomId, string node, int epoch);

    [LoggerMessage(174, LogLevel.Debug, "The copy of room {RoomId} is here: {Bytes} bytes")]
    internal static partial void RecoveryFetched(ILogger log, string roomId, int bytes);

    [LoggerMessage(175, LogLevel.Debug, "Room {RoomId} of epoch {Epoch} begins with relay {Relay}")]
    internal static partial void RoomIsFollowed(ILogger log, string roomId, int epoch, Akka.Actor.ActorPath relay);
}
