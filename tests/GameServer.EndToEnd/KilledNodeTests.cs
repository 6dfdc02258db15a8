using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>
/// Playing in one window, and ending the room's node in the other, by the button that the page has for it. With
/// <c>GAMESERVER_PICTURES</c> both windows are taken before, during and after.
/// </summary>
[Collection(nameof(Reading))]
public sealed class KilledNodeTests(Browser browser, ThreeServers servers) : IClassFixture<ThreeServers>
{
    // A lone room in the pictures would hide that a node's rooms go to all others.
    private const int OtherRooms = 4;

    private static readonly string? folder = Environment.GetEnvironmentVariable("GAMESERVER_PICTURES");

    [SkippableFact]
    public async Task Who_plays_plays_on_and_the_page_shows_where()
    {
        await using var window = await browser.OpenAsync(new() { ViewportSize = new() { Width = 1152, Height = 1000 } });
        await using var game = await browser.OpenAsync(new() { ViewportSize = folder is null ? null : new() { Width = 1152, Height = 720 } });
        var roomId = await Seats.TakeAsync(servers.Addresses[0], "Castor", "quick", "arena");
        for (var i = 0; i < OtherRooms; i++)
        {
            await Seats.TakeAsync(servers.Addresses[0], $"Pollux {i}", "create", "arena");
        }

        var page = await window.NewPageAsync();
        var home = await HomeOfAsync(page, servers.Addresses[0], roomId);
        var (player, watcher) = ((home + 1) % ThreeServers.Count, (home + 2) % ThreeServers.Count);
        await HomeOfAsync(page, servers.Addresses[watcher], roomId);
        await Assertions.Expect(page.GetByTestId("told")).ToContainTextAsync("3 nodes up");
        var arena = await ArenaPage.OpenAsync(game, servers.Addresses[player], $"?room={roomId}", folder is null ? "light" : "full");
        var before = await arena.PlayAsync("Nova");
        Assert.Equal(roomId, before.RoomId);
        await TakeAsync("before", page, arena);

        // Rooms die with it: it asks back.
        var kill = Card(page, home).GetByTestId("kill");
        await kill.ClickAsync();
        if (await kill.InnerTextAsync() == "Sure?")
        {
            await kill.ClickAsync();
        }

        await Assertions.Expect(Card(page, home)).ToHaveAttributeAsync("data-tone", "cut");
        await TakeAsync("during", page, arena);
        var room = page.Locator($"[data-testid=room][data-room='{roomId}']");
        await Assertions.Expect(room).ToContainTextAsync("went on after");
        await TakeAsync("after", page, arena);
        await Assertions.Expect(Card(page, home)).ToHaveAttributeAsync("data-tone", "dead");
        await Assertions.Expect(Card(page, home).GetByTestId("room")).ToHaveCountAsync(0);
        await Assertions.Expect(room).ToContainTextAsync("epoch 2");
        await Assertions.Expect(page.GetByTestId("news")).ToContainTextAsync($"You killed {ThreeServers.NameOf(home)}.");
        await Assertions.Expect(page.GetByTestId("told")).ToContainTextAsync("2 nodes up");

        var there = await arena.LookAsync();
        var later = await arena.WaitAsync("the game goes on", seen => seen is { Phase: "playing", Own: not null } && seen.Tick > there.Tick + 30);
        Assert.Equal((before.Seat, before.PlayerId, before.RoomId), (later.Seat, later.PlayerId, later.RoomId));
        Assert.True(later.Tick > before.Tick);
        Assert.Empty(arena.Complaints);
    }

    private static ILocator Card(IPage page, int node) => page.Locator($"[data-testid=node][data-node='{ThreeServers.NameOf(node)}']");

    /// <summary>Opens the page of the cluster, and finds the node on which it shows the room.</summary>
    private static async Task<int> HomeOfAsync(IPage page, Uri server, string roomId)
    {
        await page.GotoAsync(new Uri(server, "cluster").ToString());
        var card = page.GetByTestId("node").Filter(new() { Has = page.Locator($"[data-room='{roomId}']") });
        await Assertions.Expect(card).ToHaveCountAsync(1);
        var name = await card.GetAttributeAsync("data-node");
        return Enumerable.Range(0, ThreeServers.Count).Single(node => ThreeServers.NameOf(node) == name);
    }

    private static async Task TakeAsync(string when, IPage page, ArenaPage arena)
    {
        if (folder is null)
        {
            return;
        }

        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"cluster-{when}.png") });
        await arena.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"cluster-{when}-game.png") });
    }
}

/// <summary>Three nodes of one cluster, each a process, which whoever opens them may end.</summary>
public sealed class ThreeServers : IAsyncLifetime
{
    internal const int Count = 3;

    private readonly ServerProcess[] servers;

    public ThreeServers()
    {
        var ports = Enumerable.Range(0, Count).Select(_ => ServerProcess.FreePort()).ToArray();
        var seeds = string.Join(';', ports.Select(port => $"127.0.0.1:{port}"));
        servers =
        [
            .. ports.Select((port, node) => new ServerProcess
            {
                Settings = [$"--Cluster:Port={port}", $"--Cluster:Seeds={seeds}", $"--Cluster:Node={NameOf(node)}", $"--Auth:SigningKey={Key}"],
            }),
        ];
    }

    /// <summary>Where each listens.</summary>
    internal IReadOnlyList<Uri> Addresses => [.. servers.Select(server => server.Address)];

    private static string Key => Convert.ToBase64String(new byte[32]);

    internal static string NameOf(int node) => $"node-{node + 1}";

    Task IAsyncLifetime.InitializeAsync() => Task.WhenAll(servers.Select(server => server.StartAsync()));

    async Task IAsyncLifetime.DisposeAsync()
    {
        foreach (IAsyncLifetime server in servers)
        {
            await server.DisposeAsync();
        }
    }
}
