using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.TestKit;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Cluster.Tests.Sessions;

/// <summary>One session among probes: what comes late, gets lost or overtakes something else, which a quiet node never shows.</summary>
public sealed class LateAnswerTests : GameTestKit
{
    private const string RoomId = "ABCDEFGHJK";

    private readonly TestProbe rooms;
    private readonly TestProbe relays;
    private readonly TestProbe room;
    private readonly TestProbe relay;
    private readonly VirtualTime time;
    private readonly Outbox outbox = new(FrameEncoding.Binary, 256 * 1024);
    private readonly InboundWindow window = new();
    private readonly IActorRef session;

    public LateAnswerTests()
    {
        (rooms, relays, room, relay) = (CreateTestProbe("rooms"), CreateTestProbe("relays"), CreateTestProbe("room"), CreateTestProbe("relay"));
        time = VirtualTime.Of(Sys);
        var services = new NodeServices(
            new GameCatalog(), time, new SchedulerTickSource(Sys.Scheduler), new SeededIds(1), new NodeLimits(), NullLogger.Instance);
        session = ActorOfAsTestActorRef<SessionActor>(SessionActor.Props(
            new PlayerIdentity("ann", "Ann"), outbox, window, new SessionNeighbours(rooms, relays, CreateTestProbe()), services));
    }

    [Fact]
    public void Seat_that_is_given_after_the_client_left_is_given_back()
    {
        Send(Join("one"), new LeaveFrame(1));
        rooms.ExpectMsg<JoinRoom>();
        Give("one", attach: 5);
        Assert.Equal(new LeaveRoom(RoomId, 0, 5), room.ExpectMsg<LeaveRoom>());
        relays.ExpectMsg<RemoveReader>();
        Assert.Equal([LeftCodes.Left], Frames().OfType<LeftFrame>().Select(left => left.Code));
    }

    [Fact]
    public void Seat_that_is_given_after_the_client_was_told_busy_is_given_back()
    {
        Send(Join("one"));
        time.Advance(TimeSpan.FromSeconds(11), 20);
        var error = Assert.Single(Frames().OfType<ErrorFrame>());
        Assert.Equal(ErrorCodes.Busy, error.Code);
        Assert.Equal(1000, error.Details["retryAfter"]);

        Give("one", attach: 5);
        Assert.Equal(new LeaveRoom(RoomId, 0, 5), room.ExpectMsg<LeaveRoom>());
    }

    [Fact]
    public void Join_that_is_not_answered_is_asked_for_again()
    {
        Send(Join("one"));
        var first = rooms.ExpectMsg<JoinRoom>();
        time.Advance(TimeSpan.FromSeconds(2.5), 20);
        Assert.Equal(first, rooms.ExpectMsg<JoinRoom>());
        Give("one", attach: 5);
        Give("one", attach: 5);
        relays.ExpectMsg<AddReader>();
        session.Tell(new ReaderAdded(1, "one", RoomId, relay));
        Give("one", attach: 5);
        Send(new InputFrame(1, 1, 3));
        Assert.Equal(5, room.ExpectMsg<SeatInput>().Attach);
    }

    [Fact]
    public void One_who_was_in_a_room_asks_for_it_sooner_and_sooner_again_than_a_newcomer()
    {
        Seat();
        Lose(isNodeRemoved: false);
        rooms.ExpectMsg<JoinRoom>();
        time.Advance(TimeSpan.FromMilliseconds(600), 20);
        rooms.ExpectMsg<JoinRoom>();
        time.Advance(TimeSpan.FromMilliseconds(600), 20);
        Assert.False(rooms.HasMessages);
        time.Advance(TimeSpan.FromMilliseconds(500), 20);
        rooms.ExpectMsg<JoinRoom>();

        // It is given a seat: that is enough.
        Give("one", attach: 5);
        session.Tell(new ReaderAdded(1, "one", RoomId, relay));
        time.Advance(TimeSpan.FromSeconds(5), 20);
        Assert.False(rooms.HasMessages);
    }

    [Fact]
    public void A_room_whose_node_was_removed_is_asked_for_when_that_is_known_to_all()
    {
        Seat();
        Lose(isNodeRemoved: true);
        time.Advance(TimeSpan.FromMilliseconds(200), 20);
        Assert.False(rooms.HasMessages);
        time.Advance(TimeSpan.FromMilliseconds(100), 20);
        rooms.ExpectMsg<JoinRoom>();

        // One that has left meanwhile asks no more.
        Send(new LeaveFrame(1));
        time.Advance(TimeSpan.FromSeconds(2), 20);
        Assert.False(rooms.HasMessages);
    }

    [Fact]
    public void One_who_comes_back_is_told_by_the_nodes_relay_when_the_room_is_there_again()
    {
        Send(Join("two") with { Cursor = new Cursor(1, "0123456789abcdef", 3, 0, 5) });
        var first = rooms.ExpectMsg<JoinRoom>();
        Assert.False(relays.HasMessages);
        time.Advance(TimeSpan.FromSeconds(3.6), 20);
        Assert.Equal(3, Asked());
        Assert.Equal(new AwaitRoom(RoomId, session), relays.ExpectMsg<AwaitRoom>());

        // What it asked last went to the node that is gone, and its next question is due in two seconds.
        session.Tell(new RoomIsBack(RoomId, room));
        Assert.Equal(first, room.ExpectMsg<JoinRoom>());
        Assert.False(rooms.HasMessages);

        // Had that been lost as well, it would begin anew to ask.
        time.Advance(TimeSpan.FromMilliseconds(600), 20);
        Assert.Equal(1, Asked());
        Give("two", attach: 6);
        relays.FishForMessage<AddReader>(_ => true);
        session.Tell(new RoomIsBack(RoomId, room));
        session.Tell(new ReaderAdded(1, "two", RoomId, relay));
        Send(new InputFrame(1, 1, 3));
        room.ExpectMsg<SeatInput>();
    }

    [Fact]
    public void A_newcomer_waits_for_no_room_that_it_may_never_have_been_in()
    {
        Send(Join("one"));
        time.Advance(TimeSpan.FromSeconds(4.5), 20);
        Assert.Equal(3, Asked());
        Assert.False(relays.HasMessages);
    }

    private int Asked()
    {
        var asked = 0;
        for (; rooms.HasMessages; asked++)
        {
            rooms.ExpectMsg<JoinRoom>();
        }

        return asked;
    }

    private void Seat()
    {
        Send(Join("one"));
        rooms.ExpectMsg<JoinRoom>();
        Give("one", attach: 5);
        session.Tell(new ReaderAdded(1, "one", RoomId, relay));
    }

    private void Lose(bool isNodeRemoved) =>
        ((IInternalActorRef)session).SendSystemMessage(new DeathWatchNotification(room, true, isNodeRemoved));

    [Fact]
    public void Leaving_while_the_relay_begins_gives_up_seat_and_reader()
    {
        Send(Join("one"));
        Give("one", attach: 5);
        relays.ExpectMsg<AddReader>();
        Send(new LeaveFrame(1));
        Assert.Equal(new LeaveRoom(RoomId, 0, 5), room.ExpectMsg<LeaveRoom>());
        // By the way of the reader itself, which no relay has confirmed yet.
        Assert.Equal(new RemoveReader(RoomId, session, 1), relays.ExpectMsg<RemoveReader>());
    }

    [Fact]
    public void Reader_that_is_not_confirmed_is_asked_for_again()
    {
        Send(Join("one"));
        Give("one", attach: 5);
        var first = relays.ExpectMsg<AddReader>();
        time.Advance(TimeSpan.FromSeconds(2.5), 20);
        Assert.Equal(first, relays.ExpectMsg<AddReader>());
    }

    [Fact]
    public void Commands_reach_the_room_while_its_relay_is_replaced()
    {
        Joined(attach: 5);
        Sys.Stop(relay);
        Assert.True(relays.ExpectMsg<AddReader>().IsReturning);
        Send(new CommandFrame(1, 7, 1, "add", 1), new AckFrame(1, 7, 1), new InputFrame(1, 1, 1));
        room.ExpectMsg<SeatCommand>();
        room.ExpectMsg<SeatAcknowledge>();
        room.ExpectMsg<SeatInput>();
        Assert.Empty(Frames());
    }

    [Fact]
    public void Room_that_cannot_be_read_any_more_ends_for_the_client_and_gets_its_seat_back()
    {
        Joined(attach: 5);
        Sys.Stop(relay);
        relays.ExpectMsg<AddReader>();
        Wait(seconds: 59);
        Assert.Empty(Frames().OfType<LeftFrame>());
        Wait(seconds: 2);
        Assert.Equal(LeftCodes.RoomClosed, Assert.Single(Frames().OfType<LeftFrame>()).Code);
        Assert.Equal(new LeaveRoom(RoomId, 0, 5), room.ExpectMsg<LeaveRoom>());
    }

    [Fact]
    public void Room_that_stopped_is_joined_again_and_its_end_is_told()
    {
        Joined(attach: 5);
        Sys.Stop(room);
        rooms.ExpectMsg<JoinRoom>();
        Send(new InputFrame(1, 1, 1));
        Assert.Empty(Frames());
        session.Tell(new RoomGone(RoomId));
        Assert.Equal(LeftCodes.RoomGone, Assert.Single(Frames().OfType<LeftFrame>()).Code);
    }

    [Fact]
    public void Room_that_is_nowhere_for_a_while_is_waited_for_by_those_who_were_in_it()
    {
        Joined(attach: 5);
        Sys.Stop(room);
        rooms.ExpectMsg<JoinRoom>();
        Wait(seconds: 30);
        Assert.DoesNotContain(Frames(), frame => frame is LeftFrame or ErrorFrame);
    }

    [Fact]
    public void One_who_comes_back_over_a_new_connection_waits_as_long()
    {
        Send(Join("two") with { Cursor = new Cursor(1, "0123456789abcdef", 3, 0, 5) });
        Assert.Equal(5, rooms.ExpectMsg<JoinRoom>().HeldAttach);
        Wait(seconds: 59);
        Assert.DoesNotContain(Frames(), frame => frame is LeftFrame or ErrorFrame);
        Wait(seconds: 2);
        Assert.Equal(ErrorCodes.Busy, Assert.Single(Frames().OfType<ErrorFrame>()).Code);
    }

    [Fact]
    public void Room_that_stops_while_its_relay_begins_keeps_its_player_seated()
    {
        Send(Join("one"));
        rooms.ExpectMsg<JoinRoom>();
        Give("one", attach: 5);
        relays.ExpectMsg<AddReader>();
        Sys.Stop(room);
        rooms.ExpectMsg<JoinRoom>();
        session.Tell(new ReaderAdded(1, "one", RoomId, relay));

        // The relay has said joined, and the client begins to talk.
        Send(new AckFrame(1, 7, 1), new CommandFrame(1, 7, 2, "add", 1));
        Assert.Empty(Frames());
        var elsewhere = CreateTestProbe("elsewhere");
        session.Tell(new JoinRoomResult(RoomId, "one", new JoinOutcome(null, null, 0, 5, 0, 0, 0, 1), elsewhere));
        Assert.True(relays.ExpectMsg<AddReader>().IsReturning);
        Send(new CommandFrame(1, 7, 2, "add", 1));
        elsewhere.ExpectMsg<SeatCommand>();
    }

    private static JoinFrame Join(string joinId) => new(1, joinId, JoinBy.Room, RoomId, false, 0, null, Payload.Nil);

    private void Joined(long attach)
    {
        Send(Join("one"));
        rooms.ExpectMsg<JoinRoom>();
        Give("one", attach);
        relays.ExpectMsg<AddReader>();
        session.Tell(new ReaderAdded(1, "one", RoomId, relay));
    }

    /// <summary>Lets time pass for a client that is heard of now and then.</summary>
    private void Wait(int seconds)
    {
        for (var left = seconds; left > 0; left -= 10)
        {
            Send(new PingFrame(null, 1));
            time.Advance(TimeSpan.FromSeconds(Math.Min(left, 10)), 20);
        }
    }

    private void Send(params ClientFrame[] frames)
    {
        Assert.True(window.EnterAsync(CancellationToken.None).IsCompleted);
        session.Tell(new FramesReceived(frames));
    }

    private void Give(string joinId, long attach) => session.Tell(
        new JoinRoomResult(RoomId, joinId, new JoinOutcome(null, null, 0, attach, 0, 0, 0, 1), room));

    private List<ServerFrame> Frames()
    {
        var frames = new List<ServerFrame>();
        Assert.True(ServerFrames.TryDecode(outbox.Take().ToArray(), FrameEncoding.Binary, frames, out _));
        outbox.Sent();
        return frames;
    }
}
