using System.Diagnostics;
using System.Net;
using GameServer.Cluster.Sessions;
using GameServer.Host.Players;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GameServer.Host.Tests.Startup;

public sealed class ShutdownTests : IDisposable
{
    private readonly DirectoryInfo webRoot = RunningServer.MakeWebRoot();

    public void Dispose() => webRoot.Delete(recursive: true);

    [Fact]
    public async Task A_room_whose_player_was_lost_does_not_hold_the_stop_back()
    {
        await using var server = Start();
        var address = await server.Address.Within("the address to be printed");
        await using (var player = await PlayAsync(address))
        {
            await player.NextAsync<FullFrame>();
        }

        var stopping = Stopwatch.GetTimestamp();
        server.Terminate();
        await AssertStopsAsync(server, stopping);
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_says_so_to_its_players_and_is_gone_within_seconds()
    {
        await using var server = Start();
        var address = await server.Address.Within("the address to be printed");
        await using var player = await PlayAsync(address);
        await player.NextAsync<FullFrame>();
        // Connections that have said nothing, and one that never answers the close, must not hold the server back.
        await using var silent = await RawClient.OpenAsync(address);
        await using var deaf = await RawClient.OpenAsync(address);

        var stopping = Stopwatch.GetTimestamp();
        server.Terminate();
        Assert.Equal(GoAwayCodes.ShuttingDown, (await player.NextAsync<GoAwayFrame>()).Code);
        Assert.Equal(CloseCodes.GoingAway, await player.CloseCodeAsync());
        Assert.Equal(CloseCodes.GoingAway, await silent.CloseCodeAsync());
        await AssertStopsAsync(server, stopping);
    }

    [Fact]
    public async Task Health_checks_hear_that_a_server_drains_while_it_still_answers()
    {
        await using var server = await RunningServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz")).StatusCode);

        var answers = new List<HttpStatusCode>();
        var lifetime = server.Services.GetRequiredService<IHostApplicationLifetime>();
        // It listens until all have returned who are told that it stops.
        lifetime.ApplicationStopping.Register(() =>
        {
            answers.Add(http.GetAsync("/readyz").GetAwaiter().GetResult().StatusCode);
            answers.Add(http.GetAsync("/healthz").GetAwaiter().GetResult().StatusCode);
        });
        lifetime.StopApplication();
        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], answers);
    }

    private ServerProcess Start() => ServerProcess.Start(
        "Production",
        $"Server:WebRoot={webRoot.FullName}",
        $"Auth:SigningKey={RunningServer.SigningKey}",
        "Server:Urls=http://127.0.0.1:0");

    private static async Task<RawClient> PlayAsync(Uri address)
    {
        var tokens = new PlayerTokens(Convert.FromBase64String(RunningServer.SigningKey), TimeProvider.System);
        var player = await RawClient.OpenAsync(address);
        await player.SendAsync(new HelloFrame(1, tokens.Issue(new PlayerIdentity("p1", "Nova")).Token, null));
        await player.NextAsync<WelcomeFrame>();
        await player.JoinArenaAsync();
        return player;
    }

    private static async Task AssertStopsAsync(ServerProcess server, long since)
    {
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(8));
        Assert.Empty(server.Error);
        Assert.Empty(server.Output);
    }
}
