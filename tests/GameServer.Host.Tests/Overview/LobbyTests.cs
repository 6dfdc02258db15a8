using System.Net;
using System.Text.Json;
using GameServer.Host.Overview;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Overview;

public sealed class LobbyTests
{
    [Fact]
    public async Task Who_looks_sees_rooms_come_and_fill_and_no_secret_ones()
    {
        await using var server = await RunningServer.StartAsync();
        using var http = server.Http();
        using var stream = await EventStream.ReadAsync(await EventStream.AskAsync(http, "/api/lobby/stream"));
        Assert.Empty(View((await stream.NextAsync("message")).Data).Rooms);

        await using var hidden = await RawClient.ConnectAsync(server);
        await hidden.SendAsync(new JoinFrame(1, "hidden", JoinBy.Create, "arena", false, 0, null, Payload.Nil));
        await hidden.NextAsync<JoinedFrame>();
        await using var player = await RawClient.ConnectAsync(server);
        await player.JoinArenaAsync();
        LobbyView view;
        do
        {
            view = View((await stream.NextAsync("message")).Data);
        }
        while (view is not { Online: 2, Rooms: [{ Players: 1 }] });

        Assert.Equal(("arena", true), (view.Rooms[0].Kind, view.Rooms[0].Watchable));
        using var once = await http.GetAsync("/api/lobby");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (once.StatusCode, once.Content.Headers.ContentType?.MediaType));
        Assert.Equal(view.Rooms[0].Id, Assert.Single(View(await once.Content.ReadAsStringAsync()).Rooms).Id);
    }

    private static LobbyView View(string json) => JsonSerializer.Deserialize<LobbyView>(json, OverviewEndpoints.Json)!;
}
