using CsCheck;
using GameServer.Cluster.Lobby;

namespace GameServer.Cluster.Tests.Lobby;

public sealed class MatchmakingTests
{
    private static readonly string[] ids = ["A", "B", "C", "D", "E", "F"];
    private static readonly string[] kinds = ["arena", "chess"];

    // Which game a room runs and whether it is private do not change during its life.
    private static readonly Gen<RoomListing> listing =
        from id in OneOf(ids)
        from taken in Gen.Int[0, 4]
        select new RoomListing(id, kinds[id[0] % 2], id[0] % 3 == 0, taken, 4);

    private static readonly Gen<Wish> wishes =
        from player in OneOf("ann", "bob", "carl")
        from kind in OneOf(kinds)
        from excluded in OneOf(ids).Array[0, 3]
        select new Wish(player, kind, excluded);

    [Fact]
    public void Proposal_is_always_a_known_public_room_of_that_kind_with_a_free_seat_that_was_not_tried()
    {
        Gen.OneOf(
                listing.Select(listing => (object)listing),
                wishes.Select(wish => (object)wish),
                OneOf(ids).Select(id => (object)id),
                Gen.Int[0, 4000].Select(ms => (object)TimeSpan.FromMilliseconds(ms)))
            .Array[1, 60]
            .Sample(Play);
    }

    [Fact]
    public void Burst_of_players_is_spread_so_that_no_room_is_proposed_to_more_than_it_has_seats()
    {
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 6], Gen.Int[1, 40]).Sample((rooms, seats, players) =>
        {
            var matchmaking = new Matchmaking();
            for (var room = 0; room < rooms; room++)
            {
                matchmaking.Announced(new RoomListing($"room-{room}", "arena", false, 0, seats), TimeSpan.Zero);
            }

            var proposed = Enumerable.Range(0, players)
                .Select(player => matchmaking.Propose("arena", $"player-{player}", "join", [], TimeSpan.FromMilliseconds(player)))
                .ToArray();
            Assert.Equal(Math.Min(players, rooms * seats), proposed.Count(roomId => roomId is not null));
            Assert.All(proposed.OfType<string>().CountBy(roomId => roomId), room => Assert.True(room.Value <= seats));
        });
    }

    [Fact]
    public void Players_that_arrived_do_not_count_as_on_their_way_too()
    {
        var matchmaking = new Matchmaking();
        matchmaking.Announced(new RoomListing("A", "arena", false, 0, 4), TimeSpan.Zero);
        for (var player = 1; player <= 4; player++)
        {
            Assert.Equal("A", matchmaking.Propose("arena", $"player-{player}", "join", [], TimeSpan.Zero));
            matchmaking.Announced(new RoomListing("A", "arena", false, player, 4), TimeSpan.Zero);
        }

        Assert.Null(matchmaking.Propose("arena", "player-5", "join", [], TimeSpan.Zero));
    }

    [Fact]
    public void Proposal_that_nobody_followed_is_a_free_seat_again_after_a_while()
    {
        var matchmaking = new Matchmaking();
        matchmaking.Announced(new RoomListing("A", "arena", false, 0, 1), TimeSpan.Zero);
        Assert.Equal("A", matchmaking.Propose("arena", "ann", "join", [], TimeSpan.Zero));
        Assert.Null(matchmaking.Propose("arena", "bob", "join", [], TimeSpan.FromSeconds(4.9)));
        Assert.Equal("A", matchmaking.Propose("arena", "bob", "join", [], TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Repeated_join_is_sent_to_the_room_of_the_first_time_even_when_it_is_full()
    {
        var matchmaking = new Matchmaking();
        matchmaking.Announced(new RoomListing("A", "arena", false, 0, 1), TimeSpan.Zero);
        matchmaking.Propose("arena", "ann", "join", [], TimeSpan.Zero);
        matchmaking.Announced(new RoomListing("A", "arena", false, 1, 1), TimeSpan.Zero);

        Assert.Equal("A", matchmaking.Recall("ann", "join"));
        Assert.Null(matchmaking.Recall("ann", "other"));
        Assert.Null(matchmaking.Recall("bob", "join"));
        matchmaking.Withdrawn("A");
        Assert.Null(matchmaking.Recall("ann", "join"));
    }

    [Fact]
    public void Joins_and_silent_rooms_are_forgotten()
    {
        var matchmaking = new Matchmaking();
        matchmaking.Announced(new RoomListing("A", "arena", false, 0, 4), TimeSpan.Zero);
        matchmaking.Propose("arena", "ann", "join", [], TimeSpan.Zero);
        matchmaking.Announced(new RoomListing("A", "arena", false, 0, 4), TimeSpan.FromSeconds(61));
        matchmaking.Sweep(TimeSpan.FromSeconds(61));
        Assert.Null(matchmaking.Recall("ann", "join"));
        Assert.Single(matchmaking.Public);
        matchmaking.Sweep(TimeSpan.FromSeconds(72));
        Assert.Empty(matchmaking.Public);
        Assert.Null(matchmaking.Propose("arena", "ann", "join-2", [], TimeSpan.FromSeconds(72)));
    }

    [Fact]
    public void Fuller_rooms_are_filled_first_and_the_own_room_of_before_comes_before_them()
    {
        var matchmaking = new Matchmaking();
        matchmaking.Announced(new RoomListing("A", "arena", false, 1, 4), TimeSpan.Zero);
        Assert.Equal("A", matchmaking.Propose("arena", "ann", "one", [], TimeSpan.Zero));
        matchmaking.Announced(new RoomListing("B", "arena", false, 3, 4), TimeSpan.Zero);
        Assert.Equal("B", matchmaking.Propose("arena", "bob", "one", [], TimeSpan.Zero));
        Assert.Equal("A", matchmaking.Propose("arena", "ann", "two", [], TimeSpan.Zero));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static void Play(object[] steps)
    {
        var matchmaking = new Matchmaking();
        var known = new Dictionary<string, RoomListing>();
        var last = new Dictionary<(string, string), string>();
        var now = TimeSpan.Zero;
        for (var i = 0; i < steps.Length; i++)
        {
            switch (steps[i])
            {
                case RoomListing listing:
                    matchmaking.Announced(listing, now);
                    known[listing.RoomId] = listing;
                    break;
                case string withdrawn:
                    matchmaking.Withdrawn(withdrawn);
                    known.Remove(withdrawn);
                    break;
                case TimeSpan passed:
                    now += passed;
                    matchmaking.Sweep(now);
                    break;
                case Wish wish when matchmaking.Propose(wish.Kind, wish.Player, $"join-{i}", wish.Excluded, now) is { } roomId:
                    var room = known[roomId];
                    Assert.Equal(wish.Kind, room.Kind);
                    Assert.False(room.IsPrivate);
                    Assert.DoesNotContain(roomId, wish.Excluded);
                    // A player may have a seat in the room of before, however full it is.
                    Assert.True(room.Taken < room.Seats || last.GetValueOrDefault((wish.Player, wish.Kind)) == roomId);
                    Assert.Equal(roomId, matchmaking.Recall(wish.Player, $"join-{i}"));
                    last[(wish.Player, wish.Kind)] = roomId;
                    break;
            }
        }
    }

    private sealed record Wish(string Player, string Kind, string[] Excluded);
}
