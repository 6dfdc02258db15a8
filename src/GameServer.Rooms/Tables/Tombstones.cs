using System.Runtime.InteropServices;

namespace GameServer.Rooms;

/// <summary>A row that is gone.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Born">The tick in which it was added: readers with older baselines never knew it.</param>
/// <param name="Removed">The tick in which it was removed.</param>
/// <param name="View">Who saw it.</param>
internal readonly record struct Tombstone(long Key, long Born, long Removed, long View);

/// <summary>
/// The removals of one table, by rising tick, for readers with older baselines. Bound: <see cref="Max"/>, then the oldest go and
/// readers that lack them get full state; but those of the newest tick all stay, so a delta from the tick before is always whole.
/// </summary>
internal sealed class Tombstones
{
    /// <summary>Removals that are remembered.</summary>
    internal const int Max = 2048;

    private readonly List<Tombstone> stones = [];
    private int start;

    /// <summary>The oldest baseline from which all removals are still known.</summary>
    internal long Horizon { get; private set; }

    internal void Add(Tombstone stone)
    {
        if (stone.Born == stone.Removed)
        {
            // Came and went within one tick: no reader knows it.
            return;
        }

        stones.Add(stone);
        while (stones.Count - start > Max && stones[start].Removed < stone.Removed)
        {
            Horizon = stones[start++].Removed;
        }

        if (start > Max)
        {
            stones.RemoveRange(0, start);
            start = 0;
        }
    }

    /// <summary>Forgets everything: baselines before that tick are not served.</summary>
    internal void Reset(long tick)
    {
        stones.Clear();
        start = 0;
        Horizon = tick;
    }

    /// <summary>The removals after a tick.</summary>
    internal ReadOnlySpan<Tombstone> After(long tick)
    {
        int low = start, high = stones.Count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (stones[middle].Removed > tick)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return CollectionsMarshal.AsSpan(stones)[low..];
    }
}
