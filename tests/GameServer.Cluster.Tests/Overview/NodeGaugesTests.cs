using GameServer.Cluster.Overview;
using GameServer.Cluster.Replication;
using GameServer.Rooms;

namespace GameServer.Cluster.Tests.Overview;

public sealed class NodeGaugesTests
{
    private static readonly NodeId node = new("akka.tcp://game@10.0.0.1:4053", 1);

    private readonly NodeOverview overview = new() { Name = "one" };
    private int changes;

    public NodeGaugesTests() => overview.Gauges.WhenRoomsChange(() => changes++);

    [Fact]
    public void A_room_is_shown_from_its_first_tick_until_it_is_gone()
    {
        var room = Open("room", epoch: 3);
        Assert.Empty(Report(At(0)).Rooms);
        room.Ticked(41, 2, At(0.001), At(1));
        Assert.Equal(1, changes);
        var report = Report(At(1.5));
        var shown = Assert.Single(report.Rooms);
        Assert.Equal(
            ("room", 3, 2, 41L, At(0.5), At(0.001)),
            (shown.RoomId, shown.Epoch, shown.Players, shown.Tick, shown.Age, shown.TickP99));
        Assert.Equal(("one", node, 1), (report.Name, report.Node, report.RoomCount));

        room.Dispose();
        room.Dispose();
        Assert.Equal(2, changes);
        Assert.Empty(Report(At(2)).Rooms);
    }

    [Fact]
    public void Figures_are_put_down_once_a_second_and_are_of_the_latest_ticks()
    {
        var room = Open("room");
        for (var tick = 0; tick < 2 * RoomGauge.Window; tick++)
        {
            // Half of the second window takes longer, and one of its ticks far longer.
            var took = tick < RoomGauge.Window ? 90 : tick == 2 * RoomGauge.Window - 5 ? 50 : tick % 2 + 1;
            room.Ticked(tick, 0, TimeSpan.FromMilliseconds(took), At(tick / 30.0));
        }

        Assert.Equal(0, Report(At(17)).Rooms.Single().Tick % 30);
        room.Ticked(2 * RoomGauge.Window, 0, TimeSpan.FromMilliseconds(1), At(60));
        var shown = Report(At(60)).Rooms.Single();
        Assert.Equal((2L * RoomGauge.Window, 1.0, 2.0), (shown.Tick, shown.TickMedian.TotalMilliseconds, shown.TickP99.TotalMilliseconds));
        Assert.Equal(1, changes);
    }

    [Fact]
    public void The_fullest_rooms_are_listed_and_all_are_counted()
    {
        for (var i = 0; i < NodeReport.MaxRooms + 10; i++)
        {
            Open($"room-{i}").Ticked(1, i, At(0), At(0));
        }

        var report = Report(At(0));
        Assert.Equal((NodeReport.MaxRooms + 10, NodeReport.MaxRooms), (report.RoomCount, report.Rooms.Count));
        Assert.Equal(10, report.Rooms.Min(room => room.Players));
    }

    [Theory]
    [InlineData("counter.hall", false, false)]
    [InlineData("counter.attic", false, true)]
    [InlineData("counter.attic", true, false)]
    [InlineData("7K2MXQ90AB", false, true)]
    public void Rooms_that_quick_match_leaves_out_are_secret_unless_anyone_may_find_or_watch_them(string id, bool isPublic, bool isSecret)
    {
        var settings = CounterGame.Defaults with
        {
            Standing = new StandingRooms(_ => true, IsPrivate: true) { IsListed = name => name == "hall" },
            Public = isPublic,
        };
        overview.Gauges.Open(new RoomIdentity(id, "counter", IsPrivate: true), settings, 1).Ticked(1, 0, At(0), At(0));
        Assert.Equal(isSecret, Assert.Single(Report(At(0)).Rooms).IsPrivate);
    }

    [Fact]
    public void Connections_are_counted_by_kind()
    {
        overview.Gauges.Opened(Connection.WebSocket);
        overview.Gauges.Opened(Connection.Stream);
        overview.Gauges.Opened(Connection.Poll);
        overview.Gauges.Opened(Connection.Poll);
        overview.Gauges.Closed(Connection.WebSocket);
        Assert.Equal(new ConnectionCounts(0, 1, 2), Report(At(0)).Connections);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private RoomGauge Open(string id, int epoch = 1) =>
        overview.Gauges.Open(new RoomIdentity(id, "counter", false), CounterGame.Defaults, epoch);

    private NodeReport Report(TimeSpan now) => ReportMaking.Make(node, overview, NodeRates.None, now);
}
