using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>An incarnation of a room that has ended.</summary>
/// <param name="Id">Its id.</param>
/// <param name="End">The event offset with which the next one went on.</param>
public sealed record EarlierEpoch(string Id, long End);

/// <summary>One incarnation of a room.</summary>
/// <param name="Number">Rises from each incarnation to the next, from 1.</param>
/// <param name="Id">Random; tells incarnations of equal number apart.</param>
/// <param name="Earlier">Those that it continues, the latest last; <see cref="MaxEarlier"/> at most.</param>
public sealed record RoomEpoch(int Number, string Id, IReadOnlyList<EarlierEpoch> Earlier)
{
    /// <summary>How many incarnations back a cursor may be; more moves than a room makes while a client is away.</summary>
    public const int MaxEarlier = 8;

    /// <summary>The first incarnation of a room.</summary>
    public static RoomEpoch First(string id) => new(1, id, []);

    /// <summary>The incarnation that goes on from this one.</summary>
    /// <param name="number">Its number, higher than this one's.</param>
    /// <param name="id">Its id.</param>
    /// <param name="end">The event offset with which it goes on.</param>
    /// <param name="between">
    /// Ids of incarnations that went on from this one as well, and left nothing that could be gone on from: what they told ends there too.
    /// </param>
    public RoomEpoch Next(int number, string id, long end, params IEnumerable<string> between) => new(
        number,
        id,
        [.. Earlier.Concat(between.Prepend(Id).Select(earlier => new EarlierEpoch(earlier, end))).TakeLast(MaxEarlier)]);

    /// <summary>Whether this incarnation continues another.</summary>
    public bool IsAfter(RoomEpoch other) => Earlier.Any(earlier => earlier.Id == other.Id);

    /// <summary>Whether a cursor of an earlier incarnation stands in what this one continues, and not beyond it.</summary>
    internal bool Continues(Cursor held)
    {
        var known = false;
        foreach (var earlier in Earlier)
        {
            known |= earlier.Id == held.EpochId;
            if (known && held.Offset > earlier.End)
            {
                return false;
            }
        }

        return known && held.Epoch < Number;
    }
}
