using Games.Arena;
using GameServer.Cluster;
using GameServer.Cluster.Overview;
using GameServer.Cluster.Sessions;
using GameServer.Host.Overview;

namespace GameServer.Host.Tests.Overview;

public sealed class LobbyFeedTests
{
    private static readonly GameCatalog games = new GameCatalog().Add(() => new ArenaGame(new ArenaOptions()));

    [Fact]
    public void Everyone_sees_the_rooms_of_all_nodes_that_are_no_secret_the_fullest_first()
    {
        var view = LobbyFeed.View(
            Cluster(
                Node("a", new ConnectionCounts(3, 2, 1), Room("R1", 2), Room("SECR", 9, isPrivate: true), Room("STILL", 5, isStill: true)),
                Node("b", null),
                Node("c", new ConnectionCounts(1, 0, 0), Room("R2", 7), Room("R0", 2), Room("OLD", 1, kind: "unknown"))),
            games);

        Assert.Equal(["R2", "R0", "R1", "OLD"], view.Rooms.Select(room => room.Id));
        Assert.Equal(new LobbyRoom("R2", "arena", 7, 16, Watchable: true), view.Rooms[0]);
        Assert.False(view.Rooms[3].Watchable);
        Assert.Equal((7, 0), (view.Online, view.More));
    }

    [Fact]
    public void A_view_has_a_bound_and_says_how_many_there_are_beyond_it()
    {
        var rooms = Enumerable.Range(0, LobbyFeed.MaxRooms + 5).Select(i => Room($"R{i}", i % 16)).ToArray();
        var view = LobbyFeed.View(Cluster(Node("a", new ConnectionCounts(0, 0, 0), rooms)), games);
        Assert.Equal((LobbyFeed.MaxRooms, 5), (view.Rooms.Count, view.More));
        Assert.Equal(15, view.Rooms[0].Players);
    }

    [Fact]
    public void Who_is_online_is_named_with_the_id_to_write_to()
    {
        var view = LobbyFeed.View(
            new OverviewPicture(new ClusterSnapshot("a", [], []), new OnlineSnapshot([new PlayerIdentity("27df", "Vega")], 3)), games);
        Assert.Equal(new LobbyPlayer("27df", "Vega"), Assert.Single(view.Players));
        Assert.Equal(3, view.MorePlayers);
    }

    private static OverviewPicture Cluster(params NodeSnapshot[] nodes) =>
        new(new ClusterSnapshot("a", nodes, []), new OnlineSnapshot([], 0));

    private static NodeSnapshot Node(string name, ConnectionCounts? connections, params RoomSnapshot[] rooms) =>
        new(name, name, NodeStatus.Up, [], connections, null, rooms.Length, rooms);

    private static RoomSnapshot Room(string id, int players, bool isPrivate = false, bool isStill = false, string kind = "arena") =>
        new(id, kind, isPrivate, 1, players, 16, 30, 1, 1, isStill);
}
