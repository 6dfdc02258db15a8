using System.Text.Json;
using GameServer.Cluster;
using GameServer.Cluster.Overview;

namespace GameServer.Host.Overview;

/// <summary>What the lobby shows of the cluster: nothing that not everyone may know.</summary>
/// <param name="Online">Clients that are connected, to any game.</param>
/// <param name="Rooms">Rooms that are no secret, the fullest first.</param>
/// <param name="More">How many more there are.</param>
/// <param name="Players">Players who are connected, by name.</param>
/// <param name="MorePlayers">How many more there are.</param>
internal sealed record LobbyView(
    int Online, IReadOnlyList<LobbyRoom> Rooms, int More, IReadOnlyList<LobbyPlayer> Players, int MorePlayers);

/// <summary>One room.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Its game.</param>
/// <param name="Players">Seats that are taken.</param>
/// <param name="Seats">Seats there are.</param>
/// <param name="Watchable">Whether it may be watched without a seat.</param>
internal sealed record LobbyRoom(string Id, string Kind, int Players, int Seats, bool Watchable);

/// <summary>One player.</summary>
/// <param name="Id">By which others can write to the player.</param>
/// <param name="Name">As the player's token says.</param>
internal sealed record LobbyPlayer(string Id, string Name);

/// <summary>A view as the bytes that all who look get.</summary>
internal sealed record LobbyPicture(ReadOnlyMemory<byte> Json);

/// <summary>Makes the lobby's view of every picture of the cluster, once for all who look, and only when it is another.</summary>
internal sealed class LobbyFeed(NodeServices services)
{
    /// <summary>Rooms in a view.</summary>
    internal const int MaxRooms = 60;

    private readonly Lock gate = new();
    private OverviewPicture? made;
    private LobbyPicture? latest;

    /// <summary>Waits for a picture other than the one that was seen.</summary>
    internal async Task<LobbyPicture> NextAsync(LobbyPicture? seen, CancellationToken cancellation)
    {
        OverviewPicture? overview = null;
        while (true)
        {
            overview = await services.Overview.Feed.NextAsync(overview, cancellation);
            var picture = Of(overview);
            if (!ReferenceEquals(picture, seen))
            {
                return picture;
            }
        }
    }

    /// <summary>What everyone may know of a cluster.</summary>
    internal static LobbyView View(OverviewPicture overview, GameCatalog games)
    {
        var (cluster, online) = overview;
        var rooms = cluster.Nodes
            .SelectMany(node => node.Rooms)
            .Where(room => room is { IsPrivate: false, IsStill: false })
            .OrderByDescending(room => room.Players)
            .ThenBy(room => room.Id, StringComparer.Ordinal)
            .Select(room => new LobbyRoom(
                room.Id, room.Kind, room.Players, room.Seats, games.Find(room.Kind) is { Watchable: true }))
            .ToArray();
        return new LobbyView(
            cluster.Nodes.Sum(node => node.Connections is { } clients ? clients.WebSockets + clients.Streams + clients.Polls : 0),
            rooms.Take(MaxRooms).ToArray(),
            Math.Max(0, rooms.Length - MaxRooms),
            [.. online.Players.Select(player => new LobbyPlayer(player.PlayerId, player.Name))],
            online.More);
    }

    private LobbyPicture Of(OverviewPicture overview)
    {
        lock (gate)
        {
            if (latest is null || !ReferenceEquals(overview, made))
            {
                var json = JsonSerializer.SerializeToUtf8Bytes(View(overview, services.Games), OverviewEndpoints.Json);
                made = overview;
                latest = latest is not null && latest.Json.Span.SequenceEqual(json) ? latest : new LobbyPicture(json);
            }

            return latest;
        }
    }
}
