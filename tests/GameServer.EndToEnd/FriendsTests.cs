namespace GameServer.EndToEnd;

[Collection(nameof(Playing))]
public sealed class FriendsTests(ServerProcess server, Browser browser)
{
    [SkippableFact]
    public async Task A_friend_leaves_another_room_types_the_code_of_a_private_one_and_they_talk()
    {
        await using var window = await browser.OpenAsync();
        await using var otherWindow = await browser.OpenAsync();
        var host = await ArenaPage.OpenAsync(window, server.Address);
        await host.Page.GetByTestId("name-input").FillAsync("Nova");
        await host.Page.GetByTestId("play-with-friends").ClickAsync();
        await host.AppearsAsync("share-code");
        var code = await host.TextAsync("share-code");
        await host.Page.Keyboard.PressAsync("Escape");
        var mine = await host.WaitAsync("the room is there", seen => seen is { Phase: "playing", Own: not null });
        Assert.Equal(mine.RoomId, code.Replace("-", "", StringComparison.Ordinal));

        var friend = await ArenaPage.OpenAsync(otherWindow, server.Address);
        var elsewhere = await friend.PlayAsync("Vega");
        await friend.Page.GetByTestId("leave-button").FocusAsync();
        await friend.Page.Keyboard.PressAsync("Enter");
        await friend.AppearsAsync("invitation");
        Assert.Equal($"You left room {Halves(elsewhere.RoomId!)}.", await friend.TextAsync("invitation"));
        await friend.Page.ReloadAsync();
        await friend.AppearsAsync("name-input");
        Assert.Equal("Vega", await friend.Page.GetByTestId("name-input").InputValueAsync());
        Assert.Equal("/", await friend.Page.GetByTestId("to-lobby").GetAttributeAsync("href"));
        await friend.Page.GetByTestId("have-code").FocusAsync();
        await friend.Page.Keyboard.PressAsync("Enter");
        await friend.TypeAsync("no code");
        await friend.Page.Keyboard.PressAsync("Enter");
        Assert.Contains("10 letters and digits", await friend.TextAsync("code-problem"), StringComparison.Ordinal);
        await friend.Page.Keyboard.PressAsync("Control+a");
        await friend.TypeAsync(code.ToLowerInvariant());
        await friend.Page.Keyboard.PressAsync("Enter");
        var theirs = await friend.WaitAsync("the friend is there", seen => seen is { Phase: "playing", Own: not null });
        Assert.Equal(mine.RoomId, theirs.RoomId);

        await SayAsync(friend, "<b>hello</b> & <img src=x onerror=alert(1)>");
        await HearsAsync(host, "Vega", "<b>hello</b> & <img src=x onerror=alert(1)>");
        await SayAsync(host, "welcome");
        await HearsAsync(friend, "Nova", "welcome");
        Assert.Equal(0, await host.Page.Locator("#chat-lines :is(b, img)").CountAsync());
        Assert.Empty(host.Complaints);
        Assert.Empty(friend.Complaints);
    }

    [SkippableFact]
    public async Task An_invitation_is_open_to_whoever_gives_a_name_and_presses_Enter()
    {
        await using var window = await browser.OpenAsync();
        await using var otherWindow = await browser.OpenAsync();
        var host = await ArenaPage.OpenAsync(window, server.Address);
        await host.Page.GetByTestId("play-with-friends").ClickAsync();
        await host.AppearsAsync("invite-link");
        var link = await host.Page.GetByTestId("invite-link").InputValueAsync();
        await host.Page.GetByTestId("share-close").ClickAsync();
        var mine = await host.WaitAsync("the room is there", seen => seen is { Phase: "playing", Own: not null });

        var friend = await ArenaPage.OpenAsync(otherWindow, server.Address, new Uri(link).Query);
        await friend.AppearsAsync("invitation");
        var theirs = await friend.PlayAsync(mine.Own!.Name);

        Assert.Equal(mine.RoomId, theirs.RoomId);
        Assert.Equal($"{mine.Own.Name} 2", theirs.Own!.Name);
        await Until.HoldsAsync("the friend is told of the other name", async () =>
            await friend.IsVisibleAsync("status-line")
            && (await friend.TextAsync("status-line")).Contains($"you fly as {mine.Own.Name} 2", StringComparison.Ordinal));
    }

    private static string Halves(string roomId) => $"{roomId[..5]}-{roomId[5..]}";

    private static async Task SayAsync(ArenaPage arena, string text)
    {
        await arena.Page.GetByTestId("arena-canvas").FocusAsync();
        await arena.Page.Keyboard.PressAsync("Enter");
        await arena.TypeAsync(text);
        await arena.Page.Keyboard.PressAsync("Enter");
    }

    private static Task HearsAsync(ArenaPage arena, string name, string text) => Until.HoldsAsync(
        $"{name} is heard to say {text}",
        async () => (await arena.Page.GetByTestId("chat-lines").Locator("li").AllInnerTextsAsync())
            .Any(line => line.Contains(name, StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal)));
}
