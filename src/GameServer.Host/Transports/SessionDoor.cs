using System.Security.Cryptography;
using Akka.Actor;
using Akka.Hosting;
using GameServer.Cluster;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Host.Startup;
using GameServer.Protocol;

namespace GameServer.Host.Transports;

/// <summary>Opens sessions on this node for transports.</summary>
internal sealed class SessionDoor(IReadOnlyActorRegistry actors, ServerLifetime lifetime, TimeProvider time)
{
    private const int MinRetryMs = 2_000;
    private const int MaxRetryMs = 10_000;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    // A stream's room has to be found first, for which the session itself takes no longer than ten seconds.
    private static readonly TimeSpan streamPatience = TimeSpan.FromSeconds(12);

    /// <summary>The session, or null if the node takes none; then the outbox has the reason and is closed.</summary>
    internal async Task<IActorRef?> OpenAsync(PlayerIdentity player, Outbox outbox, InboundWindow window)
    {
        // Without this flag, what follows here would run inside the actor that opens the session.
        var opened = new TaskCompletionSource<IActorRef?>(TaskCreationOptions.RunContinuationsAsynchronously);
        actors.Get<SessionsKey>().Tell(new OpenSession(player, outbox, window, opened), ActorRefs.NoSender);
        var session = await WithinAsync(opened.Task, patience, late => late, CancellationToken.None);
        if (session is null)
        {
            Refuse(outbox);
        }

        return session;
    }

    /// <summary>What became of the stream; null if the node did not say in time or the client is gone.</summary>
    internal Task<StreamOpening?> OpenStreamAsync(
        PlayerIdentity player, PolledRoom room, StreamTicket? ticket, Outbox outbox, CancellationToken aborted)
    {
        var opened = new TaskCompletionSource<StreamOpening>(TaskCreationOptions.RunContinuationsAsynchronously);
        actors.Get<SessionsKey>().Tell(new OpenStream(player, room, ticket, outbox, opened), ActorRefs.NoSender);
        return WithinAsync<StreamOpening>(opened.Task, streamPatience, late => late.Session, aborted);
    }

    private async Task<T?> WithinAsync<T>(Task<T> opened, TimeSpan limit, Func<T, IActorRef?> sessionOf, CancellationToken aborted)
    {
        try
        {
            return await opened.WaitAsync(limit, time, aborted);
        }
        catch (Exception failure) when (failure is TimeoutException or OperationCanceledException)
        {
            // Should it still open, nobody is there for it any more.
            _ = opened.ContinueWith(
                late => sessionOf(late.Result)?.Tell(ConnectionClosed.Instance, ActorRefs.NoSender),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            return default;
        }
    }

    private void Refuse(Outbox outbox)
    {
        if (lifetime.Stopping.IsCancellationRequested)
        {
            outbox.Write(new GoAwayFrame(GoAwayCodes.ShuttingDown, "This server is going away.", lifetime.NextRetryMs()));
            outbox.Close(CloseCodes.GoingAway, "The server is going away.");
        }
        else
        {
            var retryAfter = RandomNumberGenerator.GetInt32(MinRetryMs, MaxRetryMs);
            outbox.Write(new GoAwayFrame(GoAwayCodes.ServerFull, "This server is full.", retryAfter));
            outbox.Close(CloseCodes.TooSlow, "The server is full.");
        }
    }
}
