using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Relays;

public sealed class SlowClientTests : NodeTest
{
    [Fact]
    public void Client_that_does_not_read_is_cut_off_at_the_bound_and_comes_back_without_loss()
    {
        Limits = new NodeLimits { OutboxBytes = 4096 };
        Settings = Settings with { Grace = TimeSpan.FromMinutes(1) };
        using var slow = new Measured("gameserver.clients.too_slow");
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        ann.Skim();
        ann.Events.Clear();
        for (var n = 1; n <= 30; n++)
        {
            bob.Command(n, "say", new string('x', 150));
            Ticks(1);
            bob.Skim();
        }

        Assert.Equal(CloseCodes.TooSlow, ann.Connection.Closing?.CloseCode);
        Assert.Equal(1, slow.Total);
        Assert.Null(bob.Connection.Closing);

        ann.Connection.Cut();
        ann.Reconnect();
        ann.Room(joined.RoomId, "back", cursor: ann.Cursor);
        Ticks(1);
        ann.Expect<JoinedFrame>();
        ann.ExpectNone<ResyncFrame>();
        Assert.Equal(30, ann.Events.Count);
        bob.Skim();
        Assert.Equal(bob.Copy.Describe(), ann.Copy.Describe());
    }

    [Fact]
    public void State_alone_never_fills_an_outbox()
    {
        Limits = new NodeLimits { OutboxBytes = 1024 };
        var ann = Seated("ann", out var joined);
        var watcher = Connect("eve");
        watcher.Room(joined.RoomId, watch: true);
        watcher.Skim();
        for (var n = 1; n <= 200; n++)
        {
            ann.Input(n, 1);
            Ticks(1);
            ann.Skim();
        }

        Assert.Null(watcher.Connection.Closing);
        Assert.Equal(2, watcher.All<DeltaFrame>().Count);
    }

    [Fact]
    public void Relay_that_fails_is_replaced_and_its_readers_are_told_that_it_lost_track()
    {
        using var envelopes = new Measured("gameserver.envelopes");
        var ann = Seated("ann", out var joined);
        var watcher = Connect("eve");
        watcher.Room(joined.RoomId, watch: true);
        ann.Command(1, "say", "before");
        Ticks(1);
        ann.Skim();
        watcher.Skim();

        // A delta that cannot be read.
        var broken = new EnvelopeBody(0, 1000, new byte[] { 0xc1 }, [], [], [], [], []);
        Sys.ActorSelection("/user/*/relays/*").Tell(
            new RoomEnvelope(joined.RoomId, joined.EpochId, envelopes.Total + 1, broken), Akka.Actor.ActorRefs.NoSender);

        foreach (var client in new[] { ann, watcher })
        {
            client.Events.Clear();
            client.Expect<JoinedFrame>();
            Assert.Equal(ResyncReasons.Relay, client.Expect<ResyncFrame>().Reason);
            client.Expect<FullFrame>();
            client.ExpectNone<LeftFrame>();
        }

        ann.Command(2, "say", "after");
        ann.Command(3, "whisper", Payload.Map(("to", 0), ("text", "psst")));
        Ticks(1);
        Assert.Equal([2L, 3], ann.All<AnswerFrame>().Where(answer => answer.N > 1).Select(answer => answer.N));
        ann.Skim();
        watcher.Skim();
        Assert.Equal(["said", "whispered"], ann.Events.Select(item => item.Name));
        Assert.Equal(["said"], watcher.Events.Select(item => item.Name));
        Assert.Equal(ann.Copy.Describe(), watcher.Copy.Describe());
    }
}
