using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Sessions;

public sealed class TakeoverTests : NodeTest
{
    [Fact]
    public void Newer_session_of_a_player_takes_the_seat_over_and_the_older_one_is_told()
    {
        var older = Seated("ann", out var first);
        older.Command(1, "add", 5);
        Ticks(1);
        older.Skim();

        var newer = Connect("ann");
        newer.Room(first.RoomId);
        Ticks(1);
        var second = newer.Expect<JoinedFrame>();
        Assert.Equal(first.Seat, second.Seat);
        Assert.True(second.Attach > first.Attach);
        older.ExpectLeft(LeftCodes.TakenOver);
        newer.Skim();
        Assert.Equal(5L, newer.Copy.Rows("counters").Single().Values[0]);
    }

    [Fact]
    public void Older_session_has_no_say_and_hears_no_more_of_the_room()
    {
        var older = Seated("ann", out var joined);
        var newer = Connect("ann");
        newer.Room(joined.RoomId);
        Ticks(1);
        older.Skim();
        newer.Skim();

        older.Input(1, 100);
        older.ExpectError(ErrorCodes.NotJoined);
        older.Command(1, "add", 100);
        older.ExpectError(ErrorCodes.NotJoined);
        newer.Command(1, "add", 1);
        Ticks(20);
        Assert.Equal(1, newer.Expect<AnswerFrame>().Payload);
        older.ExpectNone<DeltaFrame>();
        older.ExpectNone<EventsFrame>();
    }

    [Fact]
    public void What_the_older_session_sent_before_it_knew_is_fenced()
    {
        var older = Seated("ann", out var joined);
        var newer = Connect("ann");
        newer.Room(joined.RoomId);
        Ticks(1);
        newer.Skim();

        // As if it had been on its way while the seat changed hands.
        Server.Rooms.Tell(new Cluster.Rooms.SeatInput(joined.RoomId, joined.Seat, joined.Attach, 1, 100), Akka.Actor.ActorRefs.NoSender);
        Server.Rooms.Tell(
            new Cluster.Rooms.SeatCommand(joined.RoomId, joined.Seat, joined.Attach, 7, 1, "add", 100), Akka.Actor.ActorRefs.NoSender);
        Server.Rooms.Tell(new Cluster.Rooms.LeaveRoom(joined.RoomId, joined.Seat, joined.Attach), Akka.Actor.ActorRefs.NoSender);
        Ticks(1);
        newer.ExpectNone<LeftFrame>();
        newer.Command(1, "add", 1);
        Ticks(1);
        Assert.Equal(1, newer.Expect<AnswerFrame>().Payload);
        older.ExpectNone<AnswerFrame>();
    }

    [Fact]
    public void End_of_the_older_session_does_not_touch_the_seat()
    {
        var older = Seated("ann", out var joined);
        var newer = Connect("ann");
        newer.Room(joined.RoomId);
        Ticks(1);
        older.Connection.Cut();
        Pass(CounterGame.Defaults.Grace + TimeSpan.FromSeconds(1));

        newer.ExpectNone<LeftFrame>();
        newer.Skim();
        Assert.Equal(0L, newer.Copy.Rows("counters").Single().Values[1]);
    }

    [Fact]
    public void Player_can_take_the_seat_back_and_forth()
    {
        var left = Seated("ann", out var joined);
        var right = Connect("ann");
        for (var round = 0; round < 3; round++)
        {
            right.Room(joined.RoomId, $"right-{round}");
            Ticks(1);
            right.Expect<JoinedFrame>();
            left.ExpectLeft(LeftCodes.TakenOver);
            left.Room(joined.RoomId, $"left-{round}");
            Ticks(1);
            left.Expect<JoinedFrame>();
            right.ExpectLeft(LeftCodes.TakenOver);
        }
    }

    [Fact]
    public void Two_sessions_that_join_in_the_same_tick_end_with_one_seated()
    {
        Seated("host", out var host);
        var first = Connect("ann");
        var second = Connect("ann");
        first.Room(host.RoomId, "first");
        second.Room(host.RoomId, "second");
        Ticks(1);

        Assert.Equal(second.Expect<JoinedFrame>().Seat, first.Expect<JoinedFrame>().Seat);
        first.ExpectLeft(LeftCodes.TakenOver);
        second.ExpectNone<LeftFrame>();
    }
}
