using GameServer.Protocol;

namespace GameServer.Rooms;

/// <content>What is offered between ticks: judged at once, and applied by the next <see cref="Step"/>.</content>
public sealed partial class RoomMachine
{
    private const long MaxClockErrorMs = 1000;

    /// <summary>Offers a join; its outcome is among those of the next tick.</summary>
    /// <returns>False if too many joins wait already.</returns>
    public bool OfferJoin(
        string playerId, string name, string joinId, Payload options, long heldAttach = 0, JoinAttempt? attempt = null) =>
        queue.TryAddJoin(new SeatPlayer(playerId, name, joinId, options, heldAttach, attempt));

    /// <summary>Offers that a player gives its seat up.</summary>
    public void OfferLeave(int seat, long attach)
    {
        if (Holds(seat, attach))
        {
            queue.Add(new VacateSeat(seat, attach));
        }
    }

    /// <summary>Offers that the session of an attach is lost.</summary>
    public void OfferAway(int seat, long attach)
    {
        if (Seats.Find(seat) is not null)
        {
            // Not judged by the attach number yet: a newer attach may be waiting in the queue before it.
            queue.Add(new MarkAway(seat, attach));
        }
    }

    /// <summary>Offers an input; one is applied per tick.</summary>
    /// <returns>False if it is not new, comes from an attach that is not the seat's newest, or the player is away.</returns>
    public bool OfferInput(int seat, long attach, long n, Payload input) =>
        Seats.Find(seat) is { IsAway: false } found && found.Attach == attach && found.Inputs.Offer(n, input);

    /// <summary>Offers a command.</summary>
    /// <returns>What becomes of it; null if the attach is not the seat's newest.</returns>
    public CommandOffer? OfferCommand(int seat, long attach, long stream, long n, string name, Payload arguments)
    {
        if (!Holds(seat, attach))
        {
            return null;
        }

        var offer = Seats.Find(seat)!.Commands.Offer(stream, n);
        if (offer.Verdict == CommandVerdict.Queued)
        {
            queue.Add(new ApplyCommand(seat, attach, stream, n, name, arguments));
        }

        return offer;
    }

    /// <summary>Offers an acknowledgement of answers.</summary>
    public void OfferAcknowledge(int seat, long attach, long stream, long n)
    {
        if (Holds(seat, attach) && Seats.Find(seat)!.Commands.CanAcknowledge(stream, n))
        {
            queue.AddAcknowledge(new AcknowledgeAnswers(seat, attach, stream, n));
        }
    }

    /// <summary>Offers mail of another room; what becomes of it is for the sender to be told as <see cref="TickResult.Receipts"/> say.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="birth">Which room of that id.</param>
    /// <param name="n">The letter's number.</param>
    /// <param name="after">The letter that must have been taken first, as <see cref="LetterBefore"/> of the sender said; 0 for none.</param>
    /// <param name="name">What it is about.</param>
    /// <param name="payload">What there is to say.</param>
    public MailVerdict OfferMail(string from, ulong birth, long n, long after, string name, Payload payload)
    {
        var verdict = Inbox.Offer(from, birth, n, after);
        if (verdict == MailVerdict.Queued)
        {
            queue.Add(new TakeMail(from, birth, n, name, payload));
        }

        return verdict;
    }

    /// <summary>Offers that a room has taken a letter of this one, or is gone for good: neither it nor those before it are sent again.</summary>
    public void OfferMailSettled(string to, long n)
    {
        if (Outbox.Has(to, n))
        {
            queue.Add(new SettleMail(to, n));
        }
    }

    /// <summary>The number of the letter that a letter's recipient must have taken first; 0 for none.</summary>
    public long LetterBefore(Letter letter) => Outbox.Before(letter);

    /// <summary>Offers the time of day, from which the room's clock goes on if it is off by more than a second.</summary>
    public void OfferClock(long utcMs)
    {
        if (Math.Abs(utcMs - UtcMs) > MaxClockErrorMs)
        {
            queue.Add(new SetClock(utcMs));
        }
    }
}
