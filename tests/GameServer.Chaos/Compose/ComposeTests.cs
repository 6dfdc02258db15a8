using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using GameServer.Client;
using GameServer.Protocol;
using Xunit.Abstractions;

namespace GameServer.Chaos.Compose;

/// <summary>The compose file as its users have it: it starts, grows, is played through nginx, loses a node, and stops.</summary>
public sealed class ComposeTests(ITestOutputHelper output)
{
    // Of so many the nodes that are added get a share, wherever they are.
    private const int MoreRooms = 7;

    private readonly Stopwatch watch = Stopwatch.StartNew();

    [SkippableFact]
    public async Task Players_play_on_while_nodes_come_and_one_is_killed()
    {
        await using var cluster = await ComposeCluster.RequireAsync();
        await cluster.ComposeAsync("build");
        Note("image built");
        await cluster.UpAsync(nodes: 3);
        Note("3 nodes and nginx are healthy");
        await cluster.AreOneClusterAsync(3);
        await NothingForStrangersAsync(cluster);

        await using var castor = await Guest.ArriveAsync(cluster.Address, "Castor");
        await using var pollux = await Guest.ArriveAsync(cluster.Address, "Pollux");
        await castor.JoinAsync(JoinBy.Quick, "arena", cluster.UntilAsync);
        await pollux.JoinAsync(JoinBy.Room, castor.Room.Id, cluster.UntilAsync);
        await PlayAsync(cluster, "at three", castor, pollux);
        Note($"Castor plays by way of {castor.Node} and Pollux of {pollux.Node}, together in {castor.Room.Id}");

        await using var leda = await Guest.ArriveAsync(cluster.Address, "Leda");
        for (var i = 0; i < MoreRooms; i++)
        {
            await leda.JoinAsync(JoinBy.Room, $"chat.room-{i}", cluster.UntilAsync);
        }

        var three = await cluster.NodesAsync();
        await cluster.UpAsync(nodes: 5);
        Note("5 nodes are healthy");
        await cluster.AreOneClusterAsync(5);
        Note("5 nodes are one cluster");
        await cluster.UntilAsync(
            async () =>
            {
                var added = (await cluster.NodesAsync()).Except(three);
                var rooms = await Task.WhenAll(added.Select(node => cluster.MetricAsync(node, "gameserver_rooms")));
                return rooms.Sum() > 0;
            },
            "rooms to move to a node that was added");
        Note("rooms have moved to the nodes that were added");
        await PlayAsync(cluster, "at five", castor, pollux);

        var before = (castor.Room.Id, Epoch: await EpochAsync(cluster, castor.Room.Id), Offset: castor.Offsets[^1]);
        var home = await HomeAsync(cluster);
        Note($"the room is on {home}, which is killed");
        await cluster.CrashAsync(home);
        await PlayAsync(cluster, "after the crash", castor, pollux);
        Note("both play");
        Assert.Equal(before.Id, castor.Room.Id);
        Assert.True(await EpochAsync(cluster, before.Id) > before.Epoch, "The room is the one of before.");
        Assert.True(castor.Offsets[^1] > before.Offset, "The room's events begin anew.");
        Assert.Equal((0, 0), (castor.Resyncs, pollux.Resyncs));

        await cluster.AreOneClusterAsync(5);
        Assert.NotEqual("0", await cluster.InspectAsync(home, "{{.RestartCount}}"));
        Note($"{home} is back in the cluster");

        await cluster.BalanceAsync("ip-hash");
        var nodes = new HashSet<string>();
        for (var i = 0; i < 6; i++)
        {
            await using var guest = await Guest.ArriveAsync(cluster.Address, "Helena");
            nodes.Add(guest.Node);
        }

        Assert.Single(nodes);
        Note($"with ip-hash, all of six come to {nodes.Single()}");

        await cluster.ComposeAsync("stop");
        Note("stopped");
        foreach (var node in await cluster.NodesAsync())
        {
            Assert.Equal("0", await cluster.InspectAsync(node, "{{.State.ExitCode}}"));
        }
    }

    private static async Task NothingForStrangersAsync(ComposeCluster cluster)
    {
        using var http = new HttpClient();
        foreach (var hidden in new[] { "/metrics", "/Metrics", "/metrics/", "//metrics", "/%6detrics" })
        {
            using var answer = await http.GetAsync($"http://{cluster.Address.Authority}{hidden}");
            Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    /// <summary>Both see the same room, it goes on, and what one says the other hears, once.</summary>
    private static async Task PlayAsync(ComposeCluster cluster, string when, Guest one, Guest other)
    {
        Assert.Equal(one.Room.Id, other.Room.Id);
        var (ticks, texts) = ((one.Tick, other.Tick), (First: $"{one.Name} {when}", Second: $"{other.Name} {when}"));
        Assert.True((await one.SayAsync(texts.First)).Accepted);
        Assert.True((await other.SayAsync(texts.Second)).Accepted);
        foreach (var (guest, tick) in new[] { (one, ticks.Item1), (other, ticks.Item2) })
        {
            await cluster.UntilAsync(
                () => Task.FromResult(
                    guest.Tick > tick + 30
                    && guest.Heard.Contains(texts.First) && guest.Heard.Contains(texts.Second)
                    && guest.Ships.Contains(one.Room.Seat) && guest.Ships.Contains(other.Room.Seat)),
                $"{guest.Name} to see the room move, both ships, and both words");
            Assert.Equal(guest.Heard.Distinct(), guest.Heard);
            Assert.Equal(guest.Offsets.Distinct().Order(), guest.Offsets);
        }
    }

    /// <summary>Which incarnation of the room a newcomer finds.</summary>
    private static async Task<int> EpochAsync(ComposeCluster cluster, string room)
    {
        using var http = new HttpClient { BaseAddress = cluster.Address };
        var watcher = await Players.CreateAsync(http, cluster.Address, "Watcher");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/send")
        {
            Headers = { { "Authorization", $"Bearer {watcher.Token}" } },
            Content = JsonContent.Create(new object?[] { "join", 0, "watch", "room", room, true, 0, null, null }),
        };
        using var answer = await http.SendAsync(request);
        var lines = await answer.Content.ReadAsStringAsync();
        using var joined = JsonDocument.Parse(lines.Split('\n')[0]);
        Assert.Equal("joined", joined.RootElement[0].GetString());
        return joined.RootElement[7].GetInt32();
    }

    /// <summary>The node of the arena, as the cluster page has it: others than that are of the leaderboard and the players' records.</summary>
    private static async Task<string> HomeAsync(ComposeCluster cluster)
    {
        using var http = new HttpClient { BaseAddress = cluster.Address };
        string[] homes = [];
        await cluster.UntilAsync(
            async () =>
            {
                using var seen = JsonDocument.Parse(await http.GetStringAsync("/api/cluster"));
                homes =
                [
                    .. from node in seen.RootElement.GetProperty("nodes").EnumerateArray()
                       from room in node.GetProperty("rooms").EnumerateArray()
                       where room.GetProperty("kind").GetString() == "arena"
                       select node.GetProperty("name").GetString(),
                ];
                return homes.Length == 1;
            },
            "one node to have the arena");
        return homes[0];
    }

    private void Note(string what) => output.WriteLine($"{watch.Elapsed.TotalSeconds,6:0.0} s  {what}");
}
