using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Relays;

public sealed class EventReplayTests : NodeTest
{
    [Fact]
    public void Client_that_missed_more_than_may_wait_for_it_still_gets_all_of_it()
    {
        Limits = new NodeLimits { OutboxBytes = 16 * 1024 };
        Settings = Settings with { Grace = TimeSpan.FromMinutes(1) };
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        ann.Skim();
        ann.Connection.Cut();
        Say(bob, 400);

        ann.Reconnect();
        ann.Events.Clear();
        ann.Room(joined.RoomId, "back", cursor: ann.Cursor);
        Ticks(1);
        for (var tick = 0; tick < 20; tick++)
        {
            bob.Command(401 + tick, "say", "more");
            bob.Send(new AckFrame(1, 7, 401 + tick));
            Ticks(1);
            Assert.Null(ann.Connection.Closing);
            ann.Skim();
        }

        Assert.Equal(420, ann.Events.Count);
        Assert.Equal(ann.Events.Select(item => item.Offset).Order(), ann.Events.Select(item => item.Offset));
        bob.Skim();
        Assert.Equal(bob.Copy.Describe(), ann.Copy.Describe());
    }

    [Fact]
    public void Cursor_that_is_older_than_the_log_gets_a_resync_and_full_state()
    {
        Settings = Settings with { EventLogEvents = 10 };
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        ann.Skim();
        ann.Connection.Cut();
        Say(bob, 30);
        bob.Skim();

        ann.Reconnect();
        ann.Events.Clear();
        ann.Room(joined.RoomId, "back", cursor: ann.Cursor);
        Ticks(1);
        var back = ann.Expect<JoinedFrame>();
        var resync = ann.Expect<ResyncFrame>();
        Assert.Equal((ResyncReasons.LogTrimmed, bob.Cursor!.Value.Offset, back.Offset), (resync.Reason, resync.Offset, resync.Offset));
        ann.Expect<FullFrame>();
        Assert.Empty(ann.Events);
        bob.Command(31, "say", "new");
        Ticks(1);
        ann.Skim();
        Assert.Single(ann.Events);
    }

    [Fact]
    public void More_events_in_a_tick_than_the_log_keeps_are_a_resync_for_everyone()
    {
        Settings = Settings with { EventLogEvents = 10 };
        var ann = Seated("ann");
        var bob = Seated("bob");
        ann.Skim();
        ann.Events.Clear();
        for (var n = 1; n <= 20; n++)
        {
            bob.Command(n, "say", "spam");
        }

        Ticks(1);
        Assert.Equal(ResyncReasons.LogTrimmed, ann.Expect<ResyncFrame>().Reason);
        ann.Expect<FullFrame>();
        Assert.Empty(ann.Events);
    }

    [Theory]
    [InlineData("another", 1, 5)]
    [InlineData(null, 7, 5)]
    [InlineData(null, 1, 1_000_000)]
    public void Cursor_that_is_not_of_this_room_gets_a_resync(string? epochId, int epoch, long offset)
    {
        var ann = Seated("ann", out var joined);
        ann.Connection.Cut();
        ann.Reconnect();
        ann.Forget();
        ann.Room(joined.RoomId, "back", cursor: new Cursor(epoch, epochId ?? joined.EpochId, offset, 3));
        Ticks(1);
        Assert.Equal(ResyncReasons.Epoch, ann.Expect<ResyncFrame>().Reason);
        ann.Expect<FullFrame>();
    }

    [Fact]
    public void Events_for_others_never_cost_a_reader_its_cursor()
    {
        Settings = Settings with { EventLogEvents = 1000, Grace = TimeSpan.FromMinutes(10) };
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        ann.Skim();
        // Few, but large: the log is full long before it has many.
        var secret = new string('x', 3000);
        for (var n = 1; n <= 240; n++)
        {
            bob.Command(n, "whisper", Payload.Map(("to", 1), ("text", secret)));
            bob.Send(new AckFrame(1, 7, n));
            Ticks(1);
            bob.Skim();
            ann.Skim();
            ann.Send(new PingFrame(null, n));
        }

        ann.Connection.Cut();
        ann.Reconnect();
        ann.Room(joined.RoomId, "back", cursor: ann.Cursor);
        Ticks(1);
        ann.Expect<JoinedFrame>();
        ann.ExpectNone<ResyncFrame>();
        Assert.DoesNotContain(ann.Events, item => item.Name == "whispered");
    }

    private void Say(Client client, int count)
    {
        var text = new string('x', 180);
        for (var n = 1; n <= count; n++)
        {
            client.Command(n, "say", text);
            client.Send(new AckFrame(1, 7, n - 1));
            if (n % 10 == 0)
            {
                Ticks(1);
                client.Skim();
            }
        }
    }
}
