using System.Text.Json;
using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>A ship as the page knows it.</summary>
internal sealed record ShipSeen(long Key, int Seat, string Name, double X, double Y, int Angle, int Hp, bool Alive, int Score);

/// <summary>What the page knows.</summary>
internal sealed record ArenaSeen(
    string Phase, string Connection, string? PlayerId, int? Seat, long? ShipKey, string? RoomId, long Tick,
    IReadOnlyList<ShipSeen> Ships, int Shots, int OwnShots, double? Rtt, string? Transport)
{
    internal ShipSeen? Own => Ships.FirstOrDefault(ship => ship.Key == ShipKey);
}

/// <summary>One browser window on the arena.</summary>
internal sealed class ArenaPage
{
    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web);

    private readonly List<string> complaints = [];

    private ArenaPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            // A browser reports every refused connection; that is what tests of lost servers are about.
            if (message.Type == "error" && !message.Text.Contains("ERR_CONNECTION", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };
    }

    internal IPage Page { get; }

    /// <summary>What the page or the browser complained of, violations of the content security policy among it.</summary>
    internal IReadOnlyList<string> Complaints => complaints;

    /// <summary>
    /// Opens a tab on the arena. It draws little, so that two of them and a server get along on two cores, unless a test is about
    /// the picture.
    /// </summary>
    internal static async Task<ArenaPage> OpenAsync(
        IBrowserContext context, Uri server, string query = "", string draw = "light")
    {
        var page = new ArenaPage(await context.NewPageAsync());
        await page.Page.GotoAsync(new Uri(server, $"arena{query}{(query == "" ? '?' : '&')}draw={draw}").ToString());
        return page;
    }

    /// <summary>Types a name, presses Enter, and waits until the ship is there.</summary>
    internal async Task<ArenaSeen> PlayAsync(string name)
    {
        await Page.GetByTestId("name-input").FillAsync(name);
        await Page.Keyboard.PressAsync("Enter");
        return await WaitAsync("the ship is there", seen => seen is { Phase: "playing", Own: not null });
    }

    /// <summary>Types into the field that has the focus, key by key, as people do.</summary>
    internal Task TypeAsync(string text) => Page.Keyboard.TypeAsync(text);

    internal async Task<string> TextAsync(string testId) => await Page.GetByTestId(testId).InnerTextAsync();

    internal Task<bool> IsVisibleAsync(string testId) => Page.GetByTestId(testId).IsVisibleAsync();

    /// <summary>Waits until an element is there to be seen.</summary>
    internal Task AppearsAsync(string testId) => Page.GetByTestId(testId).WaitForAsync();

    internal async Task<ArenaSeen> LookAsync()
    {
        var text = await Page.EvaluateAsync<string>("() => JSON.stringify(window.__arena.state())");
        return JsonSerializer.Deserialize<ArenaSeen>(text, json)!;
    }

    internal async Task<ArenaSeen> WaitAsync(string what, Func<ArenaSeen, bool> condition, TimeSpan? within = null)
    {
        ArenaSeen? last = null;
        await Until.HoldsAsync(what, async () => condition(last = await LookAsync()), within, () => $"Last seen: {last}");
        return last!;
    }
}
