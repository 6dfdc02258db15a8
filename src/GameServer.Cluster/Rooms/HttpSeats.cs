using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>
/// The seats whose clients come over HTTP: no session stands for them, so the room itself knows when it last heard of them, which
/// of their requests waits for answers, and which relay holds their poll.
/// </summary>
/// <remarks>Bounds: one entry and one waiting request a seat, and <see cref="MaxTickets"/> tickets, remembered until they expire.</remarks>
internal sealed class HttpSeats(
    RoomMachine machine, RoomMembers members, HeldOutputs outputs, NodeServices services, LargeMessages large, IActorRef room)
{
    internal const int MaxTickets = 1024;

    private static readonly TimeSpan sendWait = Gateways.LongPollGatewayActor.SendWait;

    private readonly Dictionary<string, HttpSeat> seats = [];
    private readonly Dictionary<string, WaitingSend> waiting = [];
    private readonly Dictionary<string, DateTimeOffset> tickets = [];
    private long ticked = services.Time.GetTimestamp();

    /// <summary>A join was granted: over HTTP, or to a session, which has the seat now.</summary>
    internal void Granted(JoinRoom join)
    {
        if (!join.OverHttp)
        {
            seats.Remove(join.PlayerId);
            EndWaiting(join.PlayerId, LeftCodes.TakenOver, LeaveReasons.TakenOver);
        }
        else if (machine.HeldBy(join.PlayerId) is { } holder)
        {
            EndWaiting(join.PlayerId, LeftCodes.TakenOver, LeaveReasons.TakenOver);
            seats[join.PlayerId] = new HttpSeat(holder.Attach, machine.Tick);
        }
    }

    internal void Alive(SeatsAlive alive)
    {
        foreach (var sign in alive.Seats)
        {
            if (machine.HeldBy(sign.PlayerId) is not { } holder || holder.Attach != sign.Attach)
            {
                continue;
            }

            if (holder.IsAway)
            {
                alive.Relay.Tell(new SeatElsewhere(alive.RoomId, sign.PlayerId, sign.Attach, IsAway: true), room);
            }
            else if (Heard(holder) is { } seat && sign.NewPoll)
            {
                if (!seat.Poll.IsNobody() && !seat.Poll.Equals(alive.Relay))
                {
                    seat.Poll.Tell(new SeatElsewhere(alive.RoomId, sign.PlayerId, sign.Attach, IsAway: false), room);
                }

                seat.Poll = alive.Relay;
            }
        }
    }

    internal void Send(SeatSend send)
    {
        var holder = machine.HeldBy(send.PlayerId);
        if (holder is not { IsAway: false } seated || seated.Attach < send.Attach)
        {
            send.ReplyTo.Tell(new SeatSent(send.Id, [], ErrorCodes.NotJoined), room);
            return;
        }

        if (seated.Attach > send.Attach)
        {
            var left = new LeftFrame(HandleOf(send), LeftCodes.TakenOver, LeaveReasons.TakenOver);
            send.ReplyTo.Tell(new SeatSent(send.Id, [left], null), room);
            return;
        }

        Heard(seated);
        Finish(send.PlayerId);
        var work = new WaitingSend(send, seated.Seat, machine.Tick);
        foreach (var frame in send.Frames)
        {
            Offer(work, frame);
        }

        if (work.IsDone)
        {
            Answer(work);
        }
        else
        {
            waiting.Add(send.PlayerId, work);
        }
    }

    internal void Redeem(RedeemTicket redeem)
    {
        var now = services.Time.GetUtcNow();
        foreach (var (id, _) in tickets.Where(ticket => ticket.Value <= now).ToArray())
        {
            tickets.Remove(id);
        }

        var isGood = redeem.ExpiresAt > now && tickets.Count < MaxTickets && tickets.TryAdd(redeem.TicketId, redeem.ExpiresAt);
        redeem.ReplyTo.Tell(new TicketRedeemed(redeem.TicketId, isGood), room);
    }

    /// <summary>Whether a player is served over HTTP.</summary>
    internal bool Knows(string playerId) => seats.ContainsKey(playerId);

    /// <summary>Lets go of those who have waited long enough, or have not been heard of.</summary>
    internal void Ticked()
    {
        ticked = services.Time.GetTimestamp();
        if (waiting.Count > 0)
        {
            var bound = machine.Settings.Ticks(sendWait);
            foreach (var (playerId, _) in waiting.Where(pair => machine.Tick - pair.Value.Since >= bound).ToArray())
            {
                Finish(playerId);
            }
        }

        if (machine.Tick % machine.Settings.TickRate == 0)
        {
            LetSilentGo();
        }
    }

    /// <summary>Gives what a tick answered to those who wait for it.</summary>
    internal void Released(TickResult result)
    {
        foreach (var ended in result.Ended)
        {
            OnEnded(ended);
        }

        if (waiting.Count > 0)
        {
            foreach (var work in waiting.Values.ToArray())
            {
                Collect(work, result);
            }
        }
    }

    /// <summary>The room goes on elsewhere: who waits is answered with what there is, and asks there for the rest.</summary>
    internal void LetGo()
    {
        foreach (var playerId in waiting.Keys.ToArray())
        {
            Finish(playerId);
        }
    }

    /// <summary>The room is over.</summary>
    internal void End(string code, string message)
    {
        foreach (var playerId in waiting.Keys.ToArray())
        {
            EndWaiting(playerId, code, message);
        }
    }

    private void Offer(WaitingSend work, ClientFrame frame)
    {
        var (seat, attach) = (work.Seat, work.Send.Attach);
        switch (frame)
        {
            case InputFrame input:
                machine.OfferInput(seat, attach, input.N, input.Payload);
                break;
            case AckFrame ack:
                machine.OfferAcknowledge(seat, attach, ack.Stream, ack.N);
                break;
            case PingFrame ping:
                var time = RoomTime.Of(machine.Tick, machine.Settings.TickRate, services.Time.GetElapsedTime(ticked));
                work.Said.Add(new PongFrame(ping.Handle, ping.Nonce, time));
                break;
            case LeaveFrame leave:
                machine.OfferLeave(seat, attach);
                work.Leaving = leave.Handle;
                break;
            case CommandFrame command:
                if (machine.OfferCommand(seat, attach, command.Stream, command.N, command.Name, command.Payload) is not { } offer)
                {
                    break;
                }

                var isHeld = offer.Verdict == CommandVerdict.Repeated && outputs.HasAnswer(seat, command.Stream, command.N);
                if (isHeld || offer.Verdict is CommandVerdict.Queued or CommandVerdict.Pending)
                {
                    work.Open[(command.Stream, command.N)] = command.Handle;
                }
                else if (CommandVerdicts.Frame(offer, command.Handle, command.Stream, command.N) is { } said)
                {
                    work.Said.Add(said);
                }

                break;
        }
    }

    private void Collect(WaitingSend work, TickResult result)
    {
        foreach (var answer in result.Answers)
        {
            if (answer.Seat == work.Seat && work.Open.Remove((answer.Stream, answer.Answer.N), out var handle))
            {
                work.Said.Add(new AnswerFrame(handle, answer.Stream, answer.Answer.N, answer.Answer.Code, answer.Answer.Payload));
            }
        }

        if (work.IsDone)
        {
            Finish(work.Send.PlayerId);
        }
    }

    private void OnEnded(SeatEnded ended)
    {
        foreach (var (playerId, work) in waiting.Where(pair => pair.Value.Seat == ended.Seat).ToArray())
        {
            var (code, message) = LeaveReasons.Said(ended.Reason);
            EndWaiting(playerId, code, message);
        }

        foreach (var (playerId, _) in seats.Where(pair => pair.Value.Attach == ended.Attach).ToArray())
        {
            seats.Remove(playerId);
        }
    }

    private void LetSilentGo()
    {
        var bound = machine.Settings.Ticks(services.Limits.Silence);
        foreach (var (playerId, seat) in seats.Where(pair => machine.Tick - pair.Value.Heard >= bound).ToArray())
        {
            seats.Remove(playerId);
            if (machine.HeldBy(playerId) is { } holder)
            {
                machine.OfferAway(holder.Seat, seat.Attach);
            }
        }
    }

    /// <summary>A seat that no session stands for, such as one whose room has moved here, is one of ours.</summary>
    private HttpSeat? Heard(SeatHolder holder)
    {
        if (seats.TryGetValue(holder.PlayerId, out var seat) && seat.Attach == holder.Attach)
        {
            seat.Heard = machine.Tick;
            return seat;
        }

        return members.HasSession(holder.PlayerId) ? null : seats[holder.PlayerId] = new HttpSeat(holder.Attach, machine.Tick);
    }

    private void EndWaiting(string playerId, string code, string message)
    {
        if (waiting.TryGetValue(playerId, out var work))
        {
            work.Said.Add(new LeftFrame(work.Leaving ?? HandleOf(work.Send), code, message));
            Finish(playerId);
        }
    }

    private void Finish(string playerId)
    {
        if (waiting.Remove(playerId, out var work))
        {
            Answer(work);
        }
    }

    private void Answer(WaitingSend work)
    {
        var send = work.Send;
        if (!large.TryTell(send.ReplyTo, new SeatSent(send.Id, work.Said, null), send.RoomId, NodeFormats.SpokenWith(send.Format)))
        {
            send.ReplyTo.Tell(new SeatSent(send.Id, [], ErrorCodes.TooLarge), room);
        }
    }

    private static int HandleOf(SeatSend send) => send.Frames.Count == 0 ? 0 : FrameHandles.Of(send.Frames[0]);

    private sealed class HttpSeat(long attach, long heard)
    {
        public long Attach { get; } = attach;

        public long Heard { get; set; } = heard;

        public IActorRef Poll { get; set; } = ActorRefs.Nobody;
    }

    private sealed class WaitingSend(SeatSend send, int seat, long since)
    {
        public SeatSend Send { get; } = send;

        public int Seat { get; } = seat;

        public long Since { get; } = since;

        public List<ServerFrame> Said { get; } = [];

        public Dictionary<(long Stream, long N), int> Open { get; } = [];

        public int? Leaving { get; set; }

        public bool IsDone => Open.Count == 0 && Leaving is null;
    }
}
