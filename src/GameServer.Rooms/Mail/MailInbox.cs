namespace GameServer.Rooms;

/// <summary>How far a room has taken another's mail.</summary>
internal readonly record struct MailSender(string RoomId, ulong Birth, long Last);

/// <summary>
/// Takes each letter of a sender once and in order. Bounds: <see cref="MaxSenders"/> senders are remembered, and the one that has been
/// silent for longest is forgotten, whose mail would be taken again if it were repeated after that; <see cref="MaxWaiting"/> letters
/// wait for a tick, and what comes beyond is for its sender to send again.
/// </summary>
/// <remarks>What waits lies apart from what is known of the senders: it dies with the node and leaves no trace in the room's state.</remarks>
internal sealed class MailInbox
{
    internal const int MaxSenders = 1024;

    internal const int MaxWaiting = 256;

    private readonly List<MailSender> senders = [];
    private readonly Dictionary<(string RoomId, ulong Birth), long> lastWaiting = [];
    private int waiting;

    /// <summary>The senders, the one that was silent for longest first.</summary>
    internal IReadOnlyList<MailSender> Senders => senders;

    /// <param name="from">The sender.</param>
    /// <param name="birth">Which room of that id.</param>
    /// <param name="n">The letter's number.</param>
    /// <param name="after">The letter that must have been taken first; 0 for none.</param>
    internal MailVerdict Offer(string from, ulong birth, long n, long after)
    {
        var taken = Find(from, birth) is var index && index >= 0 ? senders[index].Last : 0;
        if (n <= taken)
        {
            return MailVerdict.Repeated;
        }

        var last = lastWaiting.GetValueOrDefault((from, birth), taken);
        if (n <= last)
        {
            return MailVerdict.Pending;
        }

        if (after > last || waiting >= MaxWaiting)
        {
            return MailVerdict.NotNow;
        }

        lastWaiting[(from, birth)] = n;
        waiting++;
        return MailVerdict.Queued;
    }

    /// <summary>All that waited is being dealt with.</summary>
    internal void Emptied()
    {
        lastWaiting.Clear();
        waiting = 0;
    }

    /// <returns>False if it was taken before.</returns>
    internal bool TryTake(string from, ulong birth, long n)
    {
        var index = Find(from, birth);
        if (index >= 0)
        {
            if (senders[index].Last >= n)
            {
                return false;
            }

            senders.RemoveAt(index);
        }
        else if (senders.Count >= MaxSenders)
        {
            senders.RemoveAt(0);
        }

        senders.Add(new MailSender(from, birth, n));
        return true;
    }

    internal void Restore(IEnumerable<MailSender> kept) => senders.AddRange(kept);

    private int Find(string from, ulong birth) => senders.FindIndex(sender => sender.Birth == birth && sender.RoomId == from);
}
