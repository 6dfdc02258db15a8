using System.Net;
using Akka.Hosting;
using GameServer.Cluster.Gateways;
using GameServer.Host.Startup;
using GameServer.Host.Tests.Support;
using GameServer.Host.Transports.Http;
using GameServer.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports.Http;

/// <summary>What the host does around the gateway, whatever that one answers.</summary>
public sealed class GatewayRequestTests : IAsyncLifetime, IDisposable
{
    private const string Poll = "/poll?room=r1&attach=3&wait=25&session=tab";
    private const string ShortPoll = "/poll?room=r1&attach=3&session=tab";

    private RunningServer server = null!;
    private StandInGateway gateway = null!;
    private HttpPlayer player = null!;

    public async Task InitializeAsync()
    {
        server = await RunningServer.StartAsync(("Limits:HeldRequests", "10"), ("Limits:OpenSends", "3"));
        gateway = new StandInGateway(server);
        player = new HttpPlayer(server);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose() => player.Dispose();

    [Fact]
    public async Task A_request_says_who_asks_for_what()
    {
        var answer = player.GetAsync("/poll?room=r1&room=r2&attach=3&attach=0&handle=0&handle=1&wait=25&session=tab");
        var poll = await gateway.NextAsync<HttpPoll>();
        Assert.Equal((player.Player, "tab", FrameEncoding.Text), (poll.Player, poll.Session, poll.Encoding));
        Assert.Equal(TimeSpan.FromSeconds(25), poll.Wait);
        Assert.Equal([new PolledRoom("r1", 0, 3, null, 0), new PolledRoom("r2", 1, 0, null, 0)], poll.Rooms);
        poll.Reply.SetResult(GatewayReply.Empty);
        using var empty = await answer;
        Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);
        Assert.False(empty.Headers.Contains(PollEndpoint.CursorHeader));
    }

    [Fact]
    public async Task An_answer_without_news_gives_the_cursor_back()
    {
        var answer = player.GetAsync($"{Poll}&cursor=1,e,2,3");
        (await gateway.NextAsync<HttpPoll>()).Reply.SetResult(GatewayReply.Empty);
        using var empty = await answer;
        Assert.Equal("1,e,2,3", empty.Headers.GetValues(PollEndpoint.CursorHeader).Single());
    }

    [Theory]
    [InlineData("not_joined", 0, 409)]
    [InlineData("superseded", 0, 409)]
    [InlineData("watch_refused", 0, 409)]
    [InlineData("rate_limited", 1500, 429)]
    [InlineData("busy", 1000, 503)]
    [InlineData("shutting_down", 1, 503)]
    [InlineData("too_large", 0, 500)]
    public async Task A_refusal_becomes_a_problem(string code, int retryAfter, int status)
    {
        var answer = player.GetAsync(Poll);
        (await gateway.NextAsync<HttpPoll>()).Reply.SetResult(GatewayReply.Refused(code, "That is how it is.", retryAfter));
        using var problem = await answer;
        await HttpPlayer.AssertProblemAsync(problem, status, code);
        Assert.Equal(
            retryAfter == 0 ? null : TimeSpan.FromSeconds(Math.Ceiling(retryAfter / 1000.0)), problem.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_problem_is_readable_JSON_whatever_the_client_accepts()
    {
        using var binary = new HttpPlayer(server, FrameEncoding.Binary);
        using var problem = await binary.GetAsync("/poll");
        await HttpPlayer.AssertProblemAsync(problem, 400, "bad_request");
    }

    [Fact]
    public async Task An_aborted_request_is_told_to_the_gateway_and_held_no_longer()
    {
        for (var n = 0; n < 3 * PlayerLimits.MaxHeldOfPlayer; n++)
        {
            using var abort = new CancellationTokenSource();
            var answer = player.GetAsync(Poll, abort.Token);
            var poll = await gateway.NextAsync<HttpPoll>();
            await abort.CancelAsync();
            Assert.Same(poll, (await gateway.NextAsync<RequestAborted>()).Request);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
            await UntilNothingIsHeldAsync();
        }

        Assert.Empty(server.Logs.Errors);
    }

    [Fact]
    public async Task A_player_has_eight_polls_at_a_time_and_the_node_as_many_as_it_may()
    {
        var held = new List<(Task<HttpResponseMessage> Answer, HttpPoll Poll)>();
        for (var n = 0; n < PlayerLimits.MaxHeldOfPlayer; n++)
        {
            held.Add((player.GetAsync(Poll), await gateway.NextAsync<HttpPoll>()));
        }

        using var ninth = await player.GetAsync(Poll);
        await HttpPlayer.AssertProblemAsync(ninth, 429, "rate_limited");
        using var other = new HttpPlayer(server);
        for (var n = PlayerLimits.MaxHeldOfPlayer; n < 10; n++)
        {
            held.Add((other.GetAsync(Poll), await gateway.NextAsync<HttpPoll>()));
        }

        using var eleventh = await other.GetAsync(Poll);
        await HttpPlayer.AssertProblemAsync(eleventh, 503, "busy");
        foreach (var (answer, poll) in held)
        {
            poll.Reply.SetResult(GatewayReply.Empty);
            (await answer).Dispose();
        }

        await UntilNothingIsHeldAsync();
    }

    [Fact]
    public async Task Polls_that_do_not_wait_are_there_for_one_who_holds_as_many_as_may_be_and_count_among_the_sends()
    {
        var held = new List<(Task<HttpResponseMessage> Answer, HttpPoll Poll)>();
        for (var n = 0; n < PlayerLimits.MaxHeldOfPlayer; n++)
        {
            held.Add((player.GetAsync(Poll), await gateway.NextAsync<HttpPoll>()));
        }

        for (var n = 0; n < 3; n++)
        {
            held.Add((player.GetAsync(ShortPoll), await gateway.NextAsync<HttpPoll>()));
        }

        using var fourth = await player.GetAsync(ShortPoll);
        await HttpPlayer.AssertProblemAsync(fourth, 503, "busy");
        foreach (var (answer, poll) in held)
        {
            poll.Reply.SetResult(GatewayReply.Empty);
            using var empty = await answer;
            Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);
        }

        await UntilNothingIsHeldAsync();
    }

    [Fact]
    public async Task A_node_has_so_many_sends_and_joins_open_as_it_may()
    {
        var open = new List<(Task<HttpResponseMessage> Answer, GatewayRequest Request)>
        {
            (SayAsync(), await gateway.NextAsync<HttpSend>()),
            (SayAsync(), await gateway.NextAsync<HttpSend>()),
            (player.SendAsync("/send", HttpPlayer.Join("arena")), await gateway.NextAsync<HttpJoin>()),
        };
        using var fourth = await SayAsync();
        await HttpPlayer.AssertProblemAsync(fourth, 503, "busy");
        Assert.NotNull(fourth.Headers.RetryAfter);
        using var join = await player.SendAsync("/send", HttpPlayer.Join("arena"));
        await HttpPlayer.AssertProblemAsync(join, 503, "busy");
        foreach (var (answer, request) in open)
        {
            request.Reply.SetResult(GatewayReply.Empty);
            (await answer).Dispose();
        }

        var again = SayAsync();
        (await gateway.NextAsync<HttpSend>()).Reply.SetResult(GatewayReply.Empty);
        using var taken = await again;
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
    }

    [Fact]
    public async Task A_gateway_that_never_answers_is_given_up()
    {
        var time = new FakeTimeProvider();
        var door = new GatewayDoor(
            server.Services.GetRequiredService<IReadOnlyActorRegistry>(), server.Services.GetRequiredService<ServerLifetime>(), time);
        var reply = door.AskAsync(
            promise => new HttpPoll(player.Player, "", FrameEncoding.Text, [], TimeSpan.Zero, promise),
            CancellationToken.None,
            CancellationToken.None);
        var poll = await gateway.NextAsync<HttpPoll>();
        time.Advance(LongPollGatewayActor.MaxWait + TimeSpan.FromSeconds(15));
        Assert.Equal(ErrorCodes.Busy, (await reply.Within("the refusal"))!.Refusal!.Code);
        Assert.Same(poll, (await gateway.NextAsync<RequestAborted>()).Request);
    }

    private Task<HttpResponseMessage> SayAsync() =>
        player.SendAsync("/send?room=r1&attach=3", new CommandFrame(0, 7, 1, "say", Payload.Nil));

    private Task UntilNothingIsHeldAsync() => Deadline.UntilAsync(
        () => Task.FromResult(server.Services.GetRequiredService<PlayerLimits>().Held == 0), "everything held to be let go");
}
