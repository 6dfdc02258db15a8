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

    private readonly Dictionary<long, Waiting> waiting = [];
    private readonly KnownActors found = new(context, services.Time);
    private readonly IActorRef self = context.Self;

    // A worker that begins anew must not take an answer to its former self for one of its own: its numbers begin above those.
    private long last = services.Time.GetTimestamp();

    internal void Begin(HttpSend asked)
    {
        var id = ++last;
        var work = new Waiting(asked, services.Time.GetTimestamp());
        waiting.Add(id, work);
        Send(id, work);
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
        foreach (var (id, work) in waiting.Where(pair => pair.Value.Asked.RoomId == roomId).ToArray())
        {
            waiting.Remove(id);
            work.Asked.Reply.TrySetResult(GatewayFrames.RoomGone(work.Asked.Encoding, HandleOf(work.Asked)));
        }
    }

    /// <summary>
    /// The room has moved or ended; the client sends again what it has no answer for, unless <see cref="AskAnew"/> does so before.
    /// </summary>
    internal void Lost(IActorRef room)
    {
        found.Forget(room);
        foreach (var work in waiting.Values.Where(work => room.Equals(work.Room)))
        {
            work.Room = null;
        }
    }

    /// <summary>
    /// Sends again what went the long way, which may have led to a node that is gone, or to a room that is lost. A room that has it
    /// already knows its inputs and commands by their numbers.
    /// </summary>
    internal void AskAnew()
    {
        foreach (var (id, work) in waiting.Where(pair => pair.Value.Room is null))
        {
            Send(id, work);
        }
    }

    internal void Check()
    {
        foreach (var (id, work) in waiting.Where(pair => services.Time.GetElapsedTime(pair.Value.Since) >= patience).ToArray())
        {
            waiting.Remove(id);
            work.Asked.Reply.TrySetResult(GatewayFrames.Refused(ErrorCodes.Busy));
        }
    }

    internal void RefuseAll()
    {
        foreach (var work in waiting.Values)
        {
            work.Asked.Reply.TrySetResult(GatewayFrames.Refused(ErrorCodes.Busy));
        }
    }

    private void Send(long id, Waiting work)
    {
        var asked = work.Asked;
        work.Room = found.Find(asked.RoomId);
        (work.Room ?? rooms).Tell(
            new SeatSend(asked.RoomId, id, asked.Player.PlayerId, asked.Attach, asked.Frames, self, NodeFormats.Newest), self);
    }

    private static int HandleOf(HttpSend asked) => asked.Frames.Count == 0 ? 0 : FrameHandles.Of(asked.Frames[0]);

    private sealed class Waiting(HttpSend asked, long since)
    {
        public HttpSend Asked { get; } = asked;

        public long Since { get; } = since;

        /// <summary>Where it was sent; null if it went the long way, or that room is lost.</summary>
        public IActorRef? Room { get; set; }
    }
}
