using System.Text.RegularExpressions;
using GameServer.FaultProxy;

namespace GameServer.EndToEnd;

/// <summary>A player whose network stops letting WebSockets through, and lets them through again.</summary>
[Collection(nameof(Connecting))]
public sealed partial class TransportTests(ServerProcess server, Browser browser)
{
    [SkippableFact]
    public async Task Ship_flies_on_when_WebSockets_are_blocked_in_mid_match_and_climbs_back()
    {
        await using var proxy = await HttpFaultProxy.StartAsync(server.Address);
        await using var window = await browser.OpenAsync();
        await using var elsewhere = await browser.OpenAsync();
        var other = await ArenaPage.OpenAsync(elsewhere, server.Address);
        await other.PlayAsync("Watcher");
        var pilot = await ArenaPage.OpenAsync(window, proxy.Address, $"?room={(await other.LookAsync()).RoomId}");
        var before = await pilot.PlayAsync("Pilot");
        Assert.Equal("websocket", before.Transport);
        await pilot.Page.Keyboard.DownAsync("KeyW");
        await pilot.Page.Keyboard.DownAsync("KeyA");
        await MovesAsync(other, before);

        // The list in the head-up display begins with "automatic" and WebSocket; F4 goes through it, and anything may be picked.
        await pilot.Page.Keyboard.PressAsync("F3");
        await ShowsAsync(pilot, "WebSocket", before);
        var node = await pilot.TextAsync("node");
        Assert.NotEqual("–", node);
        await FiguresAsync(pilot, node);
        await pilot.Page.Keyboard.PressAsync("F4");
        await pilot.Page.Keyboard.PressAsync("F4");
        await ShowsAsync(pilot, "event stream", before);
        await FiguresAsync(pilot, node);
        await MovesAsync(other, before);
        await pilot.Page.GetByTestId("use-transport").SelectOptionAsync("poll");
        await ShowsAsync(pilot, "long poll", before);
        await FiguresAsync(pilot, node);
        await MovesAsync(other, before);
        await pilot.Page.GetByTestId("use-transport").SelectOptionAsync("auto");
        await ShowsAsync(pilot, "WebSocket", before);
        await pilot.Page.Keyboard.PressAsync("F3");

        // Neither sockets nor streams get through any more, so that only polls are left.
        proxy.Schedule = request => request switch
        {
            { IsUpgrade: true } => new HttpFault.BlockUpgrade(UpgradeBlock.Strip),
            { Path: "/sse" or "/api/tickets" } => new HttpFault.LoseRequest(),
            _ => HttpFault.None,
        };
        proxy.CutAll();
        await FliesOverAsync(pilot, "poll", before);
        await MovesAsync(other, before);
        await FliesOverAsync(pilot, "poll", before);

        proxy.Schedule = _ => HttpFault.None;
        await FliesOverAsync(pilot, "websocket", before);
        await MovesAsync(other, before);
    }

    /// <summary>It is the same ship in the same room whenever one looks, and in the end over that transport.</summary>
    private static Task<ArenaSeen> FliesOverAsync(ArenaPage pilot, string transport, ArenaSeen before) => pilot.WaitAsync(
        $"it flies over {transport}",
        seen =>
        {
            Assert.Equal((before.ShipKey, before.RoomId), (seen.ShipKey, seen.RoomId));
            return (seen.Phase, seen.Connection, seen.Transport) == ("playing", "open", transport);
        },
        TimeSpan.FromSeconds(120));

    /// <summary>The head-up display names the transport, and the ship is still the same.</summary>
    private static Task ShowsAsync(ArenaPage pilot, string transport, ArenaSeen before) => Until.HoldsAsync(
        $"the display shows {transport}",
        async () => await pilot.TextAsync("transport") == transport
            && await pilot.LookAsync() is { Phase: "playing" } seen
            && (seen.ShipKey, seen.RoomId) == (before.ShipKey, before.RoomId));

    /// <summary>The display has figures: a round trip, a tick that rises, bytes that come, and the node that serves.</summary>
    private static async Task FiguresAsync(ArenaPage pilot, string node)
    {
        var ticks = new HashSet<string>();
        await Until.HoldsAsync(
            "the display shows round trip, ticks, bytes and node",
            async () =>
            {
                ticks.Add(await pilot.TextAsync("tick"));
                return ticks.Count > 2
                    && RoundTrip().IsMatch(await pilot.TextAsync("rtt"))
                    && BytesIn().IsMatch(await pilot.TextAsync("bytes-in"))
                    && await pilot.TextAsync("node") == node;
            });
    }

    [GeneratedRegex("^[0-9]+ ms$")]
    private static partial Regex RoundTrip();

    [GeneratedRegex("^([1-9][0-9]*\\.[0-9]|0\\.[1-9]) kB/s$")]
    private static partial Regex BytesIn();

    /// <summary>Another player sees the ship go where its keys send it.</summary>
    private static async Task MovesAsync(ArenaPage other, ArenaSeen pilot)
    {
        ShipSeen? Ship(ArenaSeen seen) => seen.Ships.FirstOrDefault(ship => ship.Seat == pilot.Seat);
        var first = (await other.WaitAsync("the other sees the ship", seen => Ship(seen) is not null)).Tick;
        var keys = new HashSet<(double, double)>();
        await other.WaitAsync("the other sees it move", seen =>
        {
            if (seen.Tick > first && Ship(seen) is { Alive: true } ship)
            {
                keys.Add((ship.X, ship.Y));
            }

            return keys.Count > 3;
        });
    }
}
