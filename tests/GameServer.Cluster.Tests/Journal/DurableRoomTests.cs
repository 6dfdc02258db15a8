using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using GameServer.Cluster.Journal;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Journal;

/// <summary>A durable room whose journal is played by the test.</summary>
public sealed class DurableRoomTests : GameTestKit
{
    private const string RoomId = "counter.lounge";
    private const int TickRate = 20;

    private static readonly GameSettings settings = CounterGame.Defaults with { Standing = new StandingRooms(_ => true), Durable = true };

    private readonly TestProbe journal;
    private readonly TestProbe session;
    private readonly TestProbe relay;
    private readonly VirtualTime time;
    private readonly RecordingLog log = new();
    private readonly NodeServices services;
    private readonly RoomCounter counter = new();
    private KeepInJournal? lastGiven;

    public DurableRoomTests()
    {
        (journal, session, relay) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        time = VirtualTime.Of(Sys);
        services = new NodeServices(
            new GameCatalog().Add(() => new CounterGame(settings)),
            time,
            new SchedulerTickSource(Sys.Scheduler),
            new SeededIds(1),
            new NodeLimits { Rooms = 2 },
            log);
    }

    [Fact]
    public void Nothing_is_told_before_the_journal_has_it()
    {
        var room = Asked();
        room.Tell(new JournalRead(null, []));
        var image = Given<JournaledImage>();
        Tick();
        var join = Given<JournaledRecord>();
        Tick();
        Assert.False(session.HasMessages);
        Keep(room, image);
        Assert.False(session.HasMessages);
        Keep(room, join);
        Assert.Null(session.ExpectMsg<JoinRoomResult>().Outcome.RefusalCode);
    }

    [Fact]
    public void State_is_shown_when_the_journal_has_all_of_it_and_not_before()
    {
        var (room, seat) = Seated();
        room.Tell(new SubscribeRelay(RoomId, relay), relay);
        relay.ExpectMsg<RelaySubscribed>();
        room.Tell(Add(seat, 1), session);
        Tick();
        var first = Given<JournaledRecord>();
        room.Tell(Add(seat, 2), session);
        Tick();
        var second = Given<JournaledRecord>();
        var later = CreateTestProbe();
        room.Tell(new SubscribeRelay(RoomId, later), later);
        // Of the first alone there is no state any more.
        Keep(room, first);
        Tick();
        Assert.Empty(Received());
        Assert.False(later.HasMessages);

        Keep(room, second);
        var told = Assert.IsType<RoomEnvelope>(Assert.Single(Received()));
        Assert.Equal([1L, 2L], told.Body.Answers.Select(answer => answer.Answer.N));
        Assert.True(told.Body.Tables.Length > 1);
        Assert.Equal(2, later.ExpectMsg<RelaySubscribed>().Answers.Count);
    }

    [Fact]
    public void Room_whose_record_cannot_be_written_stops_and_has_told_nothing_of_it()
    {
        var (room, seat) = Seated();
        Watch(room);
        room.Tell(new SubscribeRelay(RoomId, relay), relay);
        relay.ExpectMsg<RelaySubscribed>();
        room.Tell(Add(seat, 1), session);
        Tick();
        Given<JournaledRecord>();
        room.Tell(new JournalLost("The disk is full."));
        ExpectTerminated(room);
        Assert.Empty(Received());
        Assert.Contains(log.At(LogLevel.Error), line => line.Contains("The disk is full.", StringComparison.Ordinal));
        Assert.Equal(0, counter.Count);
    }

    [Fact]
    public void Silent_journal_stops_the_room_and_an_answer_sets_it_going()
    {
        var (room, seat) = Seated();
        var given = new List<KeepInJournal>();
        for (var n = 1; n <= 3 * TickRate; n++)
        {
            room.Tell(new SeatInput(RoomId, seat.Seat, seat.Attach, n, 1), session);
            Tick();
            given.AddRange(AllGiven());
        }

        Assert.InRange(given.Count, 1, (int)(JournalCommit.Patience.TotalSeconds * TickRate) + 1);
        Assert.Contains(log.At(LogLevel.Warning), line => line.Contains("what keeps it does not answer", StringComparison.Ordinal));
        given.ForEach(entry => Keep(room, entry));
        room.Tell(Add(seat, 1), session);
        Tick();
        Assert.NotEmpty(AllGiven());
    }

    [Fact]
    public void Room_in_which_nothing_happens_is_hardly_written()
    {
        var (room, _) = Seated();
        var given = new List<KeepInJournal>();
        for (var i = 0; i < 60 * TickRate; i++)
        {
            Tick();
            foreach (var entry in AllGiven())
            {
                given.Add(entry);
                Keep(room, entry);
            }
        }

        Assert.InRange(given.Count, 5, 7);
    }

    [Fact]
    public void Images_come_when_there_is_much_to_read_again()
    {
        var (room, seat) = Seated();
        var images = 0;
        for (var n = 1; n <= 1200; n++)
        {
            room.Tell(new SeatInput(RoomId, seat.Seat, seat.Attach, n, 1), session);
            Tick();
            foreach (var entry in AllGiven())
            {
                images += entry.Entry is JournaledImage ? 1 : 0;
                Keep(room, entry);
            }
        }

        Assert.Equal(2, images);
    }

    [Fact]
    public void Room_goes_on_as_the_journal_has_it()
    {
        var entries = new List<KeepInJournal>();
        var (room, seat) = Seated(entries);
        for (var n = 1; n <= 3; n++)
        {
            room.Tell(Add(seat, n), session);
            Tick();
            entries.AddRange(AllGiven());
        }

        Stop(room);
        var (image, records) = Read(entries);
        var next = Asked("bob");
        next.Tell(new JournalRead(image, records));
        var begins = Given<JournaledImage>();
        var decoded = RoomImage.Decode(((JournaledImage)begins.Entry).Bytes);
        Assert.Equal(2, decoded.Epoch.Number);
        Keep(next, begins);
        Tick();
        Keep(next, Given<JournaledRecord>());
        session.FishForMessage(message => message is JoinRoomResult { Outcome.Seat: 1 });
        next.Tell(new SubscribeRelay(RoomId, relay), relay);
        var copy = new PlayerCopy();
        var snapshot = relay.ExpectMsg<RelaySubscribed>();
        copy.Apply(new FullFrame(1, 0, 1, "epoch", snapshot.Tick, snapshot.Schema, snapshot.Tables));
        Assert.Equal(["ann", "bob"], copy.Rows("counters").Select(row => (string)row.Values[2]!));
        Assert.Equal([1L, 2L, 3L], snapshot.Answers.Select(answer => answer.Answer.N));
    }

    [Fact]
    public void Records_that_come_out_differently_open_nothing_and_are_kept()
    {
        var entries = new List<KeepInJournal>();
        var (room, _) = Seated(entries);
        Stop(room);
        var (image, records) = Read(entries);
        var next = Asked("bob");
        next.Tell(new JournalRead(image, [.. records, .. records]));
        Assert.Equal(ErrorCodes.Busy, session.ExpectMsg<JoinRoomResult>().Outcome.RefusalCode);
        Assert.Empty(AllGiven());
        Assert.Contains(log.At(LogLevel.Error), line => line.Contains("cannot be recovered", StringComparison.Ordinal));
    }

    [Fact]
    public void Room_that_the_journal_does_not_know_is_gone_for_who_does_not_want_in()
    {
        var room = Room();
        room.Tell(new LeaveRoom(RoomId, 0, 1), session);
        room.Tell(new JournalRead(null, []));
        session.ExpectMsg<RoomGone>();
        ExpectMsg<Passivate>();
        Assert.Empty(AllGiven());
    }

    [Fact]
    public void Journal_that_cannot_be_read_makes_a_room_that_stops_and_may_be_asked_again()
    {
        var room = Asked();
        Watch(room);
        room.Tell(new JournalLost("There is no database."));
        ExpectTerminated(room);
        Assert.False(session.HasMessages);
        Assert.Contains(log.At(LogLevel.Error), line => line.Contains("There is no database.", StringComparison.Ordinal));
    }

    [Fact]
    public void Empty_room_leaves_an_image_and_then_ends()
    {
        var (room, seat) = Seated();
        room.Tell(new SubscribeRelay(RoomId, relay), relay);
        room.Tell(new LeaveRoom(RoomId, seat.Seat, seat.Attach), session);
        for (var i = 0; i < 5 * TickRate; i++)
        {
            Tick();
            foreach (var entry in AllGiven().Where(entry => entry.Entry is JournaledRecord))
            {
                Keep(room, entry);
            }
        }

        Assert.DoesNotContain(Received(), message => message is RoomEnded);
        // It was the last thing that was given, and kept back by the loop above.
        var image = lastGiven!;
        Assert.True(RoomImage.Decode(((JournaledImage)image.Entry).Bytes).IsHandedOver);
        Keep(room, image);
        Assert.Contains(Received(), message => message is RoomEnded);
        ExpectMsg<Passivate>();
    }

    [Fact]
    public void Game_that_ends_its_room_ends_it_in_the_journal()
    {
        var (room, seat) = Seated();
        room.Tell(new SeatCommand(RoomId, seat.Seat, seat.Attach, 1, 1, "close", Payload.Nil), session);
        Tick();
        Keep(room, Given<JournaledRecord>());
        Keep(room, Given<JournaledEnd>());
        ExpectMsg<Passivate>();
    }

    [Fact]
    public void Shard_that_moves_takes_the_room_along()
    {
        var (room, _) = Seated();
        Watch(room);
        room.Tell(StopRoom.Instance);
        Keep(room, Given<JournaledImage>());
        ExpectTerminated(room);
    }

    private static SeatCommand Add(JoinOutcome seat, long n) => new(RoomId, seat.Seat, seat.Attach, 1, n, "add", 1);

    private static (ReadOnlyMemory<byte> Image, ReadOnlyMemory<byte>[] Records) Read(List<KeepInJournal> entries) => (
        entries.Select(entry => entry.Entry).OfType<JournaledImage>().Last().Bytes,
        [.. entries.Select(entry => entry.Entry).OfType<JournaledRecord>().Select(record => record.Bytes)]);

    private static void Keep(IActorRef room, KeepInJournal given) => room.Tell(new JournalKept(given.Entry, given.Record));

    private KeepInJournal Given<TEntry>()
        where TEntry : JournalEntry
    {
        var given = journal.ExpectMsg<KeepInJournal>();
        Assert.IsType<TEntry>(given.Entry);
        return lastGiven = given;
    }

    private IEnumerable<KeepInJournal> AllGiven()
    {
        while (journal.HasMessages)
        {
            yield return lastGiven = journal.ExpectMsg<KeepInJournal>();
        }
    }

    private List<object> Received()
    {
        var messages = new List<object>();
        while (relay.HasMessages)
        {
            messages.Add(relay.ReceiveOne());
        }

        return messages;
    }

    private void Tick() => time.Step(TickRate);

    private (TestActorRef<RoomActor> Room, JoinOutcome Seat) Seated(List<KeepInJournal>? entries = null)
    {
        var room = Asked();
        room.Tell(new JournalRead(null, []));
        Tick();
        foreach (var entry in AllGiven())
        {
            entries?.Add(entry);
            Keep(room, entry);
        }

        return (room, session.ExpectMsg<JoinRoomResult>().Outcome);
    }

    private void Stop(TestActorRef<RoomActor> room)
    {
        Watch(room);
        Sys.Stop(room);
        ExpectTerminated(room);
    }

    private TestActorRef<RoomActor> Asked(string player = "ann")
    {
        var room = Room();
        room.Tell(new JoinRoom(RoomId, player, player, "join", Payload.Nil, 0, session), session);
        return room;
    }

    private TestActorRef<RoomActor> Room() => ActorOfAsTestActorRef<RoomActor>(
        RoomActor.Props(
            RoomId,
            services,
            new RoomNeighbours(CreateTestProbe(), CreateTestProbe()) { Journal = _ => Props.Create(() => new PassOn(journal)).WithDispatcher(CallingThreadDispatcher.Id) },
            counter),
        TestActor);

    /// <summary>Stands in for the room's child, on the thread of the test.</summary>
    private sealed class PassOn(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => to.Tell(message);
    }
}
