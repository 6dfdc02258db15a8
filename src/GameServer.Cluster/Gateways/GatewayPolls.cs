using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Overview;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Gateways;

/// <summary>
/// The polls that wait at relays. A poll of several rooms is held at each of their relays, and answered by the first that has
/// anything; what the others would have said, the client's cursors ask for again.
/// </summary>
internal sealed class GatewayPolls(IActorRef relays, NodeServices services, IActorContext context)
{
    // Up to this share of a hold is left out by chance, so that polls that began together do not end together.
    private const int JitterPercent = 15;

    private static readonly TimeSpan patience = TimeSpan.FromSeconds(7);

    private readonly Dictionary<long, Part> parts = [];
    private readonly Dictionary<(string PlayerId, string Session), Waiting> bySession = [];
    private readonly KnownActors found = new(context, services.Time);
    private readonly Chance chance = new(services.Ids.NewSeed());
    private readonly IActorRef self = context.Self;

    // A worker that begins anew must not take an answer to its former self for one of its own: its numbers begin above those.
    private long last = services.Time.GetTimestamp();

    internal void Begin(HttpPoll asked)
    {
        var key = (asked.Player.PlayerId, asked.Session);
        if (bySession.TryGetValue(key, out var older))
        {
            Complete(older, GatewayFrames.Refused(PollRefusals.Superseded));
        }

        var hold = asked.Wait * ((100 - chance.Next(JitterPercent + 1)) / 100.0);
        var poll = new Waiting(asked, services.Time.GetTimestamp(), hold + patience);
        bySession[key] = poll;
        services.Overview.Gauges.Opened(Connection.Poll);
        Meters.Sessions.Add(1, Meters.Poll);
        services.Overview.Gauges.Online.Came(asked.Player);
        foreach (var room in asked.Rooms)
        {
            var part = new Part(++last, poll, room, hold);
            poll.Open.Add(part);
            parts.Add(part.Id, part);
            Ask(part);
        }
    }

    internal void Answered(PollAnswer answer, IActorRef relay)
    {
        if (!parts.Remove(answer.Id, out var part))
        {
            return;
        }

        found.Note(answer.RoomId, relay);
        var poll = part.Poll;
        poll.Open.Remove(part);
        if (answer.Refusal is { } refusal)
        {
            Refused(poll, part, refusal);
            return;
        }

        if (!answer.Frames.IsEmpty)
        {
            poll.Frames.Add(answer.Frames);
            poll.Position = answer.Position;
        }

        Settle(poll);
    }

    internal void Aborted(HttpPoll asked)
    {
        if (bySession.TryGetValue((asked.Player.PlayerId, asked.Session), out var poll) && ReferenceEquals(poll.Asked, asked))
        {
            Complete(poll, GatewayReply.Empty);
        }
    }

    internal void RoomGone(string roomId)
    {
        foreach (var part in parts.Values.Where(part => part.Room.RoomId == roomId).ToArray())
        {
            parts.Remove(part.Id);
            part.Poll.Open.Remove(part);
            part.Poll.Frames.Add(GatewayFrames.RoomGone(part.Poll.Asked.Encoding, part.Room.Handle).Frames);
            Settle(part.Poll);
        }
    }

    /// <summary>A relay is no more: what waited there is asked of the next one.</summary>
    internal void Lost(IActorRef relay)
    {
        found.Forget(relay);
        foreach (var part in parts.Values.Where(part => part.Relay?.Equals(relay) == true).ToArray())
        {
            Ask(part);
        }
    }

    /// <summary>
    /// Asks again for what went the long way, which may have led to a node that is gone. Where it is held already, it is held on: once
    /// for each node that is removed.
    /// </summary>
    internal void AskAnew()
    {
        foreach (var part in parts.Values.Where(part => part.Relay is null).ToArray())
        {
            Ask(part);
        }
    }

    internal void Check()
    {
        foreach (var poll in bySession.Values
            .Where(poll => services.Time.GetElapsedTime(poll.Since) >= poll.Patience).ToArray())
        {
            Complete(poll, GatewayFrames.Refused(ErrorCodes.Busy));
        }
    }

    internal void RefuseAll()
    {
        foreach (var poll in bySession.Values.ToArray())
        {
            Complete(poll, GatewayFrames.Refused(ErrorCodes.Busy));
        }
    }

    private void Ask(Part part)
    {
        var asked = part.Poll.Asked;
        var hold = part.Hold - services.Time.GetElapsedTime(part.Poll.Since);
        part.Relay = found.Find(part.Room.RoomId);
        (part.Relay ?? relays).Tell(
            new PollRoom(
                part.Room.RoomId, part.Id, asked.Player.PlayerId, asked.Session, part.Room.Handle, part.Room.Attach,
                part.Room.Cursor, part.Room.Rate, asked.Encoding, hold > TimeSpan.Zero ? hold : TimeSpan.Zero, null, self,
                NodeFormats.Newest),
            self);
    }

    /// <summary>One room of several must not silence the others: its refusal becomes a frame among theirs.</summary>
    private void Refused(Waiting poll, Part part, string refusal)
    {
        var refused = GatewayFrames.Refused(refusal);
        if (poll.Asked.Rooms.Count == 1)
        {
            Complete(poll, refused);
            return;
        }

        var error = new ErrorFrame(refused.Refusal!.Code, refused.Refusal.Message, part.Room.Handle);
        poll.Frames.Add(GatewayFrames.Reply(poll.Asked.Encoding, [error]).Frames);
        Settle(poll);
    }

    private void Settle(Waiting poll)
    {
        var isHeld = poll.Asked.Wait > TimeSpan.Zero;
        if (poll.Open.Count > 0 && !(isHeld && poll.Frames.Count > 0))
        {
            return;
        }

        if (poll.Frames.Count == 0)
        {
            Complete(poll, GatewayReply.Empty);
            return;
        }

        var frames = poll.Frames.Count == 1 ? poll.Frames[0] : Join(poll.Frames);
        Complete(poll, new GatewayReply(frames, poll.Asked.Rooms.Count == 1 ? poll.Position : null, null));
    }

    private void Complete(Waiting poll, GatewayReply reply)
    {
        if (bySession.Remove((poll.Asked.Player.PlayerId, poll.Asked.Session)))
        {
            services.Overview.Gauges.Closed(Connection.Poll);
            Meters.Sessions.Add(-1, Meters.Poll);
            services.Overview.Gauges.Online.Left(poll.Asked.Player, services.Time.Monotonic());
        }

        foreach (var part in poll.Open)
        {
            parts.Remove(part.Id);
            // The way that the poll itself took, or it would come before it.
            (part.Relay ?? relays).Tell(new EndPoll(part.Room.RoomId, part.Id, self), self);
        }

        poll.Asked.Reply.TrySetResult(reply);
    }

    private static ReadOnlyMemory<byte> Join(List<ReadOnlyMemory<byte>> pieces)
    {
        var joined = new byte[pieces.Sum(piece => piece.Length)];
        var position = 0;
        foreach (var piece in pieces)
        {
            piece.CopyTo(joined.AsMemory(position));
            position += piece.Length;
        }

        return joined;
    }

    private sealed class Waiting(HttpPoll asked, long since, TimeSpan patience)
    {
        public HttpPoll Asked { get; } = asked;

        public long Since { get; } = since;

        public TimeSpan Patience { get; } = patience;

        public List<Part> Open { get; } = [];

        public List<ReadOnlyMemory<byte>> Frames { get; } = [];

        public RoomPosition? Position { get; set; }
    }

    private sealed class Part(long id, Waiting poll, PolledRoom room, TimeSpan hold)
    {
        public long Id { get; } = id;

        public Waiting Poll { get; } = poll;

        public PolledRoom Room { get; } = room;

        public TimeSpan Hold { get; } = hold;

        /// <summary>Where it was sent; null if it went the long way.</summary>
        public IActorRef? Relay { get; set; }
    }
}
