using GameServer.Client.Transport;
using GameServer.Protocol;

namespace GameServer.Client;

/// <summary>How the client is with its server.</summary>
public enum ConnectionState
{
    /// <summary>No connection at the moment; one is being opened, or will be after a pause.</summary>
    Connecting,

    /// <summary>The server has said welcome.</summary>
    Open,

    /// <summary>Over: no further connection will be opened.</summary>
    Closed,
}

/// <summary>What a <see cref="GameClient"/> needs to know.</summary>
public sealed class GameClientOptions
{
    /// <summary>The server, such as <c>http://localhost:8080</c>.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>
    /// Gives the player's token, for each connection and again after the server has refused one. Without it the client makes
    /// a new guest when it first connects.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? Token { get; init; }

    /// <summary>The name of the guest that is made when there is no <see cref="Token"/>; null to get one made up.</summary>
    public string? PlayerName { get; init; }

    /// <summary>Binary unless somebody wants to read along.</summary>
    public FrameEncoding Encoding { get; init; }

    /// <summary>Name and version of the software, for the server's logs; at most 64 bytes.</summary>
    public string Software { get; init; } = "gameserver-dotnet/1";

    /// <summary>The clock behind pings and pauses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Time between two pings: signs of life, and samples for the rooms' clocks. At most 10 s. A server that says nothing for twice as
    /// long and a second is left for another connection; the next one, until it has answered, for all the silence that the server allows.
    /// </summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>An error of the server that no call is waiting for. Comes from the receiving loop: return soon.</summary>
    public Action<ErrorFrame>? OnError { get; init; }

    /// <summary>The connection has come or gone. Comes from the receiving loop: return soon.</summary>
    public Action<ConnectionState>? OnConnection { get; init; }

    internal ITransport? Transport { get; init; }

    internal Random Random { get; init; } = Random.Shared;
}
