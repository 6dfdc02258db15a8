using System.Net;
using System.Net.WebSockets;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Transports;

public sealed class FullServerTests : IAsyncLifetime
{
    private RunningServer server = null!;

    public async Task InitializeAsync() =>
        server = await RunningServer.StartAsync(("Limits:Sessions", "1"), ("Limits:Connections", "2"));

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Newcomers_are_told_that_the_server_is_full_and_connections_over_the_bound_are_refused()
    {
        await using var first = await RawClient.ConnectAsync(server);
        await using (var second = await RawClient.OpenAsync(server.Address))
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => RawClient.OpenAsync(server.Address));
            Assert.Contains(((int)HttpStatusCode.ServiceUnavailable).ToString(), refused.Message);

            await second.SendAsync(new HelloFrame(1, server.TokenFor("Late"), null));
            var goaway = await second.NextAsync<GoAwayFrame>();
            Assert.Equal(GoAwayCodes.ServerFull, goaway.Code);
            Assert.InRange(goaway.RetryAfter, 1, 60_000);
            Assert.Equal(CloseCodes.TooSlow, await second.CloseCodeAsync());
        }

        await first.AssertAnswersAsync();
        Assert.Empty(server.Logs.Errors);
    }
}
