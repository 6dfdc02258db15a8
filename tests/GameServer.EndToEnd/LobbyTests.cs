using System.Diagnostics;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace GameServer.EndToEnd;

[Collection(nameof(Playing))]
public sealed class LobbyTests(ServerProcess server, Browser browser, ITestOutputHelper output)
{
    [SkippableFact]
    public async Task One_key_leads_from_the_front_door_into_the_game_and_others_see_the_room_watch_it_and_come_in_the_colour_they_chose()
    {
        await using var window = await browser.OpenAsync();
        await using var phone = await browser.OpenAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            HasTouch = true,
        });
        var player = await LobbyPage.OpenAsync(window, server.Address);
        var visitor = await LobbyPage.OpenAsync(phone, server.Address);

        await player.Page.GetByTestId("name-input").FillAsync("1Z<b>");
        await player.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(player.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("letters");
        var opened = Stopwatch.StartNew();
        await player.Page.GotoAsync(server.Address.ToString());
        await player.Page.GetByTestId("name-input").FillAsync("Mizar");
        var pressed = Stopwatch.StartNew();
        await player.Page.Keyboard.PressAsync("Enter");
        await player.Page.WaitForURLAsync("**/arena**");
        await Until.HoldsAsync(
            "the ship is there without another key",
            () => player.Page.EvaluateAsync<bool>("() => window.__arena?.state().ships.some(ship => ship.name === 'Mizar') ?? false"));
        output.WriteLine(
            $"Flying {opened.Elapsed.TotalSeconds:F1} s after the lobby was asked for, {pressed.Elapsed.TotalSeconds:F1} s after Enter.");

        await visitor.Page.GetByTestId("here").GetByRole(AriaRole.Link, new() { Name = "Write to Mizar" }).TapAsync();
        await visitor.Page.GetByTestId("name-input").FillAsync("Alcor");
        await visitor.Page.GetByTestId("enter").TapAsync();
        await Assertions.Expect(visitor.Page.GetByTestId("room-title")).ToHaveTextAsync("Mizar", new() { Timeout = 30_000 });
        await visitor.Page.GotoAsync(server.Address.ToString());

        var room = visitor.Page.GetByTestId("rooms").GetByRole(AriaRole.Listitem).First;
        await Assertions.Expect(room).ToContainTextAsync("of 16 seats taken", new() { Timeout = 30_000 });
        await visitor.Page.GetByTestId("watch").TapAsync();
        await visitor.Page.WaitForURLAsync("**watch=1**");
        await Until.HoldsAsync(
            "the visitor sees the ship and has none",
            () => visitor.Page.EvaluateAsync<bool>(
                "() => { const seen = window.__arena?.state(); return seen?.seat === -1 && seen.ships.some(ship => ship.name === 'Mizar'); }"));

        await visitor.Page.GotoAsync(server.Address.ToString());
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "Lime" }).CheckAsync();
        await visitor.Page.GetByTestId("name-input").FillAsync("Alcor");
        await visitor.Page.GetByTestId("play").TapAsync();
        await Until.HoldsAsync(
            "the player sees the visitor's ship in its colour",
            () => player.Page.EvaluateAsync<bool>(
                "() => window.__arena.state().ships.some(ship => ship.name === 'Alcor' && ship.hue === 270)"));
        Assert.Empty(player.Complaints);
        Assert.Empty(visitor.Complaints);
    }

    private sealed class LobbyPage
    {
        private readonly List<string> complaints = [];

        private LobbyPage(IPage page)
        {
            Page = page;
            page.PageError += (_, error) => complaints.Add(error);
            page.Console += (_, message) =>
            {
                // A stream that is not there in time on a busy machine is asked for again.
                if (message.Type == "error" && !message.Text.Contains("503", StringComparison.Ordinal))
                {
                    complaints.Add(message.Text);
                }
            };
        }

        internal IPage Page { get; }

        internal IReadOnlyList<string> Complaints => complaints;

        internal static async Task<LobbyPage> OpenAsync(IBrowserContext context, Uri server)
        {
            var lobby = new LobbyPage(await context.NewPageAsync());
            await lobby.Page.GotoAsync(server.ToString());
            return lobby;
        }
    }
}
