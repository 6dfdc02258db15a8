using System.Data.Common;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Sql;
using GameServer.Cluster.Journal;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GameServer.Cluster.Tests.Journal;

/// <summary>Durable rooms on a real database.</summary>
/// <param name="provider">What the journal calls the database.</param>
/// <param name="connection">Where it is.</param>
public abstract class DatabaseTests(string provider, string connection)
    : Akka.TestKit.Xunit2.TestKit(Configure(provider, connection))
{
    private const string RoomId = "counter.lounge";

    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    /// <summary>Skips the test, or fails it, where the database cannot be had.</summary>
    protected abstract void Require();

    protected abstract DbConnection Connect();

    [SkippableFact]
    public void What_was_kept_is_read_again_from_the_last_image_on()
    {
        Require();
        var (first, journal) = Open("rooms.kept");
        Assert.Null(first.ExpectMsg<JournalRead>(patience).Image);
        Keep(first, journal, new JournaledImage(new byte[] { 1 }));
        Keep(first, journal, [.. Enumerable.Range(0, 100).Select(n => new JournaledRecord(new byte[] { (byte)n }))]);
        Keep(first, journal, new JournaledImage(new byte[] { 2 }));
        Keep(first, journal, new JournaledRecord(new byte[] { 200 }), new JournaledRecord(new byte[] { 201 }));
        AwaitAssert(() => Assert.Equal(3, Rows("rooms.kept")), patience);

        var (second, _) = Open("rooms.kept");
        var read = second.ExpectMsg<JournalRead>(patience);
        Assert.Equal([2], read.Image!.Value.ToArray());
        Assert.Equal([200, 201], read.Records.Select(record => record.Span[0]));
    }

    [SkippableFact]
    public void What_was_ended_begins_anew()
    {
        Require();
        var (first, journal) = Open("rooms.ended");
        first.ExpectMsg<JournalRead>(patience);
        Keep(first, journal, new JournaledImage(new byte[] { 1 }), new JournaledEnd());
        var (second, again) = Open("rooms.ended");
        Assert.Null(second.ExpectMsg<JournalRead>(patience).Image);
        Keep(second, again, new JournaledImage(new byte[] { 2 }));
    }

    [SkippableFact]
    public void Of_two_incarnations_the_earlier_tells_nothing_any_more()
    {
        Require();
        var (ann, bob, older, newer) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var first = Room();
        first.Tell(Join("ann", ann), ann);
        var seat = ann.ExpectMsg<JoinRoomResult>(patience).Outcome;
        first.Tell(new SubscribeRelay(RoomId, older), older);
        older.ExpectMsg<RelaySubscribed>(patience);

        // It does not know of the first, as on the other side of a network that is cut.
        var second = Room();
        second.Tell(Join("bob", bob), bob);
        Assert.Equal(1, bob.ExpectMsg<JoinRoomResult>(patience).Outcome.Seat);
        second.Tell(new SubscribeRelay(RoomId, newer), newer);
        var snapshot = newer.ExpectMsg<RelaySubscribed>(patience);
        Assert.Equal(2, snapshot.Epoch.Number);

        Watch(first);
        first.Tell(new SeatCommand(RoomId, seat.Seat, seat.Attach, 1, 1, "add", 1), ann);
        ExpectTerminated(first, patience);
        while (older.HasMessages)
        {
            Assert.False(older.ReceiveOne(patience) is RoomEnvelope { Body.Answers.Count: > 0 } or RoomEnded);
        }

        second.Tell(new SeatCommand(RoomId, seat.Seat, seat.Attach, 1, 1, "add", 1), ann);
        newer.FishForMessage(message => message is RoomEnvelope { Body.Answers: [{ Seat: 0 }] }, patience);
    }

    private static Config Configure(string provider, string connection) => ConfigurationFactory
        .ParseString(
            $$"""
            akka.log-dead-letters = off
            akka.loglevel = OFF
            akka.actor.serializers.journal = "{{typeof(JournalSerializer).AssemblyQualifiedName}}"
            akka.actor.serialization-bindings { "{{typeof(JournalEntry).AssemblyQualifiedName}}" = journal }
            akka.actor.serialization-identifiers { "{{typeof(JournalSerializer).AssemblyQualifiedName}}" = {{JournalSerializer.Id}} }
            akka.persistence.journal.plugin = "akka.persistence.journal.sql"
            akka.persistence.journal.sql.provider-name = "{{provider}}"
            akka.persistence.journal.sql.connection-string = "{{connection}}"
            """)
        .WithFallback(SqlPersistence.DefaultConfiguration);

    private static JoinRoom Join(string player, IActorRef session) => new(RoomId, player, player, "join", Payload.Nil, 0, session);

    private static void Keep(Akka.TestKit.TestProbe room, IActorRef journal, params JournalEntry[] entries)
    {
        foreach (var entry in entries)
        {
            journal.Tell(new KeepInJournal(entry, 0));
        }

        foreach (var entry in entries)
        {
            Assert.Same(entry, room.ExpectMsg<JournalKept>(patience).Entry);
        }
    }

    private (Akka.TestKit.TestProbe Room, IActorRef Journal) Open(string roomId)
    {
        var room = CreateTestProbe();
        return (room, room.ChildActorOf(RoomJournalActor.Props(roomId)));
    }

    private long Rows(string roomId)
    {
        using var connection = Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM journal WHERE persistence_id = '{roomId}' AND NOT deleted";
        return Convert.ToInt64(command.ExecuteScalar());
    }

    private IActorRef Room()
    {
        var settings = CounterGame.Defaults with { Standing = new StandingRooms(_ => true), Durable = true };
        var services = new NodeServices(
            new GameCatalog().Add(() => new CounterGame(settings)),
            TimeProvider.System,
            new SchedulerTickSource(Sys.Scheduler),
            new SecureIdSource(),
            new NodeLimits(),
            new RecordingLog());
        var neighbours = new RoomNeighbours(CreateTestProbe(), CreateTestProbe()) { Journal = RoomJournalActor.Props };
        return Sys.ActorOf(RoomActor.Props(RoomId, services, neighbours, new RoomCounter()));
    }
}

/// <summary>The file of a cluster of one.</summary>
public sealed class SqliteTests : DatabaseTests
{
    private readonly string file;

    public SqliteTests()
        : this(Path.GetTempFileName())
    {
    }

    private SqliteTests(string file)
        : base("SQLite.MS", $"Data Source={file}") => this.file = file;

    protected override void Require()
    {
    }

    protected override DbConnection Connect() => new SqliteConnection($"Data Source={file}");

    protected override void AfterAll()
    {
        base.AfterAll();
        SqliteConnection.ClearAllPools();
        File.Delete(file);
    }
}

/// <summary>A real server.</summary>
public sealed class PostgreSqlTests(PostgreSqlServer server) : DatabaseTests("PostgreSQL.15", server.Connection), IClassFixture<PostgreSqlServer>
{
    protected override void Require()
    {
        Skip.If(server.Missing is not null && Environment.GetEnvironmentVariable("GAMESERVER_REQUIRE_TOOLS") != "1", server.Missing);
        Assert.Null(server.Missing);
    }

    protected override DbConnection Connect() => new NpgsqlConnection(server.Connection);
}
