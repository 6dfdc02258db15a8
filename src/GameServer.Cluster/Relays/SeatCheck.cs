using GameServer.Rooms;

namespace GameServer.Cluster.Relays;

/// <summary>Whether a request over HTTP comes from the one who has the seat.</summary>
internal enum SeatStanding
{
    /// <summary>It asks for no seat.</summary>
    Watches,

    /// <summary>The seat is its own.</summary>
    Holds,

    /// <summary>A newer attach of the player counts.</summary>
    TakenOver,

    /// <summary>The attach is newer than anything that this copy has seen.</summary>
    Unknown,

    /// <summary>The seat counted as lost: its client has to join again to have it back.</summary>
    IsAway,

    /// <summary>The player has no such seat.</summary>
    HasNone,
}

/// <summary>Judges requests by a copy of the room.</summary>
internal static class SeatCheck
{
    internal static SeatStanding Of(RoomCopy copy, string playerId, long attach)
    {
        if (attach <= 0)
        {
            return SeatStanding.Watches;
        }

        var held = copy.HeldBy(playerId);
        if (held is { } holder && holder.Attach >= attach)
        {
            return holder.Attach > attach ? SeatStanding.TakenOver : holder.IsAway ? SeatStanding.IsAway : SeatStanding.Holds;
        }

        return attach > copy.LastAttach ? SeatStanding.Unknown : SeatStanding.HasNone;
    }

    /// <summary>What the room would say to whoever holds that seat, as far as reading goes.</summary>
    internal static JoinOutcome Outcome(RoomCopy copy, SeatHolder holder) => new(
        null, null, holder.Seat, holder.Attach, copy.Log.Head, holder.Floor, copy.InputOf(holder.Seat), copy.State.Tick);
}
