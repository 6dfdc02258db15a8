using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>Who sits down, goes away, comes back and gets up, and what the game has to say about it.</summary>
internal sealed class Seating(RoomMachine machine, Game game, RoomContext context)
{
    private readonly List<Seat> kicked = [];

    /// <summary>Seats that were given up in this tick.</summary>
    internal List<SeatEnded> Ended { get; } = [];

    /// <summary>Puts a player out at the end of the tick.</summary>
    internal void Kick(Seat seat) => kicked.Add(seat);

    internal void CarryOutKicks()
    {
        // By index: OnLeave may kick others.
        for (var i = 0; i < kicked.Count; i++)
        {
            Vacate(kicked[i], LeaveReason.Kicked);
        }

        kicked.Clear();
    }

    internal JoinOutcome Join(SeatPlayer join)
    {
        var offset = machine.Log.Head;
        var seat = machine.Seats.FindPlayer(join.PlayerId);
        if (seat is null)
        {
            if (machine.Settings.Standing?.WhyBarred(machine.Identity.RoomId, join.PlayerId) is { } barred)
            {
                return JoinOutcome.Refused(ErrorCodes.JoinRefused, barred);
            }

            var index = machine.Seats.FreeIndex();
            if (index < 0)
            {
                return JoinOutcome.Refused(ErrorCodes.RoomFull, "No seat is free in this room.");
            }

            seat = new Seat(index, join.PlayerId, join.Name) { FirstOffset = offset, FirstAttach = machine.LastAttach + 1 };
            machine.Seats.Add(seat);
            if (Refusal(seat, join.Options) is { } refusal)
            {
                machine.Seats.Remove(seat);
                return refusal;
            }
        }
        else if (seat.Attempts.IsLate(join.Attempt) || WasTakenOver(seat, join))
        {
            return JoinOutcome.Refused(ErrorCodes.TakenOver, "Your seat was taken over by another tab or device.");
        }
        else if (seat.IsAway && Back(seat, join.Options) is { } refused)
        {
            return refused;
        }

        seat.Attach = ++machine.LastAttach;
        seat.JoinId = join.JoinId;
        seat.Attempts.Granted(join.Attempt);
        return new JoinOutcome(null, null, seat.Index, seat.Attach, offset, seat.FirstOffset, seat.Inputs.LastReceived, machine.Tick);
    }

    /// <summary>
    /// A client that comes back by itself must not take the seat from a newer session of its player. The same join sent again is
    /// no newer session, nor is an earlier join of the same client: its answer was lost.
    /// </summary>
    private static bool WasTakenOver(Seat seat, SeatPlayer join) =>
        join.HeldAttach > 0 && seat.Attach > join.HeldAttach && !seat.IsAway
        && seat.JoinId != join.JoinId && !seat.Attempts.IsOfHolder(join.Attempt);

    private JoinOutcome? Refusal(Seat seat, Payload options)
    {
        try
        {
            return game.OnJoin(context, seat, options) is { } refusal ? JoinOutcome.Refused(ErrorCodes.JoinRefused, refusal) : null;
        }
        catch (PayloadException bad)
        {
            return JoinOutcome.Refused(ErrorCodes.BadPayload, bad.Message);
        }
    }

    private JoinOutcome? Back(Seat seat, Payload options)
    {
        var since = seat.AwaySince;
        seat.AwaySince = null;
        try
        {
            game.OnBack(context, seat, options);
            return null;
        }
        catch (PayloadException bad)
        {
            seat.AwaySince = since;
            return JoinOutcome.Refused(ErrorCodes.BadPayload, bad.Message);
        }
    }

    internal void Away(Seat seat)
    {
        if (machine.Settings.Away == AwayRule.GiveUpSeat || machine.Settings.GraceTicks == 0)
        {
            Vacate(seat, LeaveReason.GraceOver);
            return;
        }

        seat.AwaySince = machine.Tick;
        seat.Input = Payload.Nil;
        seat.Inputs.Clear();
        game.OnAway(context, seat);
    }

    internal void EndGrace()
    {
        for (var i = machine.Seats.Occupied.Count - 1; i >= 0; i--)
        {
            var seat = machine.Seats.Occupied[i];
            if (machine.Tick - seat.AwaySince >= machine.Settings.GraceTicks)
            {
                Vacate(seat, LeaveReason.GraceOver);
            }
        }
    }

    internal void Vacate(Seat seat, LeaveReason reason)
    {
        if (machine.Seats.Find(seat.Index) != seat)
        {
            return;
        }

        machine.Seats.Remove(seat);
        game.OnLeave(context, seat, reason);
        Ended.Add(new SeatEnded(seat.Index, seat.Attach, reason, machine.Log.Head));
    }
}
