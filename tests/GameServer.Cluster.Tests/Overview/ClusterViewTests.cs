using GameServer.Cluster.Overview;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Sessions;

namespace GameServer.Cluster.Tests.Overview;

public sealed class ClusterViewTests
{
    private static readonly NodeId one = new("akka.tcp://game@10.0.0.1:4053", 1);
    private static readonly NodeId two = new("akka.tcp://game@10.0.0.2:4053", 2);
    private static readonly string[] roles = ["rooms"];

    private readonly ClusterView view = new(one);

    public ClusterViewTests()
    {
        view.Changed(one, NodeStatus.Up, roles, At(0));
        view.Changed(two, NodeStatus.Up, roles, At(0));
    }

    [Fact]
    public void A_room_that_went_on_elsewhere_was_away_for_the_time_that_was_not_simulated()
    {
        view.Reported(Report(two, "two", Room("room", epoch: 1, tick: 300)), At(10));
        view.Reported(Report(one, "one", Room("room", epoch: 2, tick: 330)), At(15.1));
        var move = Assert.Single(view.Snapshot(At(16)).Moves);
        Assert.Equal(("room", 2, "two", "one"), (move.Room, move.Epoch, move.From, move.To));
        // 5.1 s between the two ticks, of which 30 ticks at 30 a second were played.
        Assert.Equal(4100, move.PauseMs, 3);
    }

    [Fact]
    public void Ticks_are_taken_for_as_old_as_the_reports_say()
    {
        view.Reported(Report(two, "two", Room("room", 1, 300, age: 0.9)), At(10.9));
        view.Reported(Report(one, "one", Room("room", 2, 300, age: 0.5)), At(12.5));
        Assert.Equal(2000, view.Snapshot(At(13)).Moves.Single().PauseMs, 3);
    }

    [Fact]
    public void A_pause_is_never_less_than_none()
    {
        view.Reported(Report(two, "two", Room("room", 1, 300)), At(10));
        view.Reported(Report(one, "one", Room("room", 2, 330)), At(10.5));
        Assert.Equal(0, view.Snapshot(At(11)).Moves.Single().PauseMs);
    }

    [Fact]
    public void A_room_is_shown_where_its_latest_incarnation_is_whatever_comes_late()
    {
        view.Reported(Report(two, "two", Room("room", 1, 300)), At(10));
        view.Reported(Report(one, "one", Room("room", 2, 310)), At(12));
        Assert.False(view.Reported(Report(two, "two", Room("room", 1, 320)), At(13)));
        var snapshot = view.Snapshot(At(13));
        Assert.Equal(["room"], RoomsOf(snapshot, "one"));
        Assert.Empty(RoomsOf(snapshot, "two"));
        Assert.Single(snapshot.Moves);
    }

    [Fact]
    public void Rooms_of_a_node_that_is_gone_wait_there_until_they_go_on()
    {
        view.Reported(Report(two, "two", Room("a", 1, 300), Room("b", 1, 300)), At(10));
        view.Reachable(two, isReachable: false);
        Assert.Equal(NodeStatus.Unreachable, NodeOf(view.Snapshot(At(11)), "two").Status);
        view.Changed(two, NodeStatus.Gone, roles, At(13));
        view.Reported(Report(one, "one", Room("a", 2, 300)), At(14));
        var snapshot = view.Snapshot(At(14));
        var gone = NodeOf(snapshot, "two");
        Assert.Equal((NodeStatus.Gone, 1, null), (gone.Status, gone.RoomCount, gone.Connections));
        Assert.Equal(("b", true), (gone.Rooms.Single().Id, gone.Rooms.Single().IsStill));
        Assert.Equal(["a"], RoomsOf(snapshot, "one"));
    }

    [Fact]
    public void What_a_node_says_after_it_was_removed_counts_no_more()
    {
        view.Reported(Report(one, "one", Room("room", 2, 300)), At(10));
        view.Changed(two, NodeStatus.Gone, roles, At(10));
        Assert.False(view.Reported(Report(two, "two", Room("room", 3, 400)), At(11)));
        Assert.Equal(["room"], RoomsOf(view.Snapshot(At(11)), "one"));
    }

    [Fact]
    public void Who_was_never_a_member_is_not_heard()
    {
        Assert.False(view.Reported(Report(new NodeId("akka.tcp://game@10.0.0.9:4053", 9), "nine", Room("room", 1, 1)), At(1)));
        Assert.Equal(2, view.Snapshot(At(1)).Nodes.Count);
    }

    [Fact]
    public void Nodes_that_are_gone_are_forgotten_after_a_while_and_at_once_when_they_come_back()
    {
        view.Changed(two, NodeStatus.Gone, roles, At(10));
        Assert.Equal(2, view.Snapshot(At(10) + ClusterView.KeepFor - At(0.1)).Nodes.Count);
        Assert.Single(view.Snapshot(At(10) + ClusterView.KeepFor).Nodes);

        view.Changed(two, NodeStatus.Left, roles, At(100));
        view.Changed(two with { Uid = 3 }, NodeStatus.Joining, roles, At(101));
        Assert.Equal([NodeStatus.Up, NodeStatus.Joining], view.Snapshot(At(101)).Nodes.Select(node => node.Status));
        Assert.Equal([one, two with { Uid = 3 }], view.Members);
    }

    [Fact]
    public void No_two_nodes_have_one_name_and_only_members_are_found_by_theirs()
    {
        view.Reported(Report(one, "box"), At(1));
        view.Reported(Report(two, "box"), At(1));
        // One has the other's host, one the other's port.
        view.Changed(two with { Address = "akka.tcp://game@10.0.0.1:4054" }, NodeStatus.Up, roles, At(1));
        view.Reported(Report(two with { Address = "akka.tcp://game@10.0.0.1:4054" }, "box"), At(1));
        var names = view.Snapshot(At(1)).Nodes.Select(node => node.Name).ToArray();
        Assert.Equal(3, names.Distinct().Count());
        Assert.All(names, name => Assert.NotNull(view.Find(name)));
        Assert.Null(view.Find("box"));

        var gone = names.Single(name => view.Find(name) == two);
        view.Changed(two, NodeStatus.Gone, roles, At(2));
        Assert.Null(view.Find(gone));
    }

    [Fact]
    public void A_private_room_is_not_named_by_its_code()
    {
        view.Reported(Report(one, "one", Room("7K2MXQ90AB", 1, 300) with { IsPrivate = true }), At(1));
        view.Reported(Report(two, "two", Room("7K2MXQ90AB", 2, 300) with { IsPrivate = true }), At(2));
        var snapshot = view.Snapshot(At(2));
        Assert.Equal(["7K2M"], RoomsOf(snapshot, "two"));
        Assert.Equal("7K2M", snapshot.Moves.Single().Room);
    }

    [Fact]
    public void Private_rooms_that_stand_are_told_apart_and_not_named()
    {
        view.Reported(
            Report(
                one,
                "one",
                Room("inbox.27dfbc6738de5abae489798b45d25c48", 1, 300) with { Kind = "inbox", IsPrivate = true },
                Room("inbox.4ecea843a353d1e579696b2e752241b0", 1, 300) with { Kind = "inbox", IsPrivate = true }),
            At(1));
        var shown = RoomsOf(view.Snapshot(At(1)), "one");
        Assert.Equal(2, shown.Distinct().Count());
        Assert.All(shown, id => Assert.Matches("^inbox\\.[0-9A-F]{8}$", id));
    }

    [Fact]
    public void A_room_that_has_not_ticked_for_a_while_is_still()
    {
        view.Reported(Report(one, "one", Room("room", 1, 300, age: 1.2)), At(10));
        Assert.False(view.Snapshot(At(11)).Nodes[0].Rooms.Single().IsStill);
        Assert.True(view.Snapshot(At(11.3)).Nodes[0].Rooms.Single().IsStill);
    }

    [Fact]
    public void Only_the_latest_moves_are_kept()
    {
        for (var epoch = 1; epoch <= ClusterView.MaxMoves + 5; epoch++)
        {
            view.Reported(Report(epoch % 2 == 0 ? one : two, "", Room("room", epoch, epoch)), At(epoch));
        }

        var moves = view.Snapshot(At(40)).Moves;
        Assert.Equal((ClusterView.MaxMoves, ClusterView.MaxMoves + 5), (moves.Count, moves[^1].Epoch));
    }

    [Fact]
    public void Players_of_nodes_that_are_gone_are_online_no_more_and_older_nodes_name_nobody()
    {
        view.Reported(Report(one, "one") with { Online = new OnlineReport(1, [new PlayerIdentity("a", "Ada")]) }, At(1));
        view.Reported(Report(two, "two") with { Online = new OnlineReport(1, [new PlayerIdentity("b", "Bea")]) }, At(1));
        Assert.Equal(["Ada", "Bea"], view.Online().Players.Select(player => player.Name));
        view.Reported(Report(one, "one"), At(2));
        Assert.Equal(["Bea"], view.Online().Players.Select(player => player.Name));
        view.Changed(two, NodeStatus.Gone, roles, At(3));
        Assert.Empty(view.Online().Players);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static RoomReport Room(string id, int epoch, long tick, double age = 0) =>
        new(id, "arena", false, epoch, 1, 16, 30, tick, At(age), TimeSpan.Zero, TimeSpan.Zero);

    private static NodeReport Report(NodeId node, string name, params RoomReport[] rooms) =>
        new(node, name, new ConnectionCounts(1, 2, 3), NodeRates.None, rooms.Length, rooms);

    private static NodeSnapshot NodeOf(ClusterSnapshot snapshot, string name) => snapshot.Nodes.Single(node => node.Name == name);

    private static IEnumerable<string> RoomsOf(ClusterSnapshot snapshot, string name) =>
        NodeOf(snapshot, name).Rooms.Select(room => room.Id);
}
