using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>The page that shows the nodes and their rooms; it is open in development.</summary>
[Collection(nameof(Reading))]
public sealed class ClusterTests(ServerProcess server, Browser browser)
{
    [SkippableFact]
    public async Task The_cluster_page_shows_its_node_and_a_room_that_begins_and_fills_while_it_is_open()
    {
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(new Uri(server.Address, "cluster").ToString());
        await Assertions.Expect(page.GetByTestId("told")).ToContainTextAsync("1 node up", new() { Timeout = 30_000 });
        var node = page.GetByTestId("node");
        await Assertions.Expect(node).ToHaveCountAsync(1);
        await Assertions.Expect(node.GetByTestId("kill")).ToBeEnabledAsync();

        var id = await Seats.TakeAsync(server.Address, "Lynceus", "quick", "goofspiel");
        var room = node.Locator($"[data-testid=room][data-room='{id}']");
        await Assertions.Expect(room).ToContainTextAsync("1/2 seats", new() { Timeout = 30_000 });
        await Seats.TakeAsync(server.Address, "Zetes", "room", id);
        await Assertions.Expect(room).ToContainTextAsync("2/2 seats", new() { Timeout = 30_000 });
        Assert.Empty(complaints);
    }
}
