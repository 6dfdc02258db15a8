using System.Text.Json;

namespace GameServer.EndToEnd;

/// <summary>What a player cannot have, said calmly and with a way on: in an arena with one seat and short rounds.</summary>
[Collection(nameof(Playing))]
public sealed class RefusalTests(OneSeat arenas, Browser browser) : IClassFixture<OneSeat>
{
    /// <summary>What the page says beside what it knows, in one moment: names, scores, and the scores of all ships.</summary>
    private const string Standings = """
        ([names, numbers]) => {
          const texts = selector => [...document.querySelectorAll(selector)].map(each => each.textContent);
          return JSON.stringify({
            isPodium: !document.getElementById('podium').hidden,
            names: texts(names),
            scores: texts(numbers).map(Number),
            own: document.getElementById('podium-own').textContent,
            ships: window.__arena.state().ships.map(({ name, score }) => ({ name, score })),
          });
        }
        """;

    private static readonly string[] scoreboard = ["#scores .name", "#scores .number"];
    private static readonly string[] podium = ["#podium-places .who", "#podium-places .number"];

    [SkippableFact]
    public async Task Who_finds_a_room_full_may_watch_it()
    {
        await using var window = await browser.OpenAsync();
        await using var otherWindow = await browser.OpenAsync();
        var first = await ArenaPage.OpenAsync(window, arenas.Address);
        var mine = await first.PlayAsync("Nova");
        var second = await ArenaPage.OpenAsync(otherWindow, arenas.Address, $"?room={mine.RoomId}");
        await second.Page.GetByTestId("name-input").FillAsync("Vega");
        await second.Page.Keyboard.PressAsync("Enter");
        await second.AppearsAsync("watch");
        Assert.StartsWith("That room is full.", await second.TextAsync("status-line"), StringComparison.Ordinal);

        await second.Page.GetByTestId("watch").ClickAsync();
        await second.WaitAsync("the game is seen", seen =>
            seen is { Phase: "playing", Seat: -1 } && seen.Ships.Any(ship => ship.Key == mine.ShipKey));
        await Until.HoldsAsync("there is no free seat", async () => await second.TextAsync("take-seat") == "No free seat");
        Assert.True(await second.Page.GetByTestId("take-seat").IsDisabledAsync());
    }

    [SkippableFact]
    public async Task An_ugly_name_is_refused_in_a_sentence_and_another_one_plays()
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, arenas.Address);
        await arena.Page.GetByTestId("name-input").FillAsync("Sh1t");
        await arena.Page.Keyboard.PressAsync("Enter");
        await Until.HoldsAsync("the page says so", async () =>
            (await arena.TextAsync("name-problem")).Contains("cannot be used here", StringComparison.Ordinal));

        var seen = await arena.PlayAsync("Scunthorpe");

        Assert.Equal("Scunthorpe", seen.Own!.Name);
    }

    [SkippableFact]
    public async Task A_round_that_ends_shows_who_was_best_and_takes_nothing_from_who_is_typing()
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, arenas.Address);
        await arena.PlayAsync("Nova");
        await ShowsAsync(arena, "the scores of who has any", scoreboard, seen =>
            !seen.IsPodium && seen.Names.Count == 8 && seen.Names.Contains("Nova") && IsBest(seen, 7) && seen.Scores[0] > 0);
        await arena.Page.Keyboard.PressAsync("Enter");
        await arena.TypeAsync("good ");
        await ShowsAsync(arena, "the best three and our own place", podium, seen =>
            seen.IsPodium && seen.Names.Count == 3 && IsBest(seen, 3)
            && (seen.Own.StartsWith("You came ", StringComparison.Ordinal) || seen.Names[0] == "Nova"));
        await arena.TypeAsync("fight");

        var text = arena.Page.GetByTestId("chat-text");
        Assert.Equal("good fight", await text.InputValueAsync());
        Assert.True(await text.EvaluateAsync<bool>(
            "field => { const { x, y, width, height } = field.getBoundingClientRect(); "
            + "return document.elementFromPoint(x + width / 2, y + height / 2) === field; }"));

        await Until.HoldsAsync("the next round is played", async () => await arena.IsVisibleAsync("clock"));
        Assert.Equal("good fight", await text.InputValueAsync());
        await arena.Page.Keyboard.PressAsync("Enter");
        await Until.HoldsAsync("it was said", async () =>
            (await arena.TextAsync("chat-lines")).Contains("good fight", StringComparison.Ordinal));
        Assert.Empty(arena.Complaints);
    }

    private static async Task ShowsAsync(ArenaPage arena, string what, string[] where, Func<Standing, bool> condition)
    {
        Standing? last = null;
        await Until.HoldsAsync(
            $"the page shows {what}",
            async () => condition(last = JsonSerializer.Deserialize<Standing>(
                await arena.Page.EvaluateAsync<string>(Standings, where), JsonSerializerOptions.Web)!),
            TimeSpan.FromSeconds(60),
            () => $"Last seen: {last}");
    }

    /// <summary>Whether the first rows have the highest scores, and each is of a ship that has so many.</summary>
    private static bool IsBest(Standing seen, int rows) =>
        seen.Scores.Take(rows).SequenceEqual(seen.Ships.Select(ship => ship.Score).OrderDescending().Take(rows))
        && seen.Names.Zip(seen.Scores).All(row => seen.Ships.Contains(new ShipScore(row.First, row.Second)));

    private sealed record ShipScore(string Name, int Score);

    private sealed record Standing(
        bool IsPodium, IReadOnlyList<string> Names, IReadOnlyList<int> Scores, string Own, IReadOnlyList<ShipScore> Ships)
    {
        public override string ToString() => JsonSerializer.Serialize(this);
    }
}

/// <summary>A server whose arenas have one seat each, so that no test finds another's in it, and short rounds.</summary>
public sealed class OneSeat : IAsyncLifetime
{
    private readonly ServerProcess server = new()
    {
        Settings = ["--Arena:Seats=1", "--Arena:Bots=30", "--Arena:RoundSeconds=8", "--Arena:PodiumSeconds=5"],
    };

    /// <summary>Where it listens.</summary>
    public Uri Address => server.Address;

    Task IAsyncLifetime.InitializeAsync() => server.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => ((IAsyncLifetime)server).DisposeAsync();
}
