namespace GameServer.Host.Telemetry;

/// <summary>Everything that the host logs.</summary>
internal static partial class HostLog
{
    [LoggerMessage(200, LogLevel.Information, "A connection was refused: {Reason}")]
    internal static partial void ConnectionRefused(ILogger log, string reason);

    [LoggerMessage(201, LogLevel.Information, "The server stops: clients are asked to come back within {Spread}")]
    internal static partial void Draining(ILogger log, TimeSpan spread);

    [LoggerMessage(202, LogLevel.Warning, "The server stops on an operator's word")]
    internal static partial void SteeredToDrain(ILogger log);

    [LoggerMessage(
        204,
        LogLevel.Critical,
        "This node does not join: its Auth:SigningKey is another than that of {Seed}, and each would refuse the other's players")]
    internal static partial void OtherKey(ILogger log, string seed);

    [LoggerMessage(
        203,
        LogLevel.Critical,
        "Room {RoomId} of game {Kind} has not returned for {Seconds} s and is lost; this node hands its other rooms over and ends")]
    internal static partial void RoomStuck(ILogger log, string roomId, string kind, double seconds);

    [LoggerMessage(
        206,
        LogLevel.Critical,
        "This node does not join: something listens at {Seeds} and has not answered for {Seconds} s; it ends, to begin anew with other connections")]
    internal static partial void NoAnswer(ILogger log, string seeds, double seconds);

    [LoggerMessage(
        207,
        LogLevel.Critical,
        "There are two clusters: {Seeds} are in another than this node, which has begun while those could not be reached; it ends, to join them")]
    internal static partial void OtherCluster(ILogger log, string seeds);

    [LoggerMessage(205, LogLevel.Warning, "The database does not answer: nobody gets a new name or token")]
    internal static partial void ClaimsUnavailable(ILogger log, Exception failure);
}
