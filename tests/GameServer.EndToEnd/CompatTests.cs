using Xunit.Abstractions;

namespace GameServer.EndToEnd;

/// <summary>Clients that we did not write, or that were written from the protocol's page alone, and a proxy that knows nothing of us.</summary>
[Collection(nameof(Connecting))]
public sealed class CompatTests(ServerProcess server, ITestOutputHelper output)
{
    private const string Python = "/usr/bin/python3";

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
        await using var nginx = await Nginx.StartAsync(server.Address, letsUpgradesThrough: true);
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
        await using var nginx = await Nginx.StartAsync(server.Address, letsUpgradesThrough: false);
        Assert.NotEqual(0, (await Tool.RunAsync(Python, In("tests", "compat", "client.py"), Url(nginx.Address), "ws")).Code);
        await PassesAsync(Python, In("tests", "compat", "client.py"), Url(nginx.Address), "poll");
        await PassesAsync("bash", In("tests", "compat", "curl.sh"), Url(nginx.Address));
        await PassesAsync("node", In("client-web", "compat", "packages.mjs"), Url(nginx.Address), "http");
    }

    private static Task RequirePythonAsync() =>
        Tool.RequireAsync("python3-websockets python3-msgpack", Python, "-c", "import websockets, msgpack");
}
