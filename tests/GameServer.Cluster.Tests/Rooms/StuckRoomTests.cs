using Akka.TestKit;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Rooms;

/// <summary>A room that is in the midst of a message can be seen from outside.</summary>
public sealed class StuckRoomTests : GameTestKit
{
    private const string RoomId = "ABCDEFGHJK";
    private const int Patience = 3;

    private readonly VirtualTime time;
    private readonly NodeServices services;
    private Action inTick = static () => { };

    public StuckRoomTests()
    {
        time = VirtualTime.Of(Sys);
        services = new NodeServices(
            new GameCatalog().Add(() => new HookedGame(() => inTick())),
            time,
            new SchedulerTickSource(Sys.Scheduler),
            new SeededIds(1),
            new NodeLimits(),
            new RecordingLog());
    }

    [Fact]
    public void Room_that_has_not_returned_for_as_many_looks_is_stuck()
    {
        Create();
        var seen = new List<string>();
        inTick = () =>
        {
            for (var i = 0; i < Patience; i++)
            {
                Assert.Empty(services.Turns.Look(Patience));
            }

            seen.AddRange(services.Turns.Look(Patience).Select(room => $"{room.RoomId} {room.Kind}"));
            inTick = static () => { };
        };
        time.Step(20);
        Assert.Equal([$"{RoomId} hooked"], seen);
    }

    [Fact]
    public void Room_that_returns_between_two_looks_is_not_however_many_there_are()
    {
        Create();
        var looks = 0;
        inTick = () =>
        {
            looks++;
            Assert.Empty(services.Turns.Look(1));
        };
        time.Advance(TimeSpan.FromSeconds(2), 20);
        Assert.Equal(40, looks);
    }

    [Fact]
    public void Room_that_has_ended_is_not_looked_at()
    {
        var room = Create();
        Sys.Stop(room);
        ExpectTerminated(Watch(room));
        Assert.Empty(services.Turns.Look(0));
    }

    private TestActorRef<RoomActor> Create()
    {
        var room = ActorOfAsTestActorRef<RoomActor>(RoomActor.Props(
            RoomId, services, new RoomNeighbours(CreateTestProbe(), CreateTestProbe()), new RoomCounter()));
        room.Tell(new CreateRoom(RoomId, "hooked", IsPrivate: false, 1, "e", Payload.Nil), TestActor);
        ExpectMsg<RoomCreated>();
        return room;
    }

    private sealed class HookedGame(Action inTick) : Game
    {
        public override GameSettings Settings { get; } = new() { Kind = "hooked", TickRate = 20, Seats = 1 };

        public override void OnTick(RoomContext room) => inTick();
    }
}
