using System.Net;
using GameServer.Cluster;
using GameServer.Cluster.Tests;
using GameServer.Host.Startup;
using GameServer.Host.Tests.Contract;
using GameServer.Host.Tests.Support;
using GameServer.Host.Transports.Http;
using GameServer.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports.Http;

/// <summary>A public room over real sockets, as a plain <c>EventSource</c> and <c>curl</c> would watch it: with nothing but its name.</summary>
public sealed class PublicStreamTests : IAsyncLifetime, IDisposable
{
    private RunningServer server = null!;
    private HttpPlayer player = null!;
    private long said;

    private string Address => $"/sse?room={player.Joined.RoomId}";

    public async Task InitializeAsync()
    {
        server = await CounterServer.StartAsync(
            new RoomRecords(),
            CounterGame.Defaults with { Public = true, EmptyFor = TimeSpan.FromSeconds(10) },
            new NodeLimits(),
            ("Limits:PublicStreamsOfAddress", "2"),
            ("Limits:PublicStreams", "3"));
        player = new HttpPlayer(server);
        await player.JoinArenaAsync(HttpPlayer.Join("counter"));
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose() => player.Dispose();

    private async Task<EventStream> WatchAsync(HttpClient http, string more = "", string lastId = "") =>
        await EventStream.ReadAsync(await EventStream.AskAsync(http, Address + more, lastId));

    private async Task SayAsync(string text)
    {
        using var answer = await player.SayAsync(new CommandFrame(0, 7, ++said, "say", text));
        Assert.Null((await player.FramesAsync(answer)).OfType<AnswerFrame>().Single().Code);
    }

    private static async Task<string> HeardAsync(EventStream stream) =>
        (await stream.FrameAsync<EventsFrame>()).Events.Single().Payload["text"].AsText(99);

    [Fact]
    public async Task Two_tabs_see_the_same_and_one_that_was_cut_off_misses_and_repeats_nothing()
    {
        // The stream that is cut off may count until the server has noticed.
        using var http = server.Http();
        using var elsewhere = server.Http("127.0.0.2");
        using var one = await WatchAsync(http);
        var other = await WatchAsync(elsewhere, "&rate=1");
        Assert.Equal("counters", (await one.FrameAsync<FullFrame>()).Schema[0].Name);
        await other.FrameAsync<FullFrame>();
        await SayAsync("first");
        Assert.Equal(("first", "first"), (await HeardAsync(one), await HeardAsync(other)));

        other.Dispose();
        await SayAsync("second");
        using var again = await WatchAsync(elsewhere, "&rate=1", other.Id);
        Assert.Equal(("second", "second"), (await HeardAsync(one), await HeardAsync(again)));
        Assert.Empty(server.Logs.Errors);
    }

    [Fact]
    public async Task An_id_is_for_its_room_and_one_that_was_changed_is_for_none()
    {
        using var http = server.Http();
        using var stream = await WatchAsync(http);
        await stream.FrameAsync<FullFrame>();
        using var elsewhere = await EventStream.AskAsync(http, "/sse?room=AAAAA23456", stream.Id);
        await HttpPlayer.AssertProblemAsync(elsewhere, 401, "bad_cursor");
        using var changed = await EventStream.AskAsync(http, Address, stream.Id[..^2] + "AA");
        await HttpPlayer.AssertProblemAsync(changed, 401, "bad_cursor");
    }

    [Fact]
    public async Task Rooms_that_are_not_there_are_not_to_be_told_from_those_that_are_not_public()
    {
        using var http = server.Http();
        using var answer = await EventStream.AskAsync(http, "/sse?room=AAAAA23456");
        await HttpPlayer.AssertProblemAsync(answer, 401, "unauthorized");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task An_address_has_so_many_streams_at_a_time_and_the_node_as_many_as_it_may()
    {
        using var http = server.Http();
        using var one = await WatchAsync(http);
        using var two = await WatchAsync(http);
        using var three = await EventStream.AskAsync(http, Address);
        await HttpPlayer.AssertProblemAsync(three, 429, "rate_limited");
        using var elsewhere = server.Http("127.0.0.2");
        using var third = await WatchAsync(elsewhere);
        using var fourth = await EventStream.AskAsync(elsewhere, Address);
        await HttpPlayer.AssertProblemAsync(fourth, 503, "busy");
        one.Dispose();
        await Deadline.UntilAsync(
            async () =>
            {
                using var next = await EventStream.AskAsync(elsewhere, Address);
                return next.StatusCode == HttpStatusCode.OK;
            },
            "a stream in the place of one that ended");
    }

    [Fact]
    public async Task An_address_opens_sixty_streams_at_once_and_thirty_a_second_after_that()
    {
        var time = new FakeTimeProvider();
        var streams = new PublicStreams(time, new LimitSettings());
        var opened = 0;
        async Task OpenAsync(int times, string address)
        {
            var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
            for (var i = 0; i < times; i++)
            {
                await streams.HoldAsync(context, () =>
                {
                    opened++;
                    return Task.FromResult(Results.Empty);
                });
            }
        }

        await OpenAsync(100, "10.0.0.1");
        Assert.Equal(60, opened);
        await OpenAsync(60, "10.0.0.2");
        Assert.Equal(120, opened);
        time.Advance(TimeSpan.FromSeconds(1));
        await OpenAsync(100, "10.0.0.1");
        Assert.Equal(150, opened);
    }
}
