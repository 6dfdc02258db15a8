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
        var view = await UntilAsync(stream, seen => seen is { Online: 2, Rooms: [{ Players: 1 }] });
        Assert.Equal(("arena", true), (view.Rooms[0].Kind, view.Rooms[0].Watchable));
        using var once = await http.GetAsync("/api/lobby");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (once.StatusCode, once.Content.Headers.ContentType?.MediaType));
        Assert.Equal(view.Rooms[0].Id, Assert.Single(View(await once.Content.ReadAsStringAsync()).Rooms).Id);
    }

    [Fact]
    public async Task Who_is_connected_is_named_whatever_the_transport_and_the_cluster_page_hears_no_names()
    {
        await using var server = await RunningServer.StartAsync(("Cluster:Demo", "true"));
        using var http = server.Http();
        using var stream = await EventStream.ReadAsync(await EventStream.AskAsync(http, "/api/lobby/stream"));
        using var over = new CancellationTokenSource();
        await using var socket = await RawClient.ConnectAsync(server);
        using var reader = new HttpPlayer(server);
        await reader.JoinArenaAsync();
        using var reading = await EventStream.ReadAsync(await EventStream.AskAsync(
            reader.Http, $"/sse?room={reader.Joined.RoomId}&ticket={(await reader.TicketAsync()).Ticket}"));
        using var watching = await EventStream.ReadAsync(await EventStream.AskAsync(http, "/sse?room=ticker.main"));
        using var poller = new HttpPlayer(server);
        await poller.JoinArenaAsync();
        var polling = PollAsync(poller, over.Token);

        var view = await UntilAsync(stream, seen => seen is { Online: 4, Players.Count: 3 });
        Assert.Contains(new LobbyPlayer(reader.Player.PlayerId, "Tester"), view.Players);
        Assert.Contains(new LobbyPlayer(poller.Player.PlayerId, "Tester"), view.Players);
        Assert.Equal(0, view.MorePlayers);
        var cluster = await http.GetStringAsync("/api/cluster");
        Assert.Contains("\"webSockets\":1", cluster);
        Assert.DoesNotContain("Tester", cluster);
        Assert.DoesNotContain(poller.Player.PlayerId, cluster);

        reading.Dispose();
        await over.CancelAsync();
        await polling;
        view = await UntilAsync(stream, seen => seen.Players.Count == 1);
        Assert.DoesNotContain(view.Players[0].Id, new[] { poller.Player.PlayerId, reader.Player.PlayerId });
    }

    private static async Task PollAsync(HttpPlayer player, CancellationToken over)
    {
        try
        {
            while (true)
            {
                using var answer = await player.PollAsync(wait: 25, cancellation: over);
                await player.TakeAsync(answer);
            }
        }
        catch (OperationCanceledException)
        {
            // The player goes.
        }
    }

    private static async Task<LobbyView> UntilAsync(EventStream stream, Func<LobbyView, bool> holds)
    {
        LobbyView view;
        do
        {
            view = View((await stream.NextAsync("message")).Data);
        }
        while (!holds(view));

        return view;
    }

    private static LobbyView View(string json) => JsonSerializer.Deserialize<LobbyView>(json, OverviewEndpoints.Json)!;
}
