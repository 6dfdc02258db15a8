using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Seats;

public sealed class CapacityTests : NodeTest
{
    [Fact]
    public void Burst_of_quick_matches_in_one_tick_seats_everyone_once_and_overfills_no_room()
    {
        var clients = Enumerable.Range(0, 50).Select(i => Connect($"player-{i}")).ToArray();
        foreach (var client in clients)
        {
            client.Quick();
        }

        Pass(TimeSpan.FromSeconds(1));
        var joins = clients.Select(client => client.Expect<JoinedFrame>()).ToArray();
        Assert.Equal(50, joins.Select(joined => (joined.RoomId, joined.Seat)).Distinct().Count());
        Assert.All(joins, joined => Assert.InRange(joined.Seat, 0, 3));
        Assert.Equal(13, Server.RoomCount.Count);
    }

    [Fact]
    public void Rush_to_one_room_by_its_id_fills_it_and_tells_the_others_that_it_is_full()
    {
        Seated("host", out var host);
        var clients = Enumerable.Range(0, 20).Select(i => Connect($"player-{i}")).ToArray();
        foreach (var client in clients)
        {
            client.Room(host.RoomId);
        }

        Ticks(1);
        Assert.Equal(3, clients.Sum(client => client.All<JoinedFrame>().Count));
        var errors = clients.SelectMany(client => client.All<ErrorFrame>()).ToArray();
        Assert.Equal(17, errors.Length);
        Assert.All(errors, error => Assert.Equal(ErrorCodes.RoomFull, error.Code));
    }

    [Fact]
    public void Quick_match_that_meets_a_full_room_finds_or_makes_another()
    {
        Seated("host", out var host);
        var byId = Enumerable.Range(0, 3).Select(i => Connect($"by-id-{i}")).ToArray();
        var quick = Enumerable.Range(0, 3).Select(i => Connect($"quick-{i}")).ToArray();
        // Those who know the room are first; the matchmaker does not know of them yet when it sends the others.
        foreach (var client in byId)
        {
            client.Room(host.RoomId);
        }

        foreach (var client in quick)
        {
            client.Quick();
        }

        Pass(TimeSpan.FromSeconds(1));
        Assert.All(byId, client => Assert.Equal(host.RoomId, client.Expect<JoinedFrame>().RoomId));
        var elsewhere = quick.Select(client => client.Expect<JoinedFrame>()).ToArray();
        Assert.All(elsewhere, joined => Assert.NotEqual(host.RoomId, joined.RoomId));
        Assert.Single(elsewhere.Select(joined => joined.RoomId).Distinct());
        Assert.All(quick, client => client.ExpectNone<ErrorFrame>());
    }

    [Fact]
    public void Players_that_come_one_by_one_fill_a_room_before_another_is_made()
    {
        for (var player = 0; player < 4; player++)
        {
            Seated($"player-{player}");
        }

        Assert.Equal(1, Server.RoomCount.Count);
        Seated("fifth");
        Assert.Equal(2, Server.RoomCount.Count);
    }

    [Fact]
    public void Seat_that_is_given_up_and_wanted_in_the_same_tick_goes_to_one_player()
    {
        Settings = Settings with { Seats = 1 };
        var ann = Seated("ann", out var joined);
        var bob = Connect("bob");
        var carl = Connect("carl");
        ann.Send(new LeaveFrame(1));
        bob.Room(joined.RoomId);
        carl.Room(joined.RoomId);
        Ticks(1);

        Assert.Equal(0, bob.Expect<JoinedFrame>().Seat);
        carl.ExpectError(ErrorCodes.RoomFull);
    }

    [Fact]
    public void Player_with_a_seat_gets_back_into_a_full_room()
    {
        Settings = Settings with { Seats = 1 };
        var ann = Seated("ann", out var joined);
        ann.Connection.Cut();
        var bob = Connect("bob");
        bob.Room(joined.RoomId);
        Ticks(1);
        bob.ExpectError(ErrorCodes.RoomFull);

        ann.Reconnect();
        ann.Quick("again");
        Ticks(1);
        Assert.Equal(joined.RoomId, ann.Expect<JoinedFrame>().RoomId);
    }

    [Fact]
    public void Node_at_its_bound_of_rooms_is_busy()
    {
        Limits = new NodeLimits { Rooms = 1 };
        Seated("ann");
        var bob = Connect("bob");
        bob.Create();
        Assert.Equal(1000, bob.ExpectError(ErrorCodes.Busy).Details["retryAfter"]);
        Assert.Equal(1, Server.RoomCount.Count);
    }
}
