using Akka.Actor;
using Akka.Dispatch.SysMsg;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;
using GameServer.Rooms;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Relays;

public sealed class LostTrackTests : RelayTest
{
    [Fact]
    public void Readers_that_came_before_the_room_has_answered_are_served_when_it_does()
    {
        Add(Seat(0, attach: 1, tick: 5));
        Assert.Empty(Frames());
        Snapshot(tick: 10);
        Assert.Equal(10, Assert.Single(Frames().OfType<FullFrame>()).Tick);
        Envelope(1, 11);
        Assert.Single(Frames().OfType<DeltaFrame>());
    }

    [Fact]
    public void Relay_that_missed_an_envelope_subscribes_anew_and_its_readers_miss_nothing()
    {
        using var gaps = new Measured("gameserver.relay.gaps");
        Snapshot(tick: 10);
        Add(Seat(0, attach: 1, tick: 5));
        Envelope(1, 11, [Event(1, "one")]);
        Assert.Equal(["one"], Told());
        Envelope(3, 13, [Event(3, "three")]);
        Envelope(4, 14, [Event(4, "four")]);
        Assert.Empty(Frames());
        Rooms.ExpectMsg<SubscribeRelay>();
        Assert.Equal(1, gaps.Total);
        Assert.Single(Entries.At(LogLevel.Warning));

        Snapshot(tick: 14, seq: 4, events: [Event(1, "one"), Event(2, "two"), Event(3, "three"), Event(4, "four")]);
        var frames = Frames();
        Assert.Empty(frames.OfType<ResyncFrame>());
        var events = Assert.Single(frames.OfType<EventsFrame>());
        Assert.Equal((1L, 4L), (events.From, events.To));
        Assert.Equal(["two", "three", "four"], events.Events.Select(item => item.Payload.AsText(10)));
        Assert.Equal(14, Assert.Single(frames.OfType<FullFrame>()).Tick);

        Envelope(5, 15, [Event(5, "five")]);
        frames = Frames();
        Assert.Equal(14, Assert.Single(frames.OfType<DeltaFrame>()).From);
        Assert.Equal(5, Assert.Single(frames.OfType<EventsFrame>()).To);
    }

    [Fact]
    public void Answers_that_were_told_are_not_told_again_when_the_relay_follows_its_room_anew()
    {
        Snapshot(tick: 10);
        Add(Seat(0, attach: 1, tick: 5));
        Answered(1, 11, Answer(1), Answer(2));
        Assert.Equal([1L, 2], AnswersTold());

        Envelope(3, 13);
        Snapshot(tick: 14, seq: 4, answers: [Answer(1), Answer(2), Answer(3), Answer(2, stream: 8)]);
        Assert.Equal([3L, 2], AnswersTold());

        // One that is asked for again by saying the command again is told, and so are all to another connection.
        Answered(5, 15, Answer(3));
        Assert.Equal([3L], AnswersTold());
        Add(Seat(0, attach: 2, tick: 15), joinId: "other");
        Envelope(7, 17);
        Snapshot(tick: 18, seq: 8, holders: [new SeatHolder(0, 2)], answers: [Answer(1), Answer(2), Answer(3)]);
        Assert.Equal([1L, 2, 3], AnswersTold());
    }

    [Fact]
    public void A_seat_with_as_many_answers_as_a_room_keeps_is_told_each_once()
    {
        Snapshot(tick: 10);
        Add(Seat(0, attach: 1, tick: 5));
        var answers = Enumerable.Range(0, Limits.Streams * Limits.OpenCommands)
            .Select(i => Answer(1 + (i / Limits.Streams), stream: 1 + (i % Limits.Streams))).ToArray();
        Answered(1, 11, answers);
        Assert.Equal(answers.Length, AnswersTold().Count());
        Envelope(3, 13);
        Snapshot(tick: 14, seq: 4, answers: answers);
        Assert.Empty(AnswersTold());
    }

    private static SeatAnswer Answer(long n, long stream = 7) => new(0, stream, new CommandAnswer(n, null, Payload.Nil));

    private IEnumerable<long> AnswersTold() => Frames().OfType<AnswerFrame>().Select(answer => answer.N);

    [Fact]
    public void Readers_are_told_when_the_room_has_forgotten_what_was_missed()
    {
        Snapshot(tick: 10);
        Add(Seat(0, attach: 1, tick: 5));
        Frames();
        Envelope(3, 13);
        Snapshot(tick: 200, seq: 90, tail: 50, events: [Event(51, "late")]);
        var frames = Frames();
        var resync = Assert.IsType<ResyncFrame>(frames[0]);
        Assert.Equal((51L, ResyncReasons.LogTrimmed), (resync.Offset, resync.Reason));
        Assert.Single(frames.OfType<FullFrame>());
        Assert.Empty(frames.OfType<EventsFrame>());
    }

    [Fact]
    public void Other_incarnation_of_the_room_is_announced()
    {
        Snapshot(tick: 10, events: [Event(1, "one")]);
        Add(Seat(0, attach: 1, tick: 5));
        Frames();
        Envelope(3, 13);
        Snapshot(tick: 3, epochId: "other", events: [Event(1, "another one")]);
        var frames = Frames();
        Assert.Equal("other", Assert.IsType<ResyncFrame>(frames[0]).EpochId);
        Assert.Equal(("other", 3L), (Assert.Single(frames.OfType<FullFrame>()).EpochId, Assert.Single(frames.OfType<FullFrame>()).Tick));
    }

    [Fact]
    public void Late_answer_of_an_earlier_incarnation_is_passed_over_and_the_room_asked_again()
    {
        var first = RoomEpoch.First("first");
        var second = first.Next(2, "second", end: 1);
        Snapshot(tick: 10, events: [Event(1, "one")], epoch: second);
        Add(Seat(0, attach: 1, tick: 5));
        Frames();
        Lose(isNodeRemoved: false);
        Rooms.ExpectMsg<SubscribeRelay>();
        Snapshot(tick: 8, events: [Event(1, "one")], epoch: first);
        Assert.Empty(Frames());
        Time.Advance(TimeSpan.FromMilliseconds(200), 20);
        Rooms.ExpectMsg<SubscribeRelay>();

        Snapshot(tick: 12, events: [Event(1, "one"), Event(2, "two")], epoch: second);
        var frames = Frames();
        Assert.Empty(frames.OfType<ResyncFrame>());
        Assert.Equal(2, Assert.Single(frames.OfType<EventsFrame>()).To);
    }

    [Fact]
    public void Room_that_was_lost_with_all_its_copies_is_followed_as_it_begins_anew()
    {
        Snapshot(tick: 10, epoch: RoomEpoch.First("first").Next(2, "second", end: 0));
        Add(Seat(0, attach: 1, tick: 5));
        Frames();
        Lose(isNodeRemoved: true);
        Snapshot(tick: 1, epoch: RoomEpoch.First("anew"));
        Assert.Equal("anew", Frames().OfType<ResyncFrame>().Single().EpochId);
    }

    [Fact]
    public void Relay_that_hears_nothing_for_two_and_a_half_seconds_subscribes_anew()
    {
        Snapshot(tick: 10);
        Time.Advance(TimeSpan.FromSeconds(1.5), 20);
        Envelope(1, 30);
        Time.Advance(TimeSpan.FromSeconds(2.4), 20);
        Assert.False(Rooms.HasMessages);
        Time.Advance(TimeSpan.FromSeconds(1.2), 20);
        Rooms.ExpectMsg<SubscribeRelay>();

        // And again, until it is answered.
        Time.Advance(TimeSpan.FromSeconds(1.1), 20);
        Rooms.ExpectMsg<SubscribeRelay>();
        Snapshot(tick: 80, seq: 40);
        Add(null);
        Assert.Equal(80, Assert.Single(Frames().OfType<FullFrame>()).Tick);
    }

    [Fact]
    public void Relay_that_is_not_answered_asks_again_soon_and_then_less_often()
    {
        Time.Advance(TimeSpan.FromMilliseconds(100), 20);
        Assert.False(Rooms.HasMessages);
        Time.Advance(TimeSpan.FromMilliseconds(100), 20);
        Rooms.ExpectMsg<SubscribeRelay>();
        Time.Advance(TimeSpan.FromSeconds(10), 20);
        Assert.InRange(Asked(), 9, 12);

        // And soon again when it has been answered.
        Snapshot(tick: 10);
        Envelope(2, 12);
        Rooms.ExpectMsg<SubscribeRelay>();
        Time.Advance(TimeSpan.FromMilliseconds(200), 20);
        Rooms.ExpectMsg<SubscribeRelay>();
    }

    [Fact]
    public void Relay_asks_at_once_for_a_room_that_stopped_and_a_moment_later_for_one_whose_node_was_removed()
    {
        Snapshot(tick: 10);
        Lose(isNodeRemoved: false);
        Rooms.ExpectMsg<SubscribeRelay>();
        Snapshot(tick: 10);
        Lose(isNodeRemoved: true);
        Time.Advance(TimeSpan.FromMilliseconds(200), 20);
        Assert.False(Rooms.HasMessages);
        Time.Advance(TimeSpan.FromMilliseconds(100), 20);
        Rooms.ExpectMsg<SubscribeRelay>();
    }

    [Fact]
    public void Relay_that_has_long_heard_nothing_asks_a_moment_after_the_rooms_node_was_removed()
    {
        using var gaps = new Measured("gameserver.relay.gaps");
        Snapshot(tick: 10);
        Time.Advance(TimeSpan.FromSeconds(8), 20);
        Assert.InRange(Asked(), 5, 9);
        while (Asked() == 0)
        {
            Time.Advance(TimeSpan.FromMilliseconds(50), 20);
        }

        // The next question would come in a second.
        Lose(isNodeRemoved: true);
        Time.Advance(TimeSpan.FromMilliseconds(200), 20);
        Assert.Equal(0, Asked());
        Time.Advance(TimeSpan.FromMilliseconds(100), 20);
        Assert.Equal(1, Asked());
        Time.Advance(TimeSpan.FromMilliseconds(200), 20);
        Assert.Equal(1, Asked());
        Assert.Equal(1, gaps.Total);
    }

    [Fact]
    public void Relay_that_has_found_no_room_asks_anew_a_moment_after_a_node_was_removed()
    {
        Time.Advance(TimeSpan.FromSeconds(4), 20);
        while (Asked() == 0)
        {
            Time.Advance(TimeSpan.FromMilliseconds(50), 20);
        }

        // The next question would come in a second. It knows no room yet that it could watch.
        Relay.Tell(NodeGone.Instance);
        Time.Advance(TimeSpan.FromMilliseconds(200), 20);
        Assert.Equal(0, Asked());
        Time.Advance(TimeSpan.FromMilliseconds(100), 20);
        Assert.Equal(1, Asked());
        Time.Advance(TimeSpan.FromMilliseconds(150), 20);
        Assert.Equal(1, Asked());

        Snapshot(tick: 10);
        Relay.Tell(NodeGone.Instance);
        Time.Advance(TimeSpan.FromSeconds(2), 20);
        Assert.Equal(0, Asked());
    }

    [Fact]
    public void Those_who_have_no_seat_are_told_once_when_the_relay_finds_the_room_anew()
    {
        Snapshot(tick: 10);
        var gone = CreateTestProbe("gone");
        var left = CreateTestProbe("left");
        foreach (var waits in new[] { Session, Session, gone, left })
        {
            Relay.Tell(new AwaitRoom(RoomId, waits), waits);
        }

        // The room that it follows may be one that is dead and has not been missed yet.
        Envelope(1, 11);
        Assert.False(Session.HasMessages);
        Sys.Stop(gone);
        Relay.Tell(new RemoveReader(RoomId, left, 1), left);
        Lose(isNodeRemoved: true);
        Snapshot(tick: 10, epochId: "next");
        Assert.Equal(new RoomIsBack(RoomId, Rooms), Session.ExpectMsg<RoomIsBack>());
        Assert.False(Session.HasMessages || left.HasMessages);

        Lose(isNodeRemoved: true);
        Snapshot(tick: 10, epochId: "third");
        Assert.False(Session.HasMessages);
    }

    [Fact]
    public void One_who_has_a_seat_by_then_is_told_nothing()
    {
        Snapshot(tick: 10);
        Relay.Tell(new AwaitRoom(RoomId, Session), Session);
        Add(Seat(0, attach: 1, tick: 5));
        Session.ExpectMsg<ReaderAdded>();
        Envelope(3, 13);
        Snapshot(tick: 14, seq: 4);
        Assert.False(Session.HasMessages);
    }

    private void Lose(bool isNodeRemoved) =>
        ((IInternalActorRef)Relay).SendSystemMessage(new DeathWatchNotification(Rooms, true, isNodeRemoved));

    private int Asked()
    {
        var asked = 0;
        while (Rooms.HasMessages)
        {
            Rooms.ExpectMsg<SubscribeRelay>();
            asked++;
        }

        return asked;
    }

    [Fact]
    public void Readers_are_told_that_the_room_stands_still_and_that_it_goes_on()
    {
        Snapshot(tick: 10);
        Add(Seat(0, attach: 1, tick: 5));
        Frames();
        Relay.Tell(new RoomHeldUp(RoomId), Rooms);
        Relay.Tell(new RoomHeldUp(RoomId), Rooms);
        Assert.Equal([new HeldFrame(1, true)], Frames());

        // It is a sign of life.
        Time.Advance(TimeSpan.FromSeconds(2), 20);
        Relay.Tell(new RoomHeldUp(RoomId), Rooms);
        Time.Advance(TimeSpan.FromSeconds(2), 20);
        Assert.False(Rooms.HasMessages);

        Envelope(1, 11);
        Assert.Equal(new HeldFrame(1, false), Frames()[0]);
    }

    [Fact]
    public void Readers_are_told_that_nothing_is_heard_of_the_room()
    {
        Snapshot(tick: 10);
        Add(Seat(0, attach: 1, tick: 5));
        Frames();
        Time.Advance(TimeSpan.FromSeconds(3), 20);
        Assert.Equal([new HeldFrame(1, true)], Frames());
        Snapshot(tick: 80, seq: 40);
        Assert.Equal(new HeldFrame(1, false), Frames()[0]);
    }

    [Fact]
    public void Envelopes_of_before_and_repeated_ones_are_ignored()
    {
        Snapshot(tick: 10, seq: 7);
        Add(null);
        Frames();
        Envelope(7, 10, [Event(1, "old")]);
        Envelope(8, 11, [Event(1, "new")]);
        Envelope(8, 11, [Event(1, "new")]);
        Assert.Equal(["new"], Told());
        Assert.False(Rooms.HasMessages);
    }

    [Fact]
    public void Second_answer_to_a_subscription_changes_nothing()
    {
        Snapshot(tick: 10);
        Add(null);
        Frames();
        Envelope(1, 11);
        Snapshot(tick: 11, seq: 1);
        Envelope(2, 12);
        Assert.Equal([11L, 12], Frames().OfType<DeltaFrame>().Select(delta => delta.Tick));
    }

    [Fact]
    public void Room_that_is_gone_ends_readers_and_those_who_wait()
    {
        Add(null);
        Relay.Tell(new RoomGone(RoomId), Rooms);
        Assert.Equal(ErrorCodes.RoomGone, Session.ExpectMsg<ReaderRefused>().Code);

        Snapshot(tick: 10);
        Add(null);
        Session.ExpectMsg<ReaderAdded>();
        Relay.Tell(new RoomEnded(RoomId, LeftCodes.GameFailed, "Sorry."), Rooms);
        Assert.Equal((LeftCodes.GameFailed, "Sorry."), (Session.ExpectMsg<ReaderEnded>() is var ended ? ended.Code : "", ended.Message));
        Sys.Stop(Rooms);
        Time.Advance(TimeSpan.FromSeconds(1), 20);
        Assert.Empty(Entries.At(LogLevel.Warning));
    }
}
