using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Rooms;

/// <summary>The mail of one room among probes.</summary>
public sealed class RoomPostTests : GameTestKit
{
    private const string RoomId = "ABCDEFGHJK";
    private const ulong Birth = 5;
    private const int TickRate = 20;

    private readonly TestProbe others;
    private readonly TestProbe session;
    private readonly VirtualTime time;
    private readonly IActorRef room;
    private readonly int attach;
    private long commands;

    public RoomPostTests()
    {
        (others, session) = (CreateTestProbe(), CreateTestProbe());
        time = VirtualTime.Of(Sys);
        var services = new NodeServices(
            new GameCatalog().Add(() => new CounterGame()), time, new SchedulerTickSource(Sys.Scheduler), new SeededIds(1), new NodeLimits(), new RecordingLog());
        var neighbours = new RoomNeighbours(CreateTestProbe(), CreateTestProbe()) { Rooms = others };
        room = ActorOfAsTestActorRef<RoomActor>(RoomActor.Props(RoomId, services, neighbours, new RoomCounter()), TestActor);
        room.Tell(new CreateRoom(RoomId, "counter", false, Birth, "epoch", Payload.Nil), TestActor);
        ExpectMsg<RoomCreated>();
        room.Tell(new JoinRoom(RoomId, "ann", "ann", "join", Payload.Nil, 0, session), session);
        time.Step(TickRate);
        attach = (int)session.ExpectMsg<JoinRoomResult>().Outcome.Attach;
    }

    [Fact]
    public void Letter_goes_once_more_each_second_until_it_is_taken()
    {
        Post("board.x");
        var letter = others.ExpectMsg<RoomMail>();
        Assert.Equal(("board.x", RoomId, Birth, 1L, 0L, "note"), (letter.RoomId, letter.From, letter.Birth, letter.N, letter.After, letter.Name));
        Post("board.x");
        var next = others.ExpectMsg<RoomMail>();
        Assert.Equal((2L, 1L), (next.N, next.After));

        Pass(2);
        Assert.Equal([letter, next], [others.ExpectMsg<RoomMail>(), others.ExpectMsg<RoomMail>()]);
        room.Tell(new RoomMailTaken(RoomId, Birth + 1, "board.x", 2), others);
        room.Tell(new RoomMailTaken(RoomId, Birth, "board.y", 2), others);
        room.Tell(new RoomMailTaken(RoomId, Birth, "board.x", 1), others);
        Pass(1);
        Assert.Equal(next with { After = 0 }, others.ExpectMsg<RoomMail>());
        room.Tell(new RoomMailTaken(RoomId, Birth, "board.x", 2), others);
        Pass(3);
        Assert.False(others.HasMessages);
    }

    [Fact]
    public void Mail_for_a_room_that_is_gone_is_given_up_and_that_for_others_is_not()
    {
        Post("board.x");
        Post("board.y");
        others.ReceiveN(2);
        room.Tell(new RoomGone("board.x"), others);
        Pass(2);
        Assert.Equal("board.y", others.ExpectMsg<RoomMail>().RoomId);
        Assert.False(others.HasMessages);
    }

    [Fact]
    public void Receipt_comes_with_the_tick_that_took_the_letter_and_again_for_a_repetition()
    {
        var letter = new RoomMail(RoomId, "board.x", 9, 1, 0, "note", "hello");
        room.Tell(letter, others);
        room.Tell(letter, others);
        room.Tell(letter with { N = 7, After = 3 }, others);
        Assert.False(others.HasMessages);
        time.Step(TickRate);
        var taken = new RoomMailTaken("board.x", 9, RoomId, 1);
        Assert.Equal(taken, others.ExpectMsg<RoomMailTaken>());
        room.Tell(letter, others);
        Assert.Equal(taken, others.ExpectMsg<RoomMailTaken>());
        time.Step(TickRate);
        Assert.False(others.HasMessages);
    }

    [Fact]
    public void Room_with_mail_on_its_way_stays_longer_and_not_for_ever()
    {
        Post("board.x");
        room.Tell(new LeaveRoom(RoomId, 0, attach), session);
        Pass(30);
        Assert.False(HasMessages);
        Pass(5);
        ExpectMsg<Passivate>();
    }

    private void Post(string to)
    {
        room.Tell(
            new SeatCommand(RoomId, 0, attach, 1, ++commands, "post", Payload.Map(("to", to), ("text", commands))), session);
        time.Step(TickRate);
    }

    private void Pass(int seconds) => time.Advance(TimeSpan.FromSeconds(seconds), TickRate);
}
