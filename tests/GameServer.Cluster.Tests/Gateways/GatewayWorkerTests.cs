using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Gateways;

/// <summary>The gateway among probes.</summary>
public sealed class GatewayWorkerTests : GameTestKit
{
    [Fact]
    public void A_worker_that_begins_anew_takes_no_answer_to_its_former_self()
    {
        var (rooms, relays) = (CreateTestProbe(), CreateTestProbe());
        var services = new NodeServices(
            new GameCatalog(), VirtualTime.Of(Sys), new SchedulerTickSource(Sys.Scheduler), new SeededIds(1), new NodeLimits(), new RecordingLog());
        var gateway = Sys.ActorOf(LongPollGatewayActor.Props(new SessionNeighbours(rooms, relays, rooms), services), "gateway");
        var ann = new HttpPlayer("ann") { Gateway = gateway, RoomId = "room" };
        var (poll, send) = (ann.Poll(wait: 20), ann.Send(HttpPlayer.Command(1, "say")));
        var (polled, sent) = (relays.ExpectMsg<PollRoom>(), rooms.ExpectMsg<SeatSend>());

        VirtualTime.Of(Sys).Advance(TimeSpan.FromSeconds(1), 20);
        polled.ReplyTo.Tell(Kill.Instance);
        var (next, other) = (ann.Poll(wait: 20), ann.Send(HttpPlayer.Command(2, "say")));
        relays.FishForMessage(message => message is PollRoom);
        rooms.ExpectMsg<SeatSend>();
        Assert.Equal((ErrorCodes.Busy, ErrorCodes.Busy), (RefusalOf(poll), RefusalOf(send)));

        polled.ReplyTo.Tell(new PollAnswer("room", polled.Id, ReadOnlyMemory<byte>.Empty, null, PollRefusals.Superseded), relays);
        sent.ReplyTo.Tell(new SeatSent(sent.Id, [], null), rooms);
        // By then it has dealt with both.
        ann.Send(HttpPlayer.Command(3, "say"));
        rooms.ExpectMsg<SeatSend>();
        Assert.False(next.IsAnswered || other.IsAnswered);
    }

    private static string? RefusalOf(Pending<GatewayReply> asked) => asked.Answer.Refusal?.Code;
}
