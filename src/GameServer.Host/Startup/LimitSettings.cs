using GameServer.Cluster;
using GameServer.Protocol;

namespace GameServer.Host.Startup;

/// <summary>Section <c>Limits</c>: the node's bounds.</summary>
internal sealed record LimitSettings : ISettings
{
    internal const string Section = "Limits";

    /// <summary>Sessions on this node.</summary>
    public int Sessions { get; init; } = 5000;

    /// <summary>WebSockets on this node, those that have not said hello among them.</summary>
    public int Connections { get; init; } = 6000;

    /// <summary>
    /// Connections on this node that are no WebSockets over HTTP/1.1, idle ones among them: a client that plays over HTTP has two or three.
    /// </summary>
    public int HttpConnections { get; init; } = 20_000;

    /// <summary>Polls that are held, and event streams, on this node.</summary>
    public int HeldRequests { get; init; } = 5000;

    /// <summary>Sends and joins over HTTP, and polls that are not held, that wait for their answers on this node.</summary>
    public int OpenSends { get; init; } = 5000;

    /// <summary>Event streams of those who watch public rooms without being players, on this node.</summary>
    public int PublicStreams { get; init; } = 1000;

    /// <summary>The same from one address.</summary>
    public int PublicStreamsOfAddress { get; init; } = 64;

    /// <summary>Rooms on this node.</summary>
    public int Rooms { get; init; } = 1000;

    /// <summary>Seconds after which a room whose game does not return is given up, and the node with it.</summary>
    public int StuckSeconds { get; init; } = 10;

    /// <summary>Bytes that may wait for one client.</summary>
    public int OutboxBytes { get; init; } = Limits.ServerMessageBytes;

    /// <summary>New players from one address in a minute.</summary>
    public int NewPlayersPerMinute { get; init; } = 10;

    /// <summary>New players from one address at once.</summary>
    public int NewPlayersBurst { get; init; } = 30;

    internal NodeLimits ForNode() => new() { Sessions = Sessions, Rooms = Rooms, OutboxBytes = OutboxBytes };

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
    [
        .. SettingsReader.OutOfBounds("Limits:Sessions", Sessions, 1, 1_000_000),
        .. SettingsReader.OutOfBounds("Limits:Connections", Connections, 1, 1_000_000),
        .. SettingsReader.OutOfBounds("Limits:HttpConnections", HttpConnections, 1, 1_000_000),
        .. SettingsReader.OutOfBounds("Limits:HeldRequests", HeldRequests, 1, 1_000_000),
        .. SettingsReader.OutOfBounds("Limits:OpenSends", OpenSends, 1, 1_000_000),
        .. SettingsReader.OutOfBounds("Limits:PublicStreams", PublicStreams, 0, 1_000_000),
        .. SettingsReader.OutOfBounds("Limits:PublicStreamsOfAddress", PublicStreamsOfAddress, 1, 1_000_000),
        .. SettingsReader.OutOfBounds("Limits:Rooms", Rooms, 1, 1_000_000),
        .. SettingsReader.OutOfBounds("Limits:StuckSeconds", StuckSeconds, 1, 600),
        // All that waits goes out as one message, and a message has this bound.
        .. SettingsReader.OutOfBounds("Limits:OutboxBytes", OutboxBytes, 32 * 1024, Limits.ServerMessageBytes),
        .. SettingsReader.OutOfBounds("Limits:NewPlayersPerMinute", NewPlayersPerMinute, 1, 1_000_000),
        .. SettingsReader.OutOfBounds("Limits:NewPlayersBurst", NewPlayersBurst, 1, 1_000_000),
    ];
}
