using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>A real Chromium. Tests are skipped where there is none, unless CI requires it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] places =
    [
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Opens a window of its own, with nothing remembered.</summary>
    public async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var required = Environment.GetEnvironmentVariable("GAMESERVER_REQUIRE_BROWSER") == "1";
        Skip.If(
            browser is null && !required,
            "No Chromium was found: install it (on Debian: apt-get install chromium) or name it in CHROMIUM_PATH.");
        return browser is null
            ? throw new InvalidOperationException("CI requires a Chromium and there is none.")
            : await browser.NewContextAsync(Sized(options ?? new()));
    }

    /// <summary>Without a graphics card each pixel costs: a page for which no size is asked is a small one, but not a phone's.</summary>
    private static BrowserNewContextOptions Sized(BrowserNewContextOptions options)
    {
        options.ViewportSize ??= new ViewportSize { Width = 960, Height = 540 };
        return options;
    }

    async Task IAsyncLifetime.InitializeAsync()
    {
        if (Array.Find(places, File.Exists) is not { } path)
        {
            return;
        }

        // A page on a busy machine takes its time: deadlines only bound what hangs.
        Assertions.SetDefaultExpectTimeout(30_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--enable-precise-memory-info",
                // Two windows play at once: none of them is in the background.
                "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
                "--disable-backgrounding-occluded-windows",
            ],
        });
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
    }
}
