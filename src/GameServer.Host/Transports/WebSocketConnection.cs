using System.Net.WebSockets;
using Akka.Actor;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Host.Startup;
using GameServer.Protocol;

namespace GameServer.Host.Transports;

/// <summary>What the WebSocket connections of a node share.</summary>
internal sealed record WebSocketServices(
    Greeting Greeting, SessionDoor Door, ServerLifetime Lifetime, ConnectionBounds Bounds, TimeProvider Time);

/// <summary>What bounds a connection.</summary>
/// <param name="OutboxBytes">Bytes that may wait for the client.</param>
/// <param name="HelloTimeout">How long the first message may take.</param>
internal sealed record ConnectionBounds(int OutboxBytes, TimeSpan HelloTimeout);

/// <summary>
/// One WebSocket from its first message to its close: greets, opens a session, and runs the two pumps. Everything that is sent
/// goes through the outbox, refusals too, so there is one sender and one way to close.
/// </summary>
internal sealed class WebSocketConnection(WebSocket socket, WebSocketServices services)
{
    /// <summary>How long the client may take to answer a close frame before the connection is cut.</summary>
    internal static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private const string GoingAway = "The server is going away.";

    private readonly MessageReader reader = new(socket);

    private IActorRef session = ActorRefs.Nobody;

    /// <summary>A connection may break at any moment; these are how that looks from here.</summary>
    internal static bool IsExpected(Exception failure) =>
        failure is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;

    internal async Task RunAsync()
    {
        var first = reader.ReadAsync();
        var isThere = await ArrivesInTimeAsync(first);
        var encoding = isThere && first.IsCompletedSuccessfully && (await first).Kind == InboundKind.Text
            ? FrameEncoding.Text
            : FrameEncoding.Binary;
        var outbox = new Outbox(encoding, services.Bounds.OutboxBytes);
        if (!isThere)
        {
            // Nothing but the close can be said, since the client has not yet chosen an encoding.
            var (code, reason) = services.Lifetime.Stopping.IsCancellationRequested
                ? (CloseCodes.GoingAway, GoingAway)
                : (CloseCodes.Silent, "There was no hello in time.");
            outbox.Close(code, reason);
        }

        var sending = new SendPump(socket, outbox, services.Time).RunAsync();
        using var ended = new CancellationTokenSource();
        var receiving = ReceiveAsync(first, outbox, ended.Token);
        using var drained = services.Lifetime.Drained.Register(() => outbox.Close(CloseCodes.GoingAway, GoingAway));
        using var cut = services.Lifetime.Cut.Register(socket.Abort);
        try
        {
            await Task.WhenAny(receiving, sending);
            outbox.Close(CloseCodes.Normal, "");
            await sending;
            await Task.WhenAny(receiving, Task.Delay(CloseTimeout, services.Time, ended.Token));
        }
        finally
        {
            await ended.CancelAsync();
            if (!receiving.IsCompleted)
            {
                socket.Abort();
            }

            await receiving;
            session.Tell(ConnectionClosed.Instance, ActorRefs.NoSender);
        }
    }

    private async Task<bool> ArrivesInTimeAsync(Task first)
    {
        try
        {
            await first.WaitAsync(services.Bounds.HelloTimeout, services.Time, services.Lifetime.Stopping);
            return true;
        }
        catch (Exception failure) when (failure is TimeoutException || IsExpected(failure))
        {
            return first.IsCompleted;
        }
    }

    private async Task ReceiveAsync(Task<InboundMessage> first, Outbox outbox, CancellationToken ended)
    {
        try
        {
            var message = await first;
            if (message.Kind == InboundKind.Closed)
            {
                return;
            }

            // Not disposed: a session may still leave it after the connection is gone, and it holds nothing but memory.
            var window = new InboundWindow();
            var frames = new InboundFrames(outbox, new FrameBudget(services.Time));
            if (outbox.Closing is null && frames.Take(message) is { Count: > 0 } taken)
            {
                await GreetAsync(taken, outbox, window);
            }

            await new ReceivePump(reader, frames, outbox, window).RunAsync(session, ended);
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            // The connection is over; the session keeps the player's seats for their grace time.
        }
    }

    private async Task GreetAsync(List<ClientFrame> taken, Outbox outbox, InboundWindow window)
    {
        if (await services.Greeting.CheckAsync(taken[0], outbox) is not { } player
            || await services.Door.OpenAsync(player, outbox, window) is not { } opened)
        {
            return;
        }

        session = opened;
        outbox.Write(new WelcomeFrame(
            Limits.Version, player.PlayerId, player.Name, services.Lifetime.Node, Limits.SilenceSeconds));
        taken.RemoveAt(0);
        if (taken.Count > 0)
        {
            await window.EnterAsync(CancellationToken.None);
            session.Tell(new FramesReceived(taken), ActorRefs.NoSender);
        }
    }
}
