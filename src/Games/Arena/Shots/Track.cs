using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Where a ship was at the end of the last ticks. In a table, so that a room that moves judges shots the same.</summary>
internal sealed class Track : Row
{
    // The places of the rewind and the one before the first of its steps, as a power of two.
    private const int Places = 8;

    internal static TableSchema Schema { get; } = new(
        "tracks", [.. Enumerable.Range(0, Places).SelectMany(i => new[] { Column.Int($"x{i}"), Column.Int($"y{i}") })]);

    internal void Note(long tick, int x, int y)
    {
        var column = ColumnOf(tick);
        Set(column, x);
        Set(column + 1, y);
    }

    /// <summary>Where it was at the end of one of the last <see cref="Rules.RewindTicks"/> ticks.</summary>
    internal (int X, int Y) At(long tick)
    {
        var column = ColumnOf(tick);
        return ((int)Int(column), (int)Int(column + 1));
    }

    private static int ColumnOf(long tick) => (int)(tick & (Places - 1)) * 2;
}
