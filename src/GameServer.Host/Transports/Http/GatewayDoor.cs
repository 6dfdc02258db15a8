using Akka.Actor;
using Akka.Hosting;
using GameServer.Cluster.Gateways;
using GameServer.Host.Startup;
using GameServer.Protocol;

namespace GameServer.Host.Transports.Http;

/// <summary>Passes requests to the gateway of this node and waits for its answers.</summary>
internal sealed class GatewayDoor(IReadOnlyActorRegistry actors, ServerLifetime lifetime, TimeProvider time)
{
    // Should the gateway's own time limits fail, this one holds.
    private static readonly TimeSpan patience = LongPollGatewayActor.MaxWait + TimeSpan.FromSeconds(10);

    // Requests that come within this time have one timer together.
    private static readonly TimeSpan together = TimeSpan.FromSeconds(5);

    private const int RetryMs = 1_000;

    private readonly Lock gate = new();
    private CancellationToken deadline = new(canceled: true);
    private long deadlineSet;

    /// <summary>The answer, at the latest when the server stops; null if the client is gone.</summary>
    /// <param name="make">Makes the request around the promise of its answer.</param>
    /// <param name="stop">When the server stops, the request is answered as soon as this is cancelled.</param>
    /// <param name="aborted">Cancelled when the client is gone.</param>
    internal async Task<GatewayReply?> AskAsync(
        Func<TaskCompletionSource<GatewayReply>, GatewayRequest> make, CancellationToken stop, CancellationToken aborted)
    {
        if (stop.IsCancellationRequested)
        {
            return ShuttingDown();
        }

        // Without this flag, what follows here would run inside the gateway.
        var reply = new TaskCompletionSource<GatewayReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = make(reply);
        var gateway = actors.Get<GatewayKey>();
        gateway.Tell(request, ActorRefs.NoSender);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop, aborted, Deadline());
        try
        {
            return await reply.Task.WaitAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            gateway.Tell(new RequestAborted(request), ActorRefs.NoSender);
            return aborted.IsCancellationRequested ? null
                : stop.IsCancellationRequested ? ShuttingDown()
                : GatewayReply.Refused(ErrorCodes.Busy, "The server could not do it in time.", RetryMs);
        }
    }

    private CancellationToken Deadline()
    {
        lock (gate)
        {
            if (deadline.IsCancellationRequested || time.GetElapsedTime(deadlineSet) >= together)
            {
                deadline = new CancellationTokenSource(patience + together, time).Token;
                deadlineSet = time.GetTimestamp();
            }

            return deadline;
        }
    }

    private GatewayReply ShuttingDown() => GatewayReply.Refused(
        GoAwayCodes.ShuttingDown, "This server is going away.", lifetime.NextRetryMs());
}
