using System.Collections;
using System.Reflection;
using Akka.TestKit;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Overview;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Gateways;

public sealed class PollTests : NodeTest
{
    private HttpPlayer Http(string player, FrameEncoding encoding = FrameEncoding.Binary, string session = "tab") =>
        new(Server, player, encoding, session);

    private HttpPlayer Seated(string player, FrameEncoding encoding)
    {
        var http = Http(player, encoding);
        http.Seat($"join-{player}", () => Ticks(1));
        return http;
    }

    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public void Answer_to_a_join_has_all_that_a_first_join_brings(FrameEncoding encoding)
    {
        var ann = Http("ann", encoding);
        var join = ann.Join();
        Assert.False(join.IsAnswered);
        Ticks(1);
        var frames = ann.Read(join);
        var joined = Assert.IsType<JoinedFrame>(frames[0]);
        Assert.Equal("http", joined.JoinId);
        Assert.True(joined.Attach > 0);
        Assert.Contains(frames, frame => frame is FullFrame);
        Assert.Equal(["joined", "welcome"], ann.Events.Select(item => item.Name));
    }

    [Fact]
    public void Join_sent_again_is_carried_out_once_and_answered_again()
    {
        var ann = Http("ann");
        var first = ann.Join();
        Ticks(1);
        var again = ann.Join();
        Ticks(1);
        var once = ann.Read(first).OfType<JoinedFrame>().Single();
        var twice = Http("ann").Read(again.Answer.Frames, FrameEncoding.Binary).OfType<JoinedFrame>().Single();
        Assert.Equal((once.RoomId, once.Seat, once.Attach), (twice.RoomId, twice.Seat, twice.Attach));
        Assert.Equal(1, Server.RoomCount.Count);
    }

    [Fact]
    public void Short_poll_is_answered_at_once_even_with_nothing()
    {
        var ann = Seated("ann", FrameEncoding.Binary);
        ann.Read(ann.Poll());
        var nothing = ann.Poll();
        Assert.True(nothing.IsAnswered);
        Assert.True(nothing.Answer.Frames.IsEmpty);
        Assert.Null(nothing.Answer.Position);
    }

    [Fact]
    public void Held_poll_is_answered_by_the_next_event_and_tells_where_the_client_stands()
    {
        var ann = Seated("ann", FrameEncoding.Binary);
        var bob = Seated("bob");
        Ticks(1);
        ann.Read(ann.Poll());
        var poll = ann.Poll(wait: 20);
        Assert.False(poll.IsAnswered);
        bob.Command(1, "say", "hello");
        Ticks(1);
        ann.Read(poll);
        Assert.Equal("said", ann.Events[^1].Name);
        var position = poll.Answer.Position!.Value;
        Assert.Equal((ann.Cursor!.Value.Offset, ann.Cursor.Value.Baseline), (position.Offset, position.Tick));
    }

    [Fact]
    public void Held_poll_of_a_silent_room_ends_empty_within_its_time()
    {
        // Nobody is there for whom the game would count, so nothing changes.
        var bob = Seated("bob", out var seat);
        var ann = Http("ann");
        var join = ann.Join("watch", JoinBy.Room, seat.RoomId, watch: true);
        Ticks(1);
        ann.Read(join);
        bob.Connection.Cut();
        Ticks(2);
        ann.Read(ann.Poll());
        var poll = ann.Poll(wait: 2);
        Pass(TimeSpan.FromSeconds(1));
        Assert.False(poll.IsAnswered);
        Pass(TimeSpan.FromSeconds(2));
        Assert.True(poll.Answer.Frames.IsEmpty);
        Assert.Null(poll.Answer.Refusal);
    }

    [Fact]
    public void Quiet_polls_end_at_different_times_and_none_later_than_asked()
    {
        const int Wait = 20;
        var watchers = Watchers(24);
        var polls = watchers.Select(watcher => watcher.Poll(Wait)).ToArray();
        var ends = new List<int>();
        for (var ticks = 1; ticks <= Wait * TickRate; ticks++)
        {
            Ticks(1);
            ends.AddRange(Enumerable.Repeat(ticks, polls.Count(poll => poll.IsAnswered) - ends.Count));
        }

        Assert.Equal(watchers.Length, ends.Count);
        Assert.All(polls, poll => Assert.True(poll.Answer.Frames.IsEmpty));
        Assert.True(ends[0] > 0.8 * Wait * TickRate, $"The first ended after {ends[0]} ticks.");
        Assert.True(ends.Distinct().Count() > 3, $"They ended after {string.Join(", ", ends)} ticks.");
    }

    [Theory]
    [InlineData("first")]
    [InlineData("later")]
    [InlineData("at another node")]
    public void Aborted_poll_is_held_nowhere_any_more(string which)
    {
        // Such a room lives for as long as a poll of it is held.
        var eve = Watchers(1)[0];
        if (which == "later")
        {
            eve.Read(eve.Poll());
        }

        Action abort = eve.Abort;
        if (which == "at another node")
        {
            // What comes here when the gateway is on a node without a relay of the room.
            Server.Rooms.Tell(
                new PollRoom(
                    eve.RoomId, 5, "eve", "tab", 0, 0, eve.Cursor, 0, FrameEncoding.Binary, TimeSpan.FromSeconds(25), null, TestActor),
                TestActor);
            abort = () => Server.Rooms.Tell(new EndPoll(eve.RoomId, 5, TestActor), TestActor);
        }
        else
        {
            var poll = eve.Poll(wait: 25);
            Assert.False(poll.IsAnswered);
            Assert.Equal(1, Server.Services.Overview.Gauges.Count(Connection.Poll));
        }

        Pass(TimeSpan.FromSeconds(9));
        Assert.Equal(1, Server.RoomCount.Count);
        abort();
        Assert.Equal(0, Server.Services.Overview.Gauges.Count(Connection.Poll));
        Pass(TimeSpan.FromSeconds(13));
        Assert.Equal(0, Server.RoomCount.Count);
    }

    [Fact]
    public void Polls_that_are_held_have_no_timers_of_their_own()
    {
        const int Polls = 1000;
        var watchers = Watchers(Polls);
        var before = Timers();
        var polls = watchers.Select(watcher => watcher.Poll(wait: 25)).ToArray();
        Assert.All(polls, poll => Assert.False(poll.IsAnswered));
        Assert.Equal(Polls, Server.Services.Overview.Gauges.Count(Connection.Poll));
        Assert.InRange(Timers(), 1, before);
    }

    /// <summary>Whatever the scheduler of this actor system has to do.</summary>
    private int Timers()
    {
        var work = typeof(TestScheduler).GetField("_scheduledWork", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(Sys.Scheduler);
        return Assert.IsAssignableFrom<IEnumerable>(work).Cast<object>()
            .Sum(due => ((IEnumerable)due.GetType().GetProperty("Value")!.GetValue(due)!).Cast<object>().Count());
    }

    [Fact]
    public void Sessions_spread_over_the_workers_in_every_process_alike()
    {
        var workers = Enumerable.Range(0, 100 * LongPollGatewayActor.Workers)
            .Select(n => LongPollGatewayActor.WorkerOf($"player-{n / 4}", $"tab-{n % 4}")).ToArray();
        Assert.All(Enumerable.Range(0, LongPollGatewayActor.Workers), worker => Assert.InRange(workers.Count(of => of == worker), 60, 140));
        Assert.Equal([2, 13, 8, 6, 7], workers.Take(5));
    }

    /// <summary>They have all there is of a public room in which nothing happens, since nobody sits there.</summary>
    private HttpPlayer[] Watchers(int count)
    {
        Settings = Settings with { Public = true, EmptyFor = TimeSpan.FromSeconds(10) };
        var bob = Seated("bob", out var seat);
        bob.Send(new LeaveFrame(1));
        Ticks(1);
        return [.. Enumerable.Range(0, count).Select(n =>
        {
            var watcher = Http($"watcher-{n}");
            watcher.Read(watcher.Join("watch", JoinBy.Room, seat.RoomId, watch: true));
            return watcher;
        })];
    }

    [Fact]
    public void Answer_that_was_lost_is_fetched_again_with_the_same_cursor()
    {
        var ann = Seated("ann", FrameEncoding.Binary);
        var bob = Seated("bob");
        bob.Command(1, "say", "one");
        Ticks(1);
        var lost = ann.Poll();
        Assert.False(lost.Answer.Frames.IsEmpty);
        bob.Command(2, "say", "two");
        Ticks(1);
        ann.Read(ann.Poll());
        Assert.Equal(["one", "two"], ann.Events.Where(item => item.Name == "said").Select(item => item.Payload["text"].AsText(9)));
        bob.Skim();
        Assert.Equal(bob.Copy.Describe(), ann.Copy.Describe());
    }

    [Fact]
    public void Newer_poll_of_a_session_ends_the_older_and_leaves_other_sessions_alone()
    {
        var ann = Seated("ann", FrameEncoding.Binary);
        ann.Read(ann.Poll());
        var older = ann.Poll(wait: 20);
        var newer = ann.Poll(wait: 20);
        Assert.Equal(PollRefusals.Superseded, older.Answer.Refusal!.Code);
        Assert.False(newer.IsAnswered);

        var watcher = Http("ann", session: "other");
        watcher.StartAt(ann.RoomId, ann.Cursor!.Value, ann.Copy);
        var other = watcher.Poll(wait: 20);
        Assert.False(other.IsAnswered);
        Assert.False(newer.IsAnswered);
    }

    [Fact]
    public void Poll_of_a_room_that_was_not_joined_is_refused()
    {
        var ann = Seated("ann", FrameEncoding.Binary);
        var eve = Http("eve");
        eve.StartAt(ann.RoomId, ann.Cursor!.Value, ann.Copy);
        eve.Attach = ann.Attach;
        Assert.Equal(ErrorCodes.NotJoined, eve.Poll(wait: 20).Answer.Refusal!.Code);
    }

    [Fact]
    public void Poll_with_an_attach_that_never_was_is_refused_after_a_moment()
    {
        var ann = Seated("ann", FrameEncoding.Binary);
        ann.Attach += 5;
        var poll = ann.Poll(wait: 20);
        Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(ErrorCodes.NotJoined, poll.Answer.Refusal!.Code);
    }

    [Fact]
    public void Poll_of_a_room_that_is_not_there_says_so()
    {
        var ann = Http("ann");
        var poll = ann.Poll(wait: 20, roomId: "0123456789");
        Assert.Equal(LeftCodes.RoomGone, Assert.IsType<LeftFrame>(ann.Read(poll).Single()).Code);
    }

    [Fact]
    public void Held_poll_hears_that_its_seat_was_taken_over()
    {
        var ann = Seated("ann", FrameEncoding.Binary);
        ann.Read(ann.Poll());
        var poll = ann.Poll(wait: 20);
        Connect("ann").Room(ann.RoomId);
        Ticks(1);
        Assert.Equal(LeftCodes.TakenOver, ann.Read(poll).OfType<LeftFrame>().Single().Code);
        Assert.Equal(LeftCodes.TakenOver, ann.Read(ann.Poll()).OfType<LeftFrame>().Single().Code);
    }

    [Fact]
    public void Held_poll_hears_the_end_of_its_room()
    {
        var ann = Seated("ann", FrameEncoding.Binary);
        var bob = Seated("bob");
        Ticks(1);
        ann.Read(ann.Poll());
        var poll = ann.Poll(wait: 20);
        bob.Command(1, "close");
        Ticks(1);
        Assert.True(poll.IsAnswered);
        var frames = ann.Read(poll).ToList();
        if (!frames.OfType<LeftFrame>().Any())
        {
            frames.AddRange(ann.Read(ann.Poll()));
        }

        Assert.Equal(LeftCodes.RoomClosed, frames.OfType<LeftFrame>().Single().Code);
    }

    [Fact]
    public void Seat_lives_on_polls_and_is_away_without_them()
    {
        var bob = Seated("bob");
        var ann = Seated("ann", FrameEncoding.Binary);
        for (var i = 0; i < 12; i++)
        {
            Pass(TimeSpan.FromSeconds(5));
            bob.Send(new PingFrame(null, i));
            ann.Read(ann.Poll());
        }

        bob.Skim();
        Assert.Equal(0L, AwayOf(bob, "ann"));
        var held = ann.Poll(wait: 25);
        for (var i = 0; i < 6; i++)
        {
            Pass(TimeSpan.FromSeconds(5));
            bob.Send(new PingFrame(null, i));
            if (held.IsAnswered)
            {
                ann.Read(held);
                held = ann.Poll(wait: 25);
            }
        }

        bob.Skim();
        Assert.Equal(0L, AwayOf(bob, "ann"));
        ann.Read(held.IsAnswered ? held : ann.Poll());
        for (var i = 0; i < 4; i++)
        {
            Pass(TimeSpan.FromSeconds(4.5));
            bob.Send(new PingFrame(null, i));
        }

        bob.Skim();
        Assert.Equal(1L, AwayOf(bob, "ann"));
        ann.Poll();
        Ticks(1);
        Assert.Equal(ErrorCodes.NotJoined, ann.Poll(wait: 5).Answer.Refusal?.Code);
        var back = ann.Rejoin("back");
        Ticks(1);
        ann.Read(back);
        Ticks(1);
        bob.Skim();
        Assert.Equal(0L, AwayOf(bob, "ann"));
    }

    [Fact]
    public void Watcher_polls_without_a_seat()
    {
        var ann = Seated("ann", out var seat);
        var eve = Http("eve");
        var join = eve.Join("watch", JoinBy.Room, seat.RoomId, watch: true);
        Ticks(1);
        Assert.Equal(-1, eve.Read(join).OfType<JoinedFrame>().Single().Seat);
        ann.Command(1, "add", 3);
        Ticks(1);
        eve.Read(eve.Poll());
        ann.Skim();
        Assert.Equal(ann.Copy.Describe(), eve.Copy.Describe());
    }

    [Fact]
    public void Poll_keeps_to_the_rate_that_the_client_wishes()
    {
        var ann = Seated("ann", FrameEncoding.Binary);
        var states = 0;
        for (var i = 1; i <= 40; i++)
        {
            ann.Send(new InputFrame(0, i, 1));
            Ticks(1);
            states += ann.Read(ann.Poll(rate: 5)).Count(frame => frame is DeltaFrame or FullFrame);
        }

        Assert.InRange(states, 8, 11);
    }

    private static long AwayOf(Client seen, string name) => (long)seen.Copy.Rows("counters").Single(row => row.Values.Contains(name)).Values[1]!;
}
