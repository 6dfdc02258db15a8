using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;

namespace GameServer.Cluster.Relays;

/// <summary>
/// The polls that wait at a relay. Each is a reader of its own for as long as it waits: as soon as anything was written for it, it
/// is answered and gone. One poll of a session is held; a newer one ends the older.
/// </summary>
/// <remarks>Bound: the gateways bound the polls of their nodes. No timer each: deadlines are looked at twice a second.</remarks>
internal sealed class RelayPolls(ReaderService service, NodeServices services, LargeMessages large, IActorRef relay)
{
    private static readonly TimeSpan seatWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan followWait = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(IActorRef ReplyTo, long Id), HeldPoll> held = [];
    private readonly Dictionary<(string PlayerId, string Session), HeldPoll> bySession = [];

    internal int Count => held.Count;

    /// <summary>Those that hold a seat, for signs of life.</summary>
    internal IEnumerable<(string PlayerId, long Attach)> Seats =>
        held.Values.Where(poll => poll.Reader is { Seat: >= 0 }).Select(poll => (poll.Asked.PlayerId, poll.Reader!.Attach));

    /// <summary>A poll came. It is answered at once if there is anything to say.</summary>
    internal void Begin(PollRoom asked, RoomCopy? copy)
    {
        var since = services.Time.GetTimestamp();
        if (held.TryGetValue(KeyOf(asked), out var same))
        {
            // Asked again, by a join that got no answer: it waits no longer for that.
            since = asked.Joining is null ? since : same.Since;
            Remove(same);
        }

        if (asked.Joining is null && bySession.TryGetValue(SessionOf(asked), out var older))
        {
            Refuse(older, PollRefusals.Superseded);
        }

        var poll = new HeldPoll(asked, since);
        held.Add(KeyOf(asked), poll);
        if (asked.Joining is null)
        {
            bySession.Add(SessionOf(asked), poll);
        }

        if (copy is not null)
        {
            TryBegin(poll, copy);
        }
    }

    internal void End(EndPoll end)
    {
        if (held.TryGetValue((end.ReplyTo, end.Id), out var poll))
        {
            Remove(poll);
        }
    }

    /// <summary>There is something new, or the copy is a new one.</summary>
    internal void Serve(RoomCopy copy, bool isNewCopy)
    {
        // Here and below, what is looked through may lose polls while it is; nothing but Begin adds any.
        foreach (var poll in held.Values)
        {
            if (poll.Reader is null || isNewCopy)
            {
                poll.Reader = null;
                TryBegin(poll, copy);
                continue;
            }

            if (SeatCheck.Of(copy, poll.Asked.PlayerId, poll.Reader.Attach) is not (SeatStanding.Holds or SeatStanding.Watches))
            {
                EndSeat(poll, copy);
                continue;
            }

            service.Serve(poll.Reader, copy);
            AnswerIfAny(poll);
        }
    }

    /// <summary>Answers those whose time is up.</summary>
    internal void Check(RoomCopy? copy)
    {
        foreach (var poll in held.Values)
        {
            var waited = services.Time.GetElapsedTime(poll.Since);
            if (poll.Reader is not null)
            {
                // At the next look it would be late.
                if (waited + RoomRelayActor.LookEvery > poll.Asked.Hold)
                {
                    Answer(poll, ReadOnlyMemory<byte>.Empty, null);
                }
            }
            else if (waited >= (copy is null ? followWait : seatWait))
            {
                Refuse(poll, copy is null ? ErrorCodes.Busy : ErrorCodes.NotJoined);
            }
        }
    }

    /// <summary>The room stands still, or goes on: those that wait are told. Who asks again meanwhile knows, and waits.</summary>
    internal void Hold(bool isHeldUp)
    {
        foreach (var poll in held.Values.Where(poll => poll.Reader is not null))
        {
            ReaderService.TellHeld(poll.Reader!, isHeldUp);
            AnswerIfAny(poll);
        }
    }

    /// <summary>The room said that a seat is served elsewhere, or lost.</summary>
    internal void EndElsewhere(SeatElsewhere elsewhere)
    {
        foreach (var poll in held.Values.Where(poll => poll.Asked.PlayerId == elsewhere.PlayerId
            && poll.Asked.Attach <= elsewhere.Attach && poll.Asked.Attach > 0))
        {
            Refuse(poll, elsewhere.IsAway ? ErrorCodes.NotJoined : PollRefusals.Superseded);
        }
    }

    /// <summary>The room is over.</summary>
    internal void EndAll(string code, string message)
    {
        foreach (var poll in held.Values)
        {
            AnswerLeft(poll, code, message);
        }
    }

    private void TryBegin(HeldPoll poll, RoomCopy copy)
    {
        var asked = poll.Asked;
        var outcome = asked.Joining?.Outcome;
        if (outcome is null)
        {
            switch (SeatCheck.Of(copy, asked.PlayerId, asked.Attach))
            {
                case SeatStanding.Watches when !copy.Settings.Watchable:
                    Refuse(poll, ErrorCodes.WatchRefused);
                    return;
                case SeatStanding.Watches:
                    break;
                case SeatStanding.Holds:
                    outcome = SeatCheck.Outcome(copy, copy.HeldBy(asked.PlayerId)!.Value);
                    break;
                case SeatStanding.TakenOver:
                    EndSeat(poll, copy);
                    return;
                case SeatStanding.Unknown:
                    return;
                default:
                    Refuse(poll, ErrorCodes.NotJoined);
                    return;
            }
        }
        else if (copy.EndOf(outcome) is { } ended)
        {
            var (code, message) = LeaveReasons.Said(ended.Reason);
            AnswerLeft(poll, code, message);
            return;
        }

        var add = new AddReader(
            asked.RoomId, asked.ReplyTo, asked.Handle, asked.Joining?.JoinId ?? "", outcome, asked.Cursor, IsReturning: false,
            asked.Rate, new Outbox(asked.Encoding, services.Limits.OutboxBytes));
        poll.Reader = new Reader(add, relay);
        service.Begin(poll.Reader, copy, sayJoined: asked.Joining is not null);
        if (asked.Hold <= TimeSpan.Zero)
        {
            service.TellIfHeldUp(poll.Reader);
        }

        AnswerIfAny(poll);
        if (asked.Hold <= TimeSpan.Zero && held.ContainsKey(KeyOf(asked)))
        {
            Answer(poll, ReadOnlyMemory<byte>.Empty, null);
        }
    }

    private void EndSeat(HeldPoll poll, RoomCopy copy)
    {
        var standing = SeatCheck.Of(copy, poll.Asked.PlayerId, poll.Asked.Attach);
        if (standing == SeatStanding.TakenOver)
        {
            AnswerLeft(poll, LeftCodes.TakenOver, LeaveReasons.TakenOver);
        }
        else if (standing == SeatStanding.IsAway)
        {
            Refuse(poll, ErrorCodes.NotJoined);
        }
        else
        {
            var reason = poll.Reader?.Outcome is { } seat ? copy.EndOf(seat)?.Reason : null;
            var (code, message) = LeaveReasons.Said(reason ?? GameServer.Rooms.LeaveReason.GraceOver);
            AnswerLeft(poll, code, message);
        }
    }

    private void AnswerIfAny(HeldPoll poll)
    {
        var outbox = poll.Reader!.Outbox;
        if (outbox.Closing is not null)
        {
            Refuse(poll, ErrorCodes.TooLarge);
        }
        else if (outbox.Waiting > 0)
        {
            var frames = outbox.Take(out var position);
            if (frames.Length > Limits.ServerMessageBytes)
            {
                // A frame alone may be larger than an outbox: no client would take it.
                services.Oversize.Note(poll.Asked.RoomId, nameof(PollAnswer), frames.Length);
                Refuse(poll, ErrorCodes.TooLarge);
                return;
            }

            Answer(poll, frames, position);
        }
    }

    private void AnswerLeft(HeldPoll poll, string code, string message)
    {
        var outbox = poll.Reader?.Outbox ?? new Outbox(poll.Asked.Encoding, services.Limits.OutboxBytes);
        outbox.Write(new LeftFrame(poll.Asked.Handle, code, message));
        Answer(poll, outbox.Take(), null);
    }

    private void Answer(HeldPoll poll, ReadOnlyMemory<byte> frames, RoomPosition? position)
    {
        Remove(poll);
        var asked = poll.Asked;
        var answer = new PollAnswer(asked.RoomId, asked.Id, frames, position, null);
        if (!large.TryTell(asked.ReplyTo, answer, asked.RoomId, NodeFormats.SpokenWith(asked.Format)))
        {
            Refuse(poll, ErrorCodes.TooLarge);
        }
    }

    private void Refuse(HeldPoll poll, string code)
    {
        Remove(poll);
        poll.Asked.ReplyTo.Tell(
            new PollAnswer(poll.Asked.RoomId, poll.Asked.Id, ReadOnlyMemory<byte>.Empty, null, code), relay);
    }

    private void Remove(HeldPoll poll)
    {
        held.Remove(KeyOf(poll.Asked));
        if (poll.Asked.Joining is null)
        {
            bySession.Remove(SessionOf(poll.Asked));
        }
    }

    private static (IActorRef ReplyTo, long Id) KeyOf(PollRoom asked) => (asked.ReplyTo, asked.Id);

    /// <summary>Polls alone: a join is no poll of the session.</summary>
    private static (string PlayerId, string Session) SessionOf(PollRoom asked) => (asked.PlayerId, asked.Session);

    private sealed class HeldPoll(PollRoom asked, long since)
    {
        public PollRoom Asked { get; } = asked;

        public long Since { get; } = since;

        /// <summary>Null until the relay follows the room and knows the seat.</summary>
        public Reader? Reader { get; set; }
    }
}

/// <summary>Why a poll is refused, besides the protocol's error codes.</summary>
public static class PollRefusals
{
    /// <summary>A newer poll of the same session is there.</summary>
    public const string Superseded = "superseded";
}
