using Akka.Actor;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.TestKit;

namespace Games.Pilot.Tests;

public sealed class PilotTests : GameTestKit
{
    private const string Arena = "ABCDEFGHJK";
    private const ulong Birth = 7;

    private static readonly string annsId = new('1', 32);
    private static readonly string record = $"pilot.{annsId}";

    private readonly SimulatedNode node;
    private readonly PlayerCopy copy = new();
    private readonly List<ServerFrame> frames = [];
    private long commands;

    public PilotTests() => node = Node(() => new PilotGame());

    [Fact]
    public void Rounds_add_up_while_nobody_is_here_and_the_player_sees_them()
    {
        Tell(1, Flown(12, 1, 3, won: false));
        Seconds(2);
        var between = UtcMs;
        Tell(2, Flown(40, 4, 0, won: true));
        Tell(3, Flown(0, 0, 2, won: false));
        Read(Enter(annsId));
        Assert.Equal((3L, 1L, 52L, 5L, 5L, 40L), (Shown("rounds"), Shown("wins"), Shown("points"), Shown("kills"), Shown("deaths"), Shown("best")));
        Assert.InRange(Shown("since"), 1, between);
        Assert.InRange(Shown("last"), between, UtcMs);
    }

    [Fact]
    public void Letter_that_comes_twice_counts_once_and_a_new_one_is_seen_at_once()
    {
        var ann = Enter(annsId);
        Tell(1, Flown(5, 0, 0, won: true));
        Tell(1, Flown(5, 0, 0, won: true));
        Read(ann);
        Assert.Equal((1L, 5L), (Shown("rounds"), Shown("points")));
        Tell(2, Flown(5, 0, 0, won: true));
        Read(ann);
        Assert.Equal((2L, 10L), (Shown("rounds"), Shown("points")));
    }

    [Theory]
    [InlineData(Arena, "results", 1L)]
    [InlineData(Arena, "flown", -1L)]
    [InlineData(Arena, "flown", 1_000_001L)]
    [InlineData("chat.general", "flown", 1L)]
    public void What_no_arena_tells_of_a_round_is_passed_over(string from, string name, long score)
    {
        var ann = Enter(annsId);
        Tell(1, Flown(score, 0, 0, won: false), from, name);
        Tell(2, "nonsense", from);
        Read(ann);
        Assert.Equal(0, Shown("rounds"));
    }

    [Fact]
    public void Hue_is_none_until_one_is_chosen()
    {
        var ann = Enter(annsId);
        Read(ann);
        Assert.Equal(-1, Shown("hue"));
        Assert.Null(Wear(ann, 0));
        Assert.Equal(0, Shown("hue"));
        Assert.Null(Wear(ann, 359));
        Assert.Equal(359, Shown("hue"));
    }

    [Fact]
    public void Hue_that_is_none_is_refused_and_changes_nothing()
    {
        var ann = Enter(annsId);
        Assert.Null(Wear(ann, 42));
        Assert.All<Payload>(
            [-1, 360, long.MaxValue >> 12, 42.5, "42", true, Payload.Nil], hue => Assert.Equal(ErrorCodes.BadPayload, Wear(ann, hue)));
        Assert.Equal(42, Shown("hue"));
    }

    [Fact]
    public void Nobody_else_sees_a_record_and_there_is_none_of_nobody()
    {
        Enter(annsId);
        var eve = node.Connect(new string('2', 32), "Eve");
        Assert.Equal(ErrorCodes.JoinRefused, Refused(eve, record));
        Assert.Equal(ErrorCodes.WatchRefused, Refused(eve, record, watch: true));
        Assert.Equal(ErrorCodes.RoomGone, Refused(eve, "pilot.eve"));
    }

    [Fact]
    public void Rooms_are_there_for_as_long_as_they_are_needed()
    {
        node.Connect(annsId, "Ann").Send(new JoinFrame(1, "create", JoinBy.Create, PilotGame.Kind, false, 0, null, Payload.Nil));
        Seconds(5);
        Assert.Equal(0, node.RoomCount.Count);
        Tell(1, Flown(5, 0, 0, won: true));
        Assert.Equal(1, node.RoomCount.Count);
        Seconds(15);
        Assert.Equal(0, node.RoomCount.Count);
    }

    private long UtcMs => node.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private static Payload Flown(long score, long kills, long deaths, bool won) =>
        Payload.Map(("score", score), ("kills", kills), ("deaths", deaths), ("won", won));

    private string Refused(SimulatedConnection connection, string room, bool watch = false)
    {
        connection.Send(new JoinFrame(1, "join", JoinBy.Room, room, watch, 0, null, Payload.Nil));
        Seconds(1);
        return Assert.IsType<ErrorFrame>(Assert.Single(connection.Receive())).Code;
    }

    private void Tell(long n, Payload payload, string from = Arena, string name = "flown")
    {
        node.Rooms.Tell(new RoomMail(record, from, Birth, n, 0, name, payload), ActorRefs.NoSender);
        Seconds(1);
    }

    private SimulatedConnection Enter(string player)
    {
        var connection = node.Connect(player, "Ann");
        connection.Send(new JoinFrame(1, "join", JoinBy.Room, record, false, 0, null, Payload.Nil));
        Seconds(1);
        return connection;
    }

    private string? Wear(SimulatedConnection connection, Payload hue)
    {
        connection.Send(new CommandFrame(1, 7, ++commands, "wear", Payload.Map(("hue", hue))));
        Seconds(1);
        Read(connection);
        connection.Send(new AckFrame(1, 7, commands));
        return frames.OfType<AnswerFrame>().Last().Code;
    }

    private void Read(SimulatedConnection connection)
    {
        foreach (var frame in connection.Receive())
        {
            copy.Apply(frame);
            frames.Add(frame);
        }
    }

    private long Shown(string column)
    {
        var index = copy.Schema.Single().Columns.ToList().FindIndex(known => known.Name == column);
        return (long)Assert.Single(copy.Rows("record")).Values[index]!;
    }

    private void Seconds(int seconds) => node.Time.Advance(TimeSpan.FromSeconds(seconds), new PilotGame().Settings.TickRate);
}
