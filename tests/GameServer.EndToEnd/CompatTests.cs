using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace GameServer.EndToEnd;

/// <summary>Clients that we did not write, or that were written from the protocol's page alone, and a proxy that knows nothing of us.</summary>
[Collection(nameof(Connecting))]
public sealed partial class CompatTests(ServerProcess server, Browser browser, ITestOutputHelper output)
{
    private const string Python = "/usr/bin/python3";

    /// <summary>The address of the server in what the README shows.</summary>
    private const string Printed = "http://localhost:8080";

    // The first try of a stream is given up after three seconds, and that of a WebSocket before it.
    private static readonly LocatorAssertionsToContainTextOptions patiently = new() { Timeout = 20_000 };

    private static string In(params string[] path) => Path.Combine([Repository.Root, .. path]);

    private static string Url(Uri address) => address.ToString().TrimEnd('/');

    private async Task PassesAsync(string program, params string[] arguments)
    {
        var (code, said) = await Tool.RunAsync(program, arguments);
        output.WriteLine(said);
        Assert.True(code == 0, $"It ended with {code}:\n{said}");
    }

    [SkippableFact]
    public async Task Curl_alone_plays()
    {
        await Tool.RequireAsync("curl", "curl", "--version");
        await PassesAsync("bash", In("tests", "compat", "curl.sh"), Url(server.Address));
    }

    [SkippableFact]
    public async Task What_the_README_shows_with_curl_works_as_it_is_printed()
    {
        await Tool.RequireAsync("curl", "curl", "--version");
        var readme = await File.ReadAllTextAsync(In("README.md"));
        var printed = CurlBlock().Match(readme).Groups[1].Value;
        Assert.Contains(Printed, printed, StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("readme-");
        var script = $"cd '{folder.FullName}'\n{printed.Replace(Printed, Url(server.Address), StringComparison.Ordinal)}";
        using var bash = Tool.Start("bash", "-c", script);
        try
        {
            // In this order; the last line of the block listens for as long as one likes.
            await ComesAsync(bash.StandardOutput, "[\"joined\",0,\"first\",");
            await ComesAsync(bash.StandardOutput, "[\"answer\",0,7,1,null,");
            await ComesAsync(bash.StandardOutput, "X-Cursor: ");
            await ComesAsync(bash.StandardOutput, "id: ");
            await ComesAsync(bash.StandardOutput, "data: [\"delta\",");
        }
        finally
        {
            bash.Kill(entireProcessTree: true);
            await bash.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    [SkippableTheory]
    [InlineData("ws")]
    [InlineData("poll")]
    public async Task Client_in_Python_written_from_the_protocols_page_plays(string way)
    {
        await RequirePythonAsync();
        await PassesAsync(Python, In("tests", "compat", "client.py"), Url(server.Address), way);
    }

    [Fact]
    public async Task Packages_ws_and_eventsource_play() =>
        await PassesAsync("node", In("client-web", "compat", "packages.mjs"), Url(server.Address));

    [SkippableFact]
    public async Task Behind_nginx_every_transport_works()
    {
        await RequirePythonAsync();
        await Tool.RequireAsync("nginx", "nginx", "-v");
        await using var nginx = await Nginx.StartAsync(server.Address, Proxying.LetsUpgradesThrough);
        await PassesAsync("bash", In("tests", "compat", "curl.sh"), Url(nginx.Address));
        await PassesAsync("node", In("client-web", "compat", "packages.mjs"), Url(nginx.Address));
        await PassesAsync(Python, In("tests", "compat", "client.py"), Url(nginx.Address), "ws");
        await PassesAsync(Python, In("tests", "compat", "client.py"), Url(nginx.Address), "poll");
    }

    [SkippableFact]
    public async Task Behind_a_proxy_that_strips_upgrades_all_but_WebSocket_works()
    {
        await RequirePythonAsync();
        await Tool.RequireAsync("nginx", "nginx", "-v");
        await using var nginx = await Nginx.StartAsync(server.Address, Proxying.StripsUpgrades);
        var (code, said) = await Tool.RunAsync(Python, In("tests", "compat", "client.py"), Url(nginx.Address), "ws");
        Assert.NotEqual(0, code);
        Assert.Contains("HTTP 426", said, StringComparison.Ordinal);
        await PassesAsync(Python, In("tests", "compat", "client.py"), Url(nginx.Address), "poll");
        await PassesAsync("bash", In("tests", "compat", "curl.sh"), Url(nginx.Address));
        await PassesAsync("node", In("client-web", "compat", "packages.mjs"), Url(nginx.Address), "http");
    }

    [SkippableFact]
    public async Task Behind_a_proxy_that_strips_upgrades_the_arena_is_played_over_a_stream()
    {
        await Tool.RequireAsync("nginx", "nginx", "-v");
        await using var nginx = await Nginx.StartAsync(server.Address, Proxying.StripsUpgrades);
        await using var window = await browser.OpenAsync();
        var pilot = await ArenaPage.OpenAsync(window, nginx.Address);
        var before = await pilot.PlayAsync("Behind");
        Assert.Equal("sse", before.Transport);
        await pilot.Page.Keyboard.DownAsync("KeyW");
        await pilot.WaitAsync("the ship flies", seen =>
            seen.Own is { Alive: true } own && before.Own is { } from && (own.X, own.Y) != (from.X, from.Y) && seen.Tick > before.Tick + 60);
    }

    [SkippableFact]
    public async Task Behind_a_proxy_that_holds_streams_back_people_talk_over_long_polls()
    {
        await Tool.RequireAsync("nginx", "nginx", "-v");
        await using var nginx = await Nginx.StartAsync(server.Address, Proxying.HoldsStreams);
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(nginx.Address, "chat?room=held-back").ToString());
        await page.GetByTestId("name-input").FillAsync("Quiet");
        await page.GetByTestId("enter").ClickAsync();

        // In a room in which nothing happens not even the first byte of a stream comes through.
        await Assertions.Expect(page.GetByTestId("carrier")).ToContainTextAsync("Connected by long poll", patiently);
        await page.GetByTestId("text").FillAsync("over the proxy");
        await page.GetByTestId("text").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("log").Locator(".text")).ToHaveTextAsync("over the proxy");
    }

    [SkippableFact]
    public async Task Behind_a_proxy_that_passes_streams_on_in_lumps_the_arena_is_played_over_long_polls()
    {
        await Tool.RequireAsync("nginx", "nginx", "-v");
        await using var nginx = await Nginx.StartAsync(server.Address, Proxying.HoldsStreams);
        await using var window = await browser.OpenAsync();
        var pilot = await ArenaPage.OpenAsync(window, nginx.Address);
        await pilot.PlayAsync("Lumpy");
        var polled = await pilot.WaitAsync("long polls carry the game", seen => seen.Transport == "poll");
        await pilot.WaitAsync("the game goes on", seen => seen.Transport == "poll" && seen.Tick > polled.Tick + 60);
    }

    private static async Task ComesAsync(StreamReader lines, string start)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await lines.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"It ended, and no line began with {start}");
    }

    [GeneratedRegex("^## With curl alone$.*?^```bash\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CurlBlock();

    private static Task RequirePythonAsync() =>
        Tool.RequireAsync("python3-websockets python3-msgpack", Python, "-c", "import websockets, msgpack");
}
