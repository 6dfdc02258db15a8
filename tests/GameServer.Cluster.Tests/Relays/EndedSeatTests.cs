using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Tests.Relays;

/// <summary>A seat that ends for its player, seen from a relay that hears of it late, or never.</summary>
public sealed class EndedSeatTests : RelayTest
{
    [Fact]
    public void Player_of_a_seat_that_ended_hears_what_was_before_its_end_and_nothing_of_the_next_one()
    {
        Snapshot(tick: 10);
        Add(Seat(0, attach: 1, tick: 5));
        Frames();

        // A room that makes up for lost time tells several ticks at once: a kick, and the seat's next player.
        Envelope(1, 11, [Event(1, "you are out", 0), Event(2, "welcome, next one", 0)], new SeatEnded(0, 1, LeaveReason.Kicked, 1));
        Assert.Equal(["you are out"], Told());
        Session.ExpectMsg<ReaderAdded>();
        Assert.Equal(LeftCodes.Kicked, Session.ExpectMsg<ReaderEnded>().Code);
        Envelope(2, 12, [Event(3, "secret", 0)]);
        Assert.Empty(Frames());
    }

    [Fact]
    public void Seat_that_ended_before_its_reader_came_is_not_read()
    {
        Snapshot(tick: 10);
        Envelope(1, 11, [], new SeatEnded(0, 1, LeaveReason.Kicked, 0));
        Add(Seat(0, attach: 1, tick: 11));

        Session.ExpectMsg<ReaderAdded>();
        Assert.Equal(LeftCodes.Kicked, Session.ExpectMsg<ReaderEnded>().Code);
        Assert.IsType<JoinedFrame>(Assert.Single(Frames()));
        Envelope(2, 12, [Event(1, "secret", 0)]);
        Assert.Empty(Frames());
    }

    [Fact]
    public void Seat_that_ended_unheard_is_not_read_after_the_gap()
    {
        Snapshot(tick: 10);
        Add(Seat(0, attach: 1, tick: 5));
        Session.ExpectMsg<ReaderAdded>();
        Frames();
        Envelope(3, 14);
        Rooms.ExpectMsg<SubscribeRelay>();

        // Meanwhile the seat has gone to another player.
        Snapshot(tick: 15, seq: 3, events: [Event(1, "secret", 0)], holders: [new SeatHolder(0, 2)]);
        Assert.Equal(LeftCodes.GraceOver, Session.ExpectMsg<ReaderEnded>().Code);
        Envelope(4, 16, [Event(2, "secret too", 0)]);
        Assert.Empty(Frames());
    }

    [Fact]
    public void Seat_that_nobody_holds_is_not_read_either()
    {
        Snapshot(tick: 10, holders: []);
        Add(Seat(0, attach: 1, tick: 5));
        Session.ExpectMsg<ReaderAdded>();
        Assert.Equal(LeftCodes.GraceOver, Session.ExpectMsg<ReaderEnded>().Code);
    }

    [Fact]
    public void Seat_that_is_newer_than_the_relays_copy_is_read()
    {
        Snapshot(tick: 10, holders: []);
        Add(Seat(0, attach: 1, tick: 11));
        Assert.Equal([typeof(JoinedFrame), typeof(FullFrame)], Frames().Select(frame => frame.GetType()));
    }

    [Fact]
    public void Newer_attach_of_the_same_player_is_read_on()
    {
        Snapshot(tick: 10);
        Add(Seat(0, attach: 1, tick: 5));
        Frames();
        Envelope(3, 14);
        Snapshot(tick: 15, seq: 3, holders: [new SeatHolder(0, 1)]);
        Add(Seat(0, attach: 4, tick: 15), joinId: "again");
        Frames();
        Envelope(4, 16, [Event(1, "for you", 0)]);
        Assert.Equal(["for you"], Told());
    }
}
