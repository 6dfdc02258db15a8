using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>Tests that need a server of their own, because they end it.</summary>
[Collection(nameof(Connecting))]
public sealed partial class BadMomentTests(Browser browser) : IAsyncLifetime
{
    /// <summary>Presses the button while a pause is counted down, and reads at once what the line says then.</summary>
    private const string TryNow = """
        () => {
          const line = document.querySelector('[data-testid=status-line]');
          if (!/Trying again in [1-9]/.test(line.textContent)) return '';
          document.querySelector('[data-testid=try-now]').click();
          return line.textContent;
        }
        """;

    private readonly ServerProcess server = new();

    [SkippableFact]
    public async Task The_server_goes_and_comes_back_and_the_page_plays_on()
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        var before = await arena.PlayAsync("Deneb");
        await arena.Page.Keyboard.PressAsync("Enter");
        await arena.TypeAsync("half a sent");

        await server.KillAsync();
        await arena.WaitAsync("the page says that it reconnects", seen => seen.Phase == "reconnecting");
        await Assertions.Expect(arena.Page.GetByTestId("status-line")).ToHaveTextAsync(Reconnecting());
        await arena.TypeAsync("ence");
        var pressed = "";
        await Until.HoldsAsync(
            "a pause is counted down", async () => (pressed = await arena.Page.EvaluateAsync<string>(TryNow)) != "");
        Assert.Equal("Connection lost. Reconnecting …", pressed);
        await server.StartAsync();

        await arena.Page.GetByTestId("find-room").WaitForAsync(new() { Timeout = 60_000 });
        Assert.Equal("That room is not there any more.", await arena.TextAsync("status-line"));
        Assert.True(await arena.IsVisibleAsync("other-code"));
        await arena.Page.GetByTestId("find-room").ClickAsync();

        var after = await arena.WaitAsync("it plays in another", seen => seen is { Phase: "playing", Own: not null });
        Assert.Equal(before.PlayerId, after.PlayerId);
        Assert.NotEqual(before.RoomId, after.RoomId);
        await arena.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("half a sentence", await arena.Page.GetByTestId("chat-text").InputValueAsync());
    }

    [GeneratedRegex("^Connection lost\\. (Reconnecting …|Trying again in [0-9]+ s\\.)$")]
    private static partial Regex Reconnecting();

    Task IAsyncLifetime.InitializeAsync() => server.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => ((IAsyncLifetime)server).DisposeAsync();
}
