using GameServer.Cluster.Gateways;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Transports.Http;

public sealed class HttpShutdownTests
{
    [Fact]
    public async Task Held_polls_are_answered_and_streams_ended_so_that_the_server_can_stop()
    {
        await using var server = await RunningServer.StartAsync(("Server:DrainSpreadSeconds", "0"));
        using var reading = new HttpPlayer(server);
        await reading.JoinArenaAsync();
        using var stream = await EventStream.ReadAsync(
            await EventStream.AskAsync(reading.Http, $"/sse?room={reading.Joined.RoomId}&ticket={(await reading.TicketAsync()).Ticket}"));
        await stream.FrameAsync<FullFrame>();

        var gateway = new StandInGateway(server);
        using var polling = new HttpPlayer(server);
        var held = polling.GetAsync("/poll?room=r1&attach=3&wait=25");
        await gateway.NextAsync<HttpPoll>();

        var stopped = server.StopAsync();
        using var answer = await held;
        await HttpPlayer.AssertProblemAsync(answer, 503, "shutting_down");
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
        Assert.Equal(GoAwayCodes.ShuttingDown, (await stream.FrameAsync<GoAwayFrame>()).Code);
        await stream.NextAsync("end");
        Assert.Null(await stream.NextAsync());
        Assert.Equal(1, stream.Retry);
        await stopped.Within("the server to stop");
        Assert.Empty(server.Logs.Errors);
    }
}
