using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Membership;
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
        var gateway = Sys.ActorOf(LongPollGatewayActor.Props(new SessionNeighbours(rooms, relays, rooms), Services()), "gateway");
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

    [Fact]
    public void What_may_have_gone_to_a_node_that_was_removed_is_asked_again_a_moment_later()
    {
        var (rooms, relays, room, relay) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var time = VirtualTime.Of(Sys);
        var worker = ActorOfAsTestActorRef<GatewayWorkerActor>(GatewayWorkerActor.Props(new SessionNeighbours(rooms, relays, rooms), Services()));
        var ann = new HttpPlayer("ann") { Gateway = worker, RoomId = "room" };

        // Of what was answered once, the room and the relay are known; both are alive.
        var (poll, send) = (ann.Poll(wait: 20), ann.Send(HttpPlayer.Command(1, "say")));
        var (polled, sent) = (relays.ExpectMsg<PollRoom>(), rooms.ExpectMsg<SeatSend>());
        worker.Tell(new PollAnswer("room", polled.Id, ReadOnlyMemory<byte>.Empty, null, null), relay);
        worker.Tell(new SeatSent(sent.Id, [], null), room);
        Assert.True(poll.IsAnswered && send.IsAnswered);
        ann.Poll(wait: 20);
        ann.Send(HttpPlayer.Command(2, "say"));
        var (held, working) = (relay.ExpectMsg<PollRoom>(), room.ExpectMsg<SeatSend>());

        var bob = new HttpPlayer("bob") { Gateway = worker, RoomId = "lost" };
        bob.Poll(wait: 20);
        bob.Send(HttpPlayer.Command(1, "say"));
        var (asked, said) = (relays.ExpectMsg<PollRoom>(), rooms.ExpectMsg<SeatSend>());
        bob.Join("bob", JoinBy.Room, "7KM3P9RWXY");
        rooms.ExpectMsg<JoinRoom>();

        worker.Tell(NodeGone.Instance);
        worker.Tell(NodeGone.Instance);
        time.Advance(TimeSpan.FromMilliseconds(200), 20);
        Assert.False(relays.HasMessages || rooms.HasMessages);
        time.Advance(TimeSpan.FromMilliseconds(100), 20);
        Assert.Equal(asked.Id, relays.ExpectMsg<PollRoom>().Id);
        Assert.Equal(said.Id, rooms.ExpectMsg<SeatSend>().Id);
        rooms.ExpectMsg<JoinRoom>();
        time.Advance(TimeSpan.FromSeconds(1), 20);
        Assert.False(relays.HasMessages || rooms.HasMessages || relay.HasMessages || room.HasMessages);

        // A poll whose relay is lost is asked again at once. A send whose room is lost goes the long way with the next.
        Sys.Stop(relay);
        Sys.Stop(room);
        Assert.Equal(held.Id, relays.ExpectMsg<PollRoom>().Id);
        HashSet<long> again = [];
        AwaitCondition(() =>
        {
            worker.Tell(NodeGone.Instance);
            time.Advance(TimeSpan.FromMilliseconds(300), 20);
            while (rooms.HasMessages)
            {
                again.Add(rooms.ExpectMsg<IRoomMessage>() is SeatSend repeated ? repeated.Id : said.Id);
            }

            return again.Contains(working.Id);
        });
    }

    [Fact]
    public void All_workers_hear_that_a_node_was_removed()
    {
        var (rooms, relays) = (CreateTestProbe(), CreateTestProbe());
        var gateway = Sys.ActorOf(LongPollGatewayActor.Props(new SessionNeighbours(rooms, relays, rooms), Services()));
        string[] players = ["ann", "bob", "cid", "dan"];
        foreach (var player in players)
        {
            new HttpPlayer(player) { Gateway = gateway, RoomId = "room" }.Poll(wait: 20);
            relays.ExpectMsg<PollRoom>();
        }

        gateway.Tell(NodeGone.Instance);
        HashSet<string> again = [];
        AwaitCondition(() =>
        {
            VirtualTime.Of(Sys).Advance(TimeSpan.FromMilliseconds(50), 20);
            while (relays.HasMessages)
            {
                again.Add(relays.ExpectMsg<PollRoom>().PlayerId);
            }

            return again.SetEquals(players);
        });
    }

    private NodeServices Services() => new(
        new GameCatalog(), VirtualTime.Of(Sys), new SchedulerTickSource(Sys.Scheduler), new SeededIds(1), new NodeLimits(), new RecordingLog());

    private static string? RefusalOf(Pending<GatewayReply> asked) => asked.Answer.Refusal?.Code;
}
