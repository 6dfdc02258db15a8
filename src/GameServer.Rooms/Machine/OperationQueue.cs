namespace GameServer.Rooms;

/// <summary>
/// What was offered since the last tick, in order of arrival. Bounded by what feeds it: joins by
/// <see cref="RoomMachine.MaxWaitingJoins"/> (more are refused), commands by the open commands of each seat, inputs by each seat's
/// queue; a seat has at most one acknowledgement of a stream waiting (the highest), and leaves and aways are one for an attach; mail by
/// <see cref="MailInbox.MaxWaiting"/>, and what settles it by the letters that are on their way. Its owner offers the clock.
/// </summary>
internal sealed class OperationQueue
{
    private readonly List<RoomOperation> waiting = [];
    private int joins;

    internal bool TryAddJoin(SeatPlayer join)
    {
        if (joins >= RoomMachine.MaxWaitingJoins)
        {
            return false;
        }

        joins++;
        waiting.Add(join);
        return true;
    }

    internal void Add(RoomOperation operation)
    {
        if (operation is ApplyCommand or TakeMail || !waiting.Contains(operation))
        {
            waiting.Add(operation);
        }
    }

    internal void AddAcknowledge(AcknowledgeAnswers acknowledge)
    {
        var index = waiting.FindIndex(other =>
            other is AcknowledgeAnswers known && known.Seat == acknowledge.Seat && known.Stream == acknowledge.Stream);
        if (index < 0)
        {
            waiting.Add(acknowledge);
        }
        else if (((AcknowledgeAnswers)waiting[index]).N < acknowledge.N)
        {
            waiting[index] = acknowledge;
        }
    }

    /// <summary>Everything that waits, and then one input of each seat.</summary>
    internal IReadOnlyList<RoomOperation> Take(IReadOnlyList<Seat> seats)
    {
        List<RoomOperation>? taken = waiting.Count > 0 ? [.. waiting] : null;
        waiting.Clear();
        joins = 0;
        foreach (var seat in seats)
        {
            if (seat.Inputs.TryTake(out var input))
            {
                taken ??= new List<RoomOperation>(seats.Count);
                taken.Add(new ApplyInput(seat.Index, seat.Attach, input.N, input.Payload));
            }
        }

        return taken is null ? [] : taken;
    }
}
