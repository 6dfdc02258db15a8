using Microsoft.Playwright;

namespace GameServer.EndToEnd;

[Collection(nameof(Playing))]
public sealed class PictureTests(ServerProcess server, Browser browser)
{
    /// <summary>How many pixels of the canvas, read in the frame that drew them, are brighter than the night.</summary>
    private const string BrightPixels = """
        () => new Promise(done => requestAnimationFrame(() => {
          const view = document.getElementById('view');
          const copy = new OffscreenCanvas(view.width, view.height).getContext('2d');
          copy.drawImage(view, 0, 0);
          const { data } = copy.getImageData(0, 0, view.width, view.height);
          let bright = 0;
          for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] > 300) bright++;
          done(bright);
        }))
        """;

    /// <summary>How many pixels in the middle of the picture, where our own ship is, are of its colour.</summary>
    private const string OwnPixels = """
        () => new Promise(done => requestAnimationFrame(() => {
          const view = document.getElementById('view');
          const reach = Math.round(24 * view.width / innerWidth);
          const copy = new OffscreenCanvas(2 * reach, 2 * reach).getContext('2d');
          copy.drawImage(view, reach - Math.round(view.width / 2), reach - Math.round(view.height / 2));
          const { data } = copy.getImageData(0, 0, 2 * reach, 2 * reach);
          let own = 0;
          // Bright and without red: stars and shields are nearly white, the grid is dark.
          for (let i = 0; i < data.length; i += 4) if (data[i + 1] > 170 && data[i + 2] > 180 && data[i] < 0.65 * data[i + 1]) own++;
          done(own);
        }))
        """;

    [SkippableTheory]
    [InlineData("full")]
    [InlineData("light")]
    public async Task The_arena_is_drawn_and_the_content_security_policy_has_nothing_to_say(string draw)
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, server.Address, draw: draw);
        var begun = await arena.PlayAsync("Capella");
        // The rings around a ship that begins have its colour too.
        await arena.WaitAsync("they have faded", seen => seen.Tick > begun.Tick + 45 && seen.Own!.Alive);

        await Until.HoldsAsync("our ship is drawn in the middle", async () => await arena.Page.EvaluateAsync<int>(OwnPixels) >= 8);
        await Until.HoldsAsync("grid and stars are drawn", async () => await arena.Page.EvaluateAsync<int>(BrightPixels) > 20);
        Assert.Empty(arena.Complaints);
    }

    [SkippableFact]
    public async Task Without_WebGL_the_page_says_so_and_everything_else_works()
    {
        await using var window = await browser.OpenAsync();
        await window.AddInitScriptAsync("""
            const get = HTMLCanvasElement.prototype.getContext;
            HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
              return kind.startsWith('webgl') ? null : get.call(this, kind, ...more);
            };
            """);
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        await arena.Page.GetByTestId("no-picture").WaitForAsync();
        Assert.Contains("WebGL", await arena.Page.GetByTestId("no-picture").TextContentAsync());

        var before = await arena.PlayAsync("Pollux");
        // The frame is for who comes by Tab: without it there is none around a game that is played.
        var view = arena.Page.GetByTestId("arena-canvas");
        await Assertions.Expect(view).ToHaveCSSAsync("outline-style", "none");
        await arena.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(view).Not.ToBeFocusedAsync();
        await arena.Page.Keyboard.PressAsync("Shift+Tab");
        await Assertions.Expect(view).ToBeFocusedAsync();
        await Assertions.Expect(view).ToHaveCSSAsync("outline-style", "solid");
        await arena.Page.Keyboard.DownAsync("w");
        await arena.WaitAsync("the ship flies", seen => seen.Own is { } own && (own.X, own.Y) != (before.Own!.X, before.Own.Y));
        await Assertions.Expect(view).ToHaveCSSAsync("outline-style", "none");
    }

    [SkippableFact]
    public async Task A_graphics_card_that_is_reset_takes_the_picture_for_a_moment_and_nothing_else()
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        await arena.PlayAsync("Regulus");
        await Until.HoldsAsync("it is drawn", async () => await arena.Page.EvaluateAsync<int>(BrightPixels) > 20);

        await arena.Page.EvaluateAsync("""
            () => {
              const view = document.getElementById('view');
              const context = view.getContext('webgl2') ?? view.getContext('webgl');
              window.__reset = context.getExtension('WEBGL_lose_context');
              window.__reset.loseContext();
            }
            """);
        await arena.Page.GetByTestId("no-picture").WaitForAsync();
        var lost = await arena.LookAsync();
        await arena.Page.Keyboard.DownAsync("w");
        await arena.WaitAsync("the game goes on without it", seen =>
            seen.Tick > lost.Tick + 15 && seen.Own is { } own && (own.X, own.Y) != (lost.Own!.X, lost.Own.Y));

        await arena.Page.EvaluateAsync("() => window.__reset.restoreContext()");
        await Until.HoldsAsync("it is drawn again", async () => await arena.Page.EvaluateAsync<int>(BrightPixels) > 20);
        Assert.False(await arena.IsVisibleAsync("no-picture"));
        Assert.Empty(arena.Complaints);
    }

    [SkippableFact]
    public async Task Sound_begins_with_the_first_key_and_the_switches_of_sound_and_shake_are_remembered()
    {
        await using var window = await browser.OpenAsync();
        await window.AddInitScriptAsync("""
            window.__audio = [];
            window.AudioContext = class extends AudioContext {
              constructor() {
                super();
                window.__audio.push(this);
              }
            };
            """);
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        await arena.AppearsAsync("name-input");
        Assert.Equal(0, await arena.Page.EvaluateAsync<int>("() => window.__audio.length"));
        await arena.PlayAsync("Thuban");
        await Until.HoldsAsync(
            "the key that began the game began the sound",
            () => arena.Page.EvaluateAsync<bool>("() => window.__audio.length === 1 && window.__audio[0].state === 'running'"));

        foreach (var (button, name) in new[] { ("shake-button", "Screen shake"), ("sound-button", "Sound") })
        {
            var pressed = arena.Page.GetByTestId(button);
            Assert.Equal(("true", $"{name} is on"), await SwitchAsync(pressed));
            await pressed.ClickAsync();
            Assert.Equal(("false", $"{name} is off"), await SwitchAsync(pressed));
        }

        await arena.Page.ReloadAsync();

        Assert.Equal(("false", "Screen shake is off"), await SwitchAsync(arena.Page.GetByTestId("shake-button")));
        Assert.Equal(("false", "Sound is off"), await SwitchAsync(arena.Page.GetByTestId("sound-button")));
    }

    [SkippableFact]
    public async Task Less_motion_is_heeded_as_soon_and_as_long_as_it_is_asked_for()
    {
        await using var window = await browser.OpenAsync();
        var arena = await ArenaPage.OpenAsync(window, server.Address);
        var shake = arena.Page.GetByTestId("shake-button");
        await Until.HoldsAsync("the empty arena drifts by", async () => !await StandsStillAsync(arena.Page));
        Assert.Equal("true", await shake.GetAttributeAsync("aria-pressed"));

        await arena.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await Until.HoldsAsync("it stands still", () => StandsStillAsync(arena.Page));
        Assert.Equal("false", await shake.GetAttributeAsync("aria-pressed"));

        await arena.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        await Until.HoldsAsync("it drifts again", async () => !await StandsStillAsync(arena.Page));
        Assert.Equal("true", await shake.GetAttributeAsync("aria-pressed"));
    }

    private static async Task<(string? Pressed, string? Label)> SwitchAsync(ILocator button) =>
        (await button.GetAttributeAsync("aria-pressed"), await button.GetAttributeAsync("aria-label"));

    /// <summary>Whether a corner of the picture is the same for two dozen frames.</summary>
    private static async Task<bool> StandsStillAsync(IPage page)
    {
        var clip = new Clip { X = 0, Y = 0, Width = 200, Height = 200 };
        var first = await page.ScreenshotAsync(new() { Clip = clip });
        for (var i = 0; i < 4; i++)
        {
            await page.EvaluateAsync("""
                () => new Promise(done => {
                  let frames = 0;
                  const next = () => (++frames < 6 ? requestAnimationFrame(next) : done());
                  requestAnimationFrame(next);
                })
                """);
            var next = await page.ScreenshotAsync(new() { Clip = clip });
            if (!first.AsSpan().SequenceEqual(next))
            {
                return false;
            }
        }

        return true;
    }
}
