using Akka.Actor;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;

namespace GameServer.Host.Transports;

/// <summary>Carries a client's messages to its session, no more at a time than the session's window has room for.</summary>
internal sealed class ReceivePump(MessageReader reader, InboundFrames frames, Outbox outbox, InboundWindow window)
{
    /// <summary>Runs until the client closes. After our own close it reads on and drops what comes, so that the close gets through.</summary>
    /// <param name="session">Where frames go.</param>
    /// <param name="ended">Cancelled when the connection is over, whatever the session does.</param>
    internal async Task RunAsync(IActorRef session, CancellationToken ended)
    {
        while (await reader.ReadAsync() is { Kind: not InboundKind.Closed } message)
        {
            if (outbox.Closing is null && frames.Take(message) is { Count: > 0 } taken)
            {
                await window.EnterAsync(ended);
                session.Tell(new FramesReceived(taken), ActorRefs.NoSender);
            }
        }
    }
}
