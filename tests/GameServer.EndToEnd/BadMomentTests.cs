namespace GameServer.EndToEnd;

/// <summary>Tests that need a server of their own, because they end it.</summary>
[Collection(nameof(Connecting))]
public sealed class BadMomentTests(Browser browser) : IAsyncLifetime
{
    private readonly ServerProcess server = new();

    [SkippableFact]
    public async Task The_server_goes_and_comes_back_and_the_page_plays_on()
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        var before = await arena.PlayAsync("Deneb");

        await server.KillAsync();
        await arena.WaitAsync("the page says that it reconnects", seen => seen.Phase == "reconnecting");
        Assert.True(await arena.Page.GetByTestId("status-line").IsVisibleAsync());
        await server.StartAsync();

        var after = await arena.WaitAsync(
            "the page has found that its room is gone", seen => seen.Phase is "ended" or "playing", TimeSpan.FromSeconds(60));
        if (after.Phase == "ended")
        {
            await arena.Page.GetByTestId("find-room").ClickAsync();
        }

        after = await arena.WaitAsync("it plays in another", seen => seen is { Phase: "playing", Own: not null });
        Assert.Equal(before.PlayerId, after.PlayerId);
        Assert.NotEqual(before.RoomId, after.RoomId);
    }

    Task IAsyncLifetime.InitializeAsync() => server.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => ((IAsyncLifetime)server).DisposeAsync();
}
