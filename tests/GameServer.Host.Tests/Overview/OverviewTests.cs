using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using GameServer.Cluster.Overview;
using GameServer.Host.Overview;
using GameServer.Host.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Host.Tests.Overview;

public sealed class OverviewTests
{
    private const string Token = "only-operators-know-this-token";
    private static readonly (string Key, string Value) demo = ("Cluster:Demo", "true");
    private static readonly (string Key, string Value) named = ("Cluster:Node", "node-7");
    private static readonly (string Key, string Value) operated = ("Cluster:OperatorToken", Token);

    private readonly StandInSteering steering = new();

    public static TheoryData<string?, HttpStatusCode, string> Asked => new()
    {
        { null, HttpStatusCode.Unauthorized, "unauthorized" },
        { "Bearer ", HttpStatusCode.Unauthorized, "unauthorized" },
        { "Bearer wrong", HttpStatusCode.Unauthorized, "unauthorized" },
        { $"Bearer {Token}x", HttpStatusCode.Unauthorized, "unauthorized" },
        { $"Basic {Token}", HttpStatusCode.Unauthorized, "unauthorized" },
    };

    [Fact]
    public async Task Where_nothing_opens_it_there_is_nothing()
    {
        await using var server = await StartAsync(named);
        foreach (var (method, path) in Doors)
        {
            foreach (var authorization in new[] { null, $"Bearer {Token}", $"Bearer {server.TokenFor("Nova")}" })
            {
                using var answer = await AskAsync(server, method, path, authorization);
                await AssertProblemAsync(answer, HttpStatusCode.NotFound, "not_found");
            }
        }

        Assert.Empty(steering.Asked);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task Who_is_no_operator_neither_sees_nor_ends_anything(string? authorization, HttpStatusCode status, string code)
    {
        await using var server = await StartAsync(named, operated);
        foreach (var (method, path) in Doors)
        {
            using var answer = await AskAsync(server, method, path, authorization);
            await AssertProblemAsync(answer, status, code);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        }

        Assert.Empty(steering.Asked);
    }

    [Fact]
    public async Task A_players_token_is_not_the_operators()
    {
        await using var server = await StartAsync(named, operated);
        using var answer = await AskAsync(server, HttpMethod.Post, "/api/cluster/nodes/node-7/kill", $"Bearer {server.TokenFor("Nova")}");
        await AssertProblemAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Empty(steering.Asked);
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("kill")]
    public async Task An_operator_ends_a_node_and_has_an_answer_before_it_does(string how)
    {
        await using var server = await StartAsync(named, operated);
        using var answer = await AskAsync(server, HttpMethod.Post, $"/api/cluster/nodes/node-7/{how}", $"Bearer {Token}");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Deadline.UntilAsync(() => Task.FromResult(!steering.Asked.IsEmpty), "the node to be told");
        Assert.Equal([how], steering.Asked);
    }

    [Fact]
    public async Task In_the_demo_nobody_has_to_be_an_operator()
    {
        await using var server = await StartAsync(named, demo);
        using var answer = await AskAsync(server, HttpMethod.Post, "/api/cluster/nodes/node-7/drain", null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        using var unknown = await AskAsync(server, HttpMethod.Post, "/api/cluster/nodes/node-8/kill", null);
        await AssertProblemAsync(unknown, HttpStatusCode.NotFound, "unknown_node");
        await Deadline.UntilAsync(() => Task.FromResult(!steering.Asked.IsEmpty), "the node to be told");
        Assert.Equal(["drain"], steering.Asked);
    }

    [Fact]
    public async Task In_development_it_is_open()
    {
        await using var server = await StartAsync(builder => builder.Environment.EnvironmentName = "Development", named);
        using var answer = await AskAsync(server, HttpMethod.Get, "/api/cluster", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Another_origins_page_ends_nothing()
    {
        await using var server = await StartAsync(named, demo);
        using var http = server.Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cluster/nodes/node-7/kill");
        request.Headers.Add("Origin", "https://evil.example.org");
        using var answer = await http.SendAsync(request);
        await AssertProblemAsync(answer, HttpStatusCode.Forbidden, "origin_denied");
        Assert.Empty(steering.Asked);
    }

    [Fact]
    public async Task A_cluster_of_one_sees_itself_its_room_and_its_player_live()
    {
        await using var server = await StartAsync(named, demo);
        using var http = server.Http();
        using var stream = await EventStream.ReadAsync(await EventStream.AskAsync(http, "/api/cluster/stream"));
        Assert.Equal("no", stream.Answer.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("no-store, no-transform", stream.Answer.Headers.GetValues("Cache-Control").Single());

        await using var player = await RawClient.ConnectAsync(server);
        await player.JoinArenaAsync();
        while (true)
        {
            var node = Assert.Single(Picture((await stream.NextAsync("message")).Data).Nodes);
            Assert.Equal("node-7", Picture((await stream.NextAsync("message")).Data).Self);
            if (node is { Rooms: [{ Players: 1 } room], Connections.WebSockets: 1, Rates.Frames: > 0 })
            {
                Assert.Equal((NodeStatus.Up, 1), (node.Status, node.RoomCount));
                Assert.Equal(("arena", 1, false), (room.Kind, room.Epoch, room.IsStill));
                Assert.True(room.TickP99Ms >= room.TickMedianMs);
                break;
            }
        }

        using var once = await AskAsync(server, HttpMethod.Get, "/api/cluster", null);
        Assert.Equal("application/json", once.Content.Headers.ContentType!.MediaType);
        var text = await once.Content.ReadAsStringAsync();
        Assert.Single(Picture(text).Nodes.Single().Rooms);
        Assert.Contains("\"status\":\"up\"", text);
    }

    [Fact]
    public async Task Streams_have_a_bound_and_what_ends_makes_room()
    {
        await using var server = await StartAsync(named, demo);
        using var http = server.Http();
        var streams = new List<HttpResponseMessage>();
        for (var i = 0; i < OverviewStreams.Most; i++)
        {
            streams.Add(await EventStream.AskAsync(http, "/api/cluster/stream"));
            Assert.Equal(HttpStatusCode.OK, streams[^1].StatusCode);
        }

        using (var refused = await EventStream.AskAsync(http, "/api/cluster/stream"))
        {
            await AssertProblemAsync(refused, HttpStatusCode.ServiceUnavailable, "busy");
            Assert.Equal("1", refused.Headers.RetryAfter!.ToString());
        }

        streams.ForEach(stream => stream.Dispose());
        await Deadline.UntilAsync(
            async () =>
            {
                using var again = await EventStream.AskAsync(http, "/api/cluster/stream");
                return again.StatusCode == HttpStatusCode.OK;
            },
            "a stream to be taken again");
    }

    [Fact]
    public async Task A_stream_is_ended_when_the_server_stops()
    {
        await using var server = await StartAsync(named, demo);
        using var http = server.Http();
        using var stream = await EventStream.ReadAsync(await EventStream.AskAsync(http, "/api/cluster/stream"));
        await stream.NextAsync("message");
        var stopping = server.StopAsync();
        await stream.NextAsync("end");
        Assert.Null(await stream.NextAsync());
        await stopping.Within("the server to stop");
    }

    [Fact]
    public async Task Only_streams_of_events_are_to_be_had()
    {
        await using var server = await StartAsync(named, demo);
        using var http = server.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/cluster/stream");
        request.Headers.Add("Accept", "application/json");
        using var answer = await http.SendAsync(request);
        await AssertProblemAsync(answer, HttpStatusCode.NotAcceptable, "not_acceptable");
    }

    private static (HttpMethod Method, string Path)[] Doors =>
    [
        (HttpMethod.Get, "/api/cluster"),
        (HttpMethod.Get, "/api/cluster/stream"),
        (HttpMethod.Post, "/api/cluster/nodes/node-7/drain"),
        (HttpMethod.Post, "/api/cluster/nodes/node-7/kill"),
    ];

    private Task<RunningServer> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    private Task<RunningServer> StartAsync(Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings) =>
        RunningServer.StartAsync(
            builder =>
            {
                configure(builder);
                // The real one would end the process of the tests.
                builder.Services.AddSingleton<INodeSteering>(steering);
            },
            settings);

    private static async Task<HttpResponseMessage> AskAsync(RunningServer server, HttpMethod method, string path, string? authorization)
    {
        using var http = server.Http();
        using var request = new HttpRequestMessage(method, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await http.SendAsync(request).Within($"the answer to {path}");
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(code, JsonDocument.Parse(text).RootElement.GetProperty("code").GetString());
    }

    private static ClusterSnapshot Picture(string json) => JsonSerializer.Deserialize<ClusterSnapshot>(json, OverviewEndpoints.Json)!;

    private sealed class StandInSteering : INodeSteering
    {
        public ConcurrentQueue<string> Asked { get; } = [];

        public void Drain() => Asked.Enqueue("drain");

        public void Kill() => Asked.Enqueue("kill");
    }
}
