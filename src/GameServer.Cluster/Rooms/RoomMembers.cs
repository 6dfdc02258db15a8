using Akka.Actor;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>Which session speaks for which player, and which joins wait for the next tick.</summary>
internal sealed class RoomMembers(RoomMachine machine, IActorRef room)
{
    private readonly Dictionary<string, Member> members = [];
    private readonly Queue<WaitingJoin> waiting = new();
    private long expectedUntil = long.MaxValue;

    /// <summary>The room was recovered: its players are to show up within so many ticks, or count as away.</summary>
    internal void ExpectBack(long ticks) => expectedUntil = machine.Tick + ticks;

    /// <summary>Whether it is time to <see cref="GiveUpOnAbsent"/>.</summary>
    internal bool AreOverdue => machine.Tick >= expectedUntil;

    /// <summary>Gives up on those who have not come back to a room that was recovered.</summary>
    /// <param name="isKnown">Whether a player is served over HTTP.</param>
    internal void GiveUpOnAbsent(Func<string, bool> isKnown)
    {
        expectedUntil = long.MaxValue;
        foreach (var holder in machine.Holders())
        {
            if (!holder.IsAway && !HasSession(holder.PlayerId) && !isKnown(holder.PlayerId))
            {
                machine.OfferAway(holder.Seat, holder.Attach);
            }
        }
    }

    internal void Join(JoinRoom join)
    {
        if (members.TryGetValue(join.PlayerId, out var member) && IsSame(member, join))
        {
            join.Session.Tell(member.Result, room);
            return;
        }

        if (waiting.FirstOrDefault(other => IsSame(other.Join, join)) is { } same)
        {
            same.Askers.Add(join.Session);
            return;
        }

        if (machine.OfferJoin(join.PlayerId, join.Name, join.JoinId, join.Options, join.HeldAttach, join.Attempt))
        {
            waiting.Enqueue(new WaitingJoin(join));
        }
        else
        {
            var busy = new JoinOutcome(ErrorCodes.Busy, "Too many players join this room at once.", -1, 0, 0, 0, 0, 0);
            join.Session.Tell(new JoinRoomResult(join.RoomId, join.JoinId, busy, room), room);
        }
    }

    /// <summary>Tells the sessions what became of their joins, in the order in which they were offered.</summary>
    /// <param name="outcomes">What the tick made of them.</param>
    /// <param name="granted">Is called for each join that has a seat now.</param>
    internal void Settle(IReadOnlyList<JoinOutcome> outcomes, Action<JoinRoom> granted)
    {
        foreach (var outcome in outcomes)
        {
            var settled = waiting.Dequeue();
            var join = settled.Join;
            var result = new JoinRoomResult(join.RoomId, join.JoinId, outcome, room);
            foreach (var asker in settled.Askers)
            {
                asker.Tell(result, room);
            }

            if (outcome.RefusalCode is not null)
            {
                continue;
            }

            if (members.TryGetValue(join.PlayerId, out var before) && !before.Session.Equals(join.Session))
            {
                before.Session.Tell(
                    new SeatTakenOver(join.RoomId, before.Result.Outcome.Seat, before.Result.Outcome.Attach), room);
            }

            members[join.PlayerId] = new Member(join.OverHttp ? ActorRefs.Nobody : join.Session, result, join.OverHttp, join.Attempt);
            if (settled.SessionGone && !join.OverHttp)
            {
                machine.OfferAway(outcome.Seat, outcome.Attach);
            }

            granted(join);
        }
    }

    /// <summary>Whether a session that is there speaks for that player.</summary>
    internal bool HasSession(string playerId) => members.TryGetValue(playerId, out var member) && !member.Session.IsNobody();

    /// <summary>Over HTTP each try comes from an actor of its own; it is the same as long as its attach counts.</summary>
    private bool IsSame(Member member, JoinRoom join) => member.Result.JoinId == join.JoinId && member.Attempt == join.Attempt
        && (join.OverHttp ? member.OverHttp && Holds(join.PlayerId, member.Result.Outcome.Attach) : member.Session.Equals(join.Session));

    private bool Holds(string playerId, long attach) => machine.HeldBy(playerId) is { IsAway: false } holder && holder.Attach == attach;

    /// <summary>
    /// A repetition that gets an attach of its own would fence the one that its client may have been told. A later attempt must: it
    /// would be answered with an attach that one in between may have fenced, or may yet.
    /// </summary>
    private static bool IsSame(JoinRoom waits, JoinRoom join) => waits.JoinId == join.JoinId && waits.Attempt == join.Attempt
        && (waits.Session.Equals(join.Session) || (waits.OverHttp && join.OverHttp && waits.PlayerId == join.PlayerId));

    /// <summary>The room has ended: joins that it did not decide find another room at once.</summary>
    /// <param name="next">Leads to the room that begins in its place, if one does.</param>
    internal void LetWaitingGo(IActorRef? next)
    {
        foreach (var join in waiting)
        {
            if (next is not null)
            {
                next.Tell(join.Join, join.Join.Session);
                continue;
            }

            foreach (var asker in join.Askers)
            {
                asker.Tell(new RoomGone(join.Join.RoomId), room);
            }
        }

        waiting.Clear();
    }

    internal void SessionEnded(IActorRef session)
    {
        foreach (var join in waiting.Where(join => join.Join.Session.Equals(session)))
        {
            join.SessionGone = true;
        }

        foreach (var (player, member) in members.Where(pair => pair.Value.Session.Equals(session)).ToArray())
        {
            machine.OfferAway(member.Result.Outcome.Seat, member.Result.Outcome.Attach);
            members[player] = new Member(ActorRefs.Nobody, member.Result, OverHttp: false, member.Attempt);
        }
    }

    internal void Ended(IReadOnlyList<SeatEnded> ended)
    {
        foreach (var seat in ended)
        {
            foreach (var (player, member) in members)
            {
                if (member.Result.Outcome.Seat == seat.Seat && member.Result.Outcome.Attach == seat.Attach)
                {
                    members.Remove(player);
                    break;
                }
            }
        }
    }

    private sealed record Member(IActorRef Session, JoinRoomResult Result, bool OverHttp, JoinAttempt? Attempt);

    private sealed class WaitingJoin(JoinRoom join)
    {
        public JoinRoom Join { get; } = join;

        /// <summary>Who waits for the outcome: over HTTP each repetition comes from an actor of its own.</summary>
        public HashSet<IActorRef> Askers { get; } = [join.Session];

        public bool SessionGone { get; set; }
    }
}
