using System.Security.Cryptography;
using Akka.Actor;
using Akka.Hosting;
using GameServer.Cluster;
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

    /// <summary>The session, or null if the node takes none; then the outbox has the reason and is closed.</summary>
    internal async Task<IActorRef?> OpenAsync(PlayerIdentity player, Outbox outbox, InboundWindow window)
    {
        // Without this flag, what follows here would run inside the actor that opens the session.
        var opened = new TaskCompletionSource<IActorRef?>(TaskCreationOptions.RunContinuationsAsynchronously);
        actors.Get<SessionsKey>().Tell(new OpenSession(player, outbox, window, opened), ActorRefs.NoSender);
        var session = await WithinPatienceAsync(opened.Task);
        if (session is null)
        {
            Refuse(outbox);
        }

        return session;
    }

    private async Task<IActorRef?> WithinPatienceAsync(Task<IActorRef?> opened)
    {
        try
        {
            return await opened.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            // Should it still open, nobody is there for it any more.
            _ = opened.ContinueWith(
                late => late.Result?.Tell(ConnectionClosed.Instance, ActorRefs.NoSender),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            return null;
        }
    }

    private void Refuse(Outbox outbox)
    {
        var retryAfter = RandomNumberGenerator.GetInt32(MinRetryMs, MaxRetryMs);
        if (lifetime.Stopping.IsCancellationRequested)
        {
            outbox.Write(new GoAwayFrame(GoAwayCodes.ShuttingDown, "This server is going away.", retryAfter));
            outbox.Close(CloseCodes.GoingAway, "The server is going away.");
        }
        else
        {
            outbox.Write(new GoAwayFrame(GoAwayCodes.ServerFull, "This server is full.", retryAfter));
            outbox.Close(CloseCodes.TooSlow, "The server is full.");
        }
    }
}
