using GameServer.Rooms;

namespace Games.Leaderboard;

/// <summary>One leaderboard: everyone's tally, and the best of them in order.</summary>
/// <param name="places">The best.</param>
/// <param name="tallies">Everyone.</param>
/// <param name="numbers">Which period it is.</param>
/// <param name="numberOf">The number of the period that a day is in, counted in days since 1970.</param>
internal sealed class Period(Table<Place> places, Table<Tally> tallies, Table<PeriodNumber> numbers, Func<long, long> numberOf)
{
    /// <summary>Begins anew if that day is of a later period. A clock that is set back changes nothing.</summary>
    internal void Begin(long day)
    {
        var current = numbers.Find(0) ?? numbers.Add(0);
        if (numberOf(day) > current.Number)
        {
            current.Number = numberOf(day);
            foreach (var tally in tallies)
            {
                tallies.Remove(tally);
            }

            Show([]);
        }
    }

    internal void Count(RoomContext room, IReadOnlyList<Result> results)
    {
        foreach (var result in results)
        {
            var tally = Find(result.PlayerId) ?? Add(room.NextId(), result.PlayerId);
            tally.Name = result.Name;
            tally.Score += result.Score;
            tally.Wins += result.HasWon ? 1 : 0;
        }

        var ranked = Ranked();
        foreach (var last in ranked.Skip(BoardRules.Players))
        {
            tallies.Remove(last);
        }

        Show(ranked);
    }

    private void Show(List<Tally> ranked)
    {
        for (var i = 0; i < BoardRules.Places; i++)
        {
            if (i >= ranked.Count)
            {
                places.Remove(i + 1);
                continue;
            }

            var place = places.Find(i + 1) ?? places.Add(i + 1);
            (place.PlayerId, place.Name, place.Score, place.Wins) =
                (ranked[i].PlayerId, ranked[i].Name, ranked[i].Score, ranked[i].Wins);
        }
    }

    /// <summary>The higher score first, then more wins, then who has been here for longer.</summary>
    private List<Tally> Ranked()
    {
        List<Tally> all = [];
        foreach (var tally in tallies)
        {
            all.Add(tally);
        }

        return [.. all.OrderByDescending(tally => tally.Score).ThenByDescending(tally => tally.Wins).ThenBy(tally => tally.Key)];
    }

    private Tally Add(long key, string playerId)
    {
        var added = tallies.Add(key);
        added.PlayerId = playerId;
        return added;
    }

    private Tally? Find(string playerId)
    {
        foreach (var tally in tallies)
        {
            if (tally.PlayerId == playerId)
            {
                return tally;
            }
        }

        return null;
    }
}
