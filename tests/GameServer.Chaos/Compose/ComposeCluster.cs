using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GameServer.Chaos.Compose;

/// <summary>The cluster of <c>docker-compose.yml</c> on a real container engine.</summary>
internal sealed class ComposeCluster : IAsyncDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(10);

    private readonly string folder = FindRepository();
    private readonly string port = FreePort();
    private string balancer = "round-robin";

    private ComposeCluster()
    {
    }

    /// <summary>nginx, which knows all nodes.</summary>
    internal Uri Address => new($"http://127.0.0.1:{port}");

    /// <summary>Skips the test where there is no engine, or where somebody already uses the project.</summary>
    internal static async Task<ComposeCluster> RequireAsync()
    {
        var cluster = new ComposeCluster();
        var isThere = false;
        try
        {
            isThere = (await cluster.RunAsync("docker", "compose", "ls")).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not installed.
        }

        var required = Environment.GetEnvironmentVariable("GAMESERVER_REQUIRE_DOCKER") == "1";
        Skip.If(!isThere && !required, "There is no container engine: install Docker and its Compose plug-in, and start it.");
        Assert.True(isThere, "CI has started a container engine, but it does not answer.");
        var running = (await cluster.ComposeAsync("ps", "-q")).Trim();
        Skip.If(running.Length > 0 && !required, "The demo is running: stop it with `docker compose down`.");
        Assert.True(running.Length == 0, "CI found containers of the project running.");
        return cluster;
    }

    /// <summary>Builds what is missing and waits until so many nodes, and nginx, are healthy.</summary>
    internal Task UpAsync(int nodes) =>
        ComposeAsync("up", "--detach", "--wait", "--no-recreate", "--quiet-pull", "--scale", $"node={nodes}");

    /// <summary>Starts nginx anew with that file of <c>cluster-config/nginx</c>.</summary>
    internal Task BalanceAsync(string name)
    {
        balancer = name;
        return ComposeAsync("up", "--detach", "--wait", "--no-deps", "nginx");
    }

    internal Task<string> ComposeAsync(params string[] arguments) => SucceedsAsync("docker", ["compose", .. arguments]);

    /// <summary>The containers of the nodes that run, or ran.</summary>
    internal async Task<string[]> NodesAsync()
    {
        var ids = (await ComposeAsync("ps", "--all", "--quiet", "node")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (await SucceedsAsync("docker", ["inspect", "--format", "{{.Name}}", .. ids]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name.TrimStart('/'))
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>What the engine knows of a container, by a template.</summary>
    internal async Task<string> InspectAsync(string container, string template) =>
        (await SucceedsAsync("docker", "inspect", "--format", template, container)).Trim();

    /// <summary>One number of a node's own <c>/metrics</c>, which nginx hides; null while it has none.</summary>
    internal async Task<double?> MetricAsync(string node, string name)
    {
        const string Ask = @"exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /metrics HTTP/1.0\r\nHost: node\r\n\r\n' >&3 && cat <&3";
        var (code, text) = await RunAsync("docker", "exec", node, "bash", "-c", Ask);
        var values = text.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal)).ToArray();
        return code == 0 && values.Length > 0
            ? values.Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Ends every process of a container but the engine's own, without a word: a crash, after which the engine starts it again.</summary>
    internal Task CrashAsync(string node) => RunAsync("docker", "exec", node, "bash", "-c", "kill -KILL -1");

    internal async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                var said = await RunAsync("docker", "compose", "logs", "--no-color", "--tail", "60");
                throw new TimeoutException($"Waited 3 min in vain for {what}.\n{said.Output}");
            }

            await again.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Waits until each of so many nodes sees all of them in one cluster.</summary>
    internal Task AreOneClusterAsync(int count) => UntilAsync(
        async () =>
        {
            var nodes = await NodesAsync();
            var seen = await Task.WhenAll(nodes.Select(node => MetricAsync(node, "gameserver_cluster_nodes")));
            return nodes.Length == count && seen.All(number => number == count);
        },
        $"{count} nodes to be one cluster");

    public async ValueTask DisposeAsync() =>
        await RunAsync("docker", "compose", "down", "--timeout", "10", "--remove-orphans");

    private async Task<string> SucceedsAsync(string program, params string[] arguments)
    {
        var (code, output) = await RunAsync(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{output}");
        return output;
    }

    private async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["GAMESERVER_PORT"] = port;
        start.Environment["GAMESERVER_BALANCER"] = balancer;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        var text = await output;
        return (process.ExitCode, process.ExitCode == 0 ? text : text + await errors);
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "docker-compose.yml")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("docker-compose.yml is in no folder above the tests.");
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
