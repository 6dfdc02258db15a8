using Akka.Actor;
using GameServer.Cluster.Relays;
using GameServer.Protocol;

namespace GameServer.Cluster.Sessions;

/// <summary>Who a token says somebody is.</summary>
/// <param name="PlayerId">The subject.</param>
/// <param name="Name">The name, 1–16 characters.</param>
public sealed record PlayerIdentity(string PlayerId, string Name)
{
    /// <summary>One who watches public rooms without being a player.</summary>
    public static PlayerIdentity Nobody { get; } = new("", "");
}

/// <summary>A transport has an authenticated connection and wants a session for it.</summary>
/// <param name="Player">Who it is.</param>
/// <param name="Outbox">Where frames for the client go.</param>
/// <param name="Window">How much the transport may hand over before the session has dealt with it.</param>
/// <param name="Opened">Completed with the session, or with null if the node is full.</param>
public sealed record OpenSession(
    PlayerIdentity Player, Outbox Outbox, InboundWindow Window, TaskCompletionSource<IActorRef?> Opened)
    : INoSerializationVerificationNeeded;

/// <summary>What came in one message of the client.</summary>
public sealed record FramesReceived(IReadOnlyList<ClientFrame> Frames) : INoSerializationVerificationNeeded;

/// <summary>The connection is no more.</summary>
public sealed class ConnectionClosed : INoSerializationVerificationNeeded
{
    private ConnectionClosed()
    {
    }

    /// <summary>The one instance.</summary>
    public static ConnectionClosed Instance { get; } = new();
}

/// <summary>The node goes away: serve the client a while yet, then tell it to come back elsewhere.</summary>
/// <param name="ServeFor">How long to serve it.</param>
/// <param name="GoAway">What to tell it.</param>
public sealed record DrainSession(TimeSpan ServeFor, GoAwayFrame GoAway) : INoSerializationVerificationNeeded;

/// <summary>
/// Keeps a client from filling its session's mailbox: a transport enters before it hands messages over and waits at the bound, so
/// the client's own connection backs up.
/// </summary>
public sealed class InboundWindow : IDisposable
{
    /// <summary>Messages that may be on their way to the session.</summary>
    public const int Messages = 32;

    private readonly SemaphoreSlim free = new(Messages, Messages);

    /// <summary>Waits for a place.</summary>
    public Task EnterAsync(CancellationToken cancellation) => free.WaitAsync(cancellation);

    /// <summary>The session has dealt with a message.</summary>
    public void Leave() => free.Release();

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();
}
