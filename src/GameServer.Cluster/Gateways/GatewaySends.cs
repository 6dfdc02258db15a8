using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;

namespace GameServer.Cluster.Gateways;

/// <summary>The sends that wait for their rooms.</summary>
internal sealed class GatewaySends(IActorRef rooms, NodeServices services, IActorContext context)
{
    // The room answers in time by its own clock; this is for a room that is moving.
    private static readonly TimeSpan patience = LongPollGatewayActor.SendWait + TimeSpan.FromSeconds(3);

    private readonly Dictionary<long, (HttpSend Asked, long Since)> waiting = [];
    private readonly KnownActors found = new(context, services.Time);
    private readonly IActorRef self = context.Self;

    // A worker that begins anew must not take an answer to its former self for one of its own: its numbers begin above those.
    private long last = services.Time.GetTimestamp();

    internal void Begin(HttpSend asked)
    {
        var id = ++last;
        waiting.Add(id, (asked, services.Time.GetTimestamp()));
        (found.Find(asked.RoomId) ?? rooms).Tell(
            new SeatSend(asked.RoomId, id, asked.Player.PlayerId, asked.Attach, asked.Frames, self, NodeFormats.Newest), self);
    }

    internal void Answered(SeatSent sent, IActorRef room)
    {
        if (!waiting.Remove(sent.Id, out var send))
        {
            return;
        }

        found.Note(send.Asked.RoomId, room);
        send.Asked.Reply.TrySetResult(sent.Refusal is { } refusal
            ? GatewayFrames.Refused(refusal)
            : GatewayFrames.Reply(send.Asked.Encoding, sent.Frames));
    }

    internal void Aborted(HttpSend asked)
    {
        foreach (var (id, _) in waiting.Where(pair => ReferenceEquals(pair.Value.Asked, asked)).ToArray())
        {
            waiting.Remove(id);
        }
    }

    internal void RoomGone(string roomId)
    {
        foreach (var (id, (asked, _)) in waiting.Where(pair => pair.Value.Asked.RoomId == roomId).ToArray())
        {
            waiting.Remove(id);
            asked.Reply.TrySetResult(GatewayFrames.RoomGone(asked.Encoding, HandleOf(asked)));
        }
    }

    /// <summary>The room has moved or ended; the client sends again what it has no answer for.</summary>
    internal void Lost(IActorRef room) => found.Forget(room);

    internal void Check()
    {
        foreach (var (id, (asked, _)) in waiting.Where(pair => services.Time.GetElapsedTime(pair.Value.Since) >= patience).ToArray())
        {
            waiting.Remove(id);
            asked.Reply.TrySetResult(GatewayFrames.Refused(ErrorCodes.Busy));
        }
    }

    internal void RefuseAll()
    {
        foreach (var (asked, _) in waiting.Values)
        {
            asked.Reply.TrySetResult(GatewayFrames.Refused(ErrorCodes.Busy));
        }
    }

    private static int HandleOf(HttpSend asked) => asked.Frames.Count == 0 ? 0 : FrameHandles.Of(asked.Frames[0]);
}
