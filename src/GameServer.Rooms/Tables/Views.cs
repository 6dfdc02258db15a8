namespace GameServer.Rooms;

/// <summary>
/// Who sees a row of a table whose schema has a view: the value of its view column. A reader is told of rows that everyone sees, and
/// of those that its own seat sees; it never hears of others, neither of their values nor of their keys.
/// </summary>
public static class Views
{
    /// <summary>Everyone sees the row, watchers too. A new row's columns are 0, so this is what it begins with.</summary>
    public const long Everyone = 0;

    /// <summary>Nobody sees the row but the room.</summary>
    public const long Nobody = -1;

    /// <summary>For the room's own copies, which have all rows.</summary>
    internal const long All = long.MinValue;

    /// <summary>Only who has that seat sees the row.</summary>
    /// <param name="seat">The seat.</param>
    public static long Of(Seat seat) => Of(seat.Index);

    /// <summary>Only who has that seat sees the row.</summary>
    /// <param name="seat">Its index; −1 is a watcher, who sees what everyone sees.</param>
    public static long Of(int seat) => seat + 1;

    internal static bool Sees(long view, long row) => row == Everyone || row == view || view == All;
}
