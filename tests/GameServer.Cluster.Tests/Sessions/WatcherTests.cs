using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Sessions;

public sealed class WatcherTests : NodeTest
{
    [Fact]
    public void Watcher_sees_state_and_events_without_a_seat()
    {
        var ann = Seated("ann", out var joined);
        var watcher = Connect("eve");
        watcher.Room(joined.RoomId, watch: true);
        var watching = watcher.Expect<JoinedFrame>();
        Assert.Equal((-1, 0L, 0L), (watching.Seat, watching.Attach, watching.Input));
        Assert.Equal(0, watcher.Expect<FullFrame>().Input);

        ann.Command(1, "say", "hello");
        ann.Command(2, "whisper", Payload.Map(("to", 0), ("text", "psst")));
        ann.Command(3, "add", 5);
        Ticks(1);
        ann.Skim();
        watcher.Skim();
        Assert.Equal(["said"], watcher.Events.Select(item => item.Name));
        Assert.Equal(ann.Copy.Describe(), watcher.Copy.Describe());
    }

    [Fact]
    public void Watchers_cost_no_seat()
    {
        Settings = Settings with { Seats = 2 };
        Seated("ann", out var joined);
        for (var i = 0; i < 5; i++)
        {
            var watcher = Connect($"watcher-{i}");
            watcher.Room(joined.RoomId, watch: true);
            watcher.Expect<JoinedFrame>();
        }

        Seated("bob", out var bob);
        Assert.Equal(joined.RoomId, bob.RoomId);
        var late = Connect("late");
        late.Room(joined.RoomId, watch: true);
        late.Expect<JoinedFrame>();
    }

    [Fact]
    public void Private_room_can_be_watched_by_its_code()
    {
        var ann = Connect("ann");
        ann.Create();
        Ticks(1);
        var watcher = Connect("eve");
        watcher.Code(ann.Expect<JoinedFrame>().RoomId, watch: true);
        Assert.Equal(-1, watcher.Expect<JoinedFrame>().Seat);
    }

    [Fact]
    public void Game_without_watchers_refuses_them()
    {
        Settings = Settings with { Watchable = false };
        Seated("ann", out var joined);
        var watcher = Connect("eve");
        watcher.Room(joined.RoomId, watch: true);
        watcher.ExpectError(ErrorCodes.WatchRefused);
        Ticks(20);
        watcher.ExpectNone<FullFrame>();

        watcher.Room(joined.RoomId);
        Ticks(1);
        watcher.Expect<JoinedFrame>();
    }

    [Fact]
    public void Watcher_leaves_without_a_trace()
    {
        Seated("ann", out var joined);
        var watcher = Connect("eve");
        watcher.Room(joined.RoomId, watch: true);
        watcher.Skim();
        watcher.Send(new LeaveFrame(1));
        watcher.ExpectLeft(LeftCodes.Left);
        Ticks(20);
        watcher.ExpectNone<DeltaFrame>();
    }

    [Fact]
    public void Watcher_hears_that_the_room_ended()
    {
        var ann = Seated("ann", out var joined);
        var watcher = Connect("eve");
        watcher.Room(joined.RoomId, watch: true);
        ann.Command(1, "close");
        Ticks(1);
        watcher.ExpectLeft(LeftCodes.RoomClosed);
    }

    [Fact]
    public void Watcher_comes_back_with_its_cursor_and_misses_nothing()
    {
        var ann = Seated("ann", out var joined);
        var watcher = Connect("eve");
        watcher.Room(joined.RoomId, watch: true);
        watcher.Skim();
        watcher.Connection.Cut();
        ann.Command(1, "say", "one");
        ann.Command(2, "whisper", Payload.Map(("to", 0), ("text", "psst")));
        ann.Command(3, "say", "two");
        Ticks(1);

        watcher.Reconnect();
        watcher.Room(joined.RoomId, "again", watch: true, cursor: watcher.Cursor);
        watcher.ExpectNone<ResyncFrame>();
        watcher.Expect<DeltaFrame>();
        Assert.Equal(["one", "two"], watcher.Events.Select(item => item.Payload["text"].AsText(10)));
    }
}
