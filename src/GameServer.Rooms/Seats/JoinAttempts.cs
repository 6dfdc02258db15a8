using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>
/// The joins by which a seat was taken, as far as a join that was held up on its way is to be told from a new one: of each client
/// that had the seat the last one that counted.
/// </summary>
/// <remarks>Bound: <see cref="MaxStays"/>; the one that had the seat longest ago is forgotten.</remarks>
internal sealed class JoinAttempts
{
    internal const int MaxStays = 4;

    private readonly List<JoinAttempt> known = [];

    /// <summary>By stays, the one that had the seat last at the end.</summary>
    internal IReadOnlyList<JoinAttempt> Known => known;

    /// <summary>The join by which the seat is held; null if its client does not count them.</summary>
    internal JoinAttempt? Current { get; private set; }

    /// <summary>
    /// Whether the client has said something since that has counted. Who had the seat before another took it, and says the same
    /// again, had its turn too.
    /// </summary>
    internal bool IsLate(JoinAttempt? attempt) =>
        attempt is { } asked && known.Exists(last => last.Stay == asked.Stay && (asked.N < last.N || (asked.N == last.N && !IsOfHolder(asked))));

    /// <summary>Whether it comes from the client that has the seat.</summary>
    internal bool IsOfHolder(JoinAttempt? attempt) => attempt is { } asked && Current is { } held && asked.Stay == held.Stay;

    internal void Granted(JoinAttempt? attempt)
    {
        Current = attempt;
        if (attempt is not { } granted)
        {
            return;
        }

        known.RemoveAll(last => last.Stay == granted.Stay);
        if (known.Count == MaxStays)
        {
            known.RemoveAt(0);
        }

        known.Add(granted);
    }

    internal void Restore(IEnumerable<JoinAttempt> kept, JoinAttempt? current)
    {
        known.AddRange(kept);
        Current = current;
    }
}
