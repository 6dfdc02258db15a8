using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GameServer.EndToEnd;

/// <summary>The real server in a process of its own.</summary>
public sealed class ServerProcess : IAsyncLifetime
{
    private static readonly TimeSpan startTimeout = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> output = new();
    private readonly int port = FreePort();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("end-to-end");
    private Process? process;

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://localhost:{port}");

    /// <summary>Settings beyond those of every test, as arguments.</summary>
    internal IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Everything it printed.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Starts it, at the same address as before if it ran before.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Repository.Host, $"--Server:Urls={Address.ToString().TrimEnd('/')}", "--Limits:NewPlayersPerMinute=600", "--Limits:NewPlayersBurst=600", $"--Storage:File={Path.Combine(folder.FullName, "rooms.db")}" },
            WorkingDirectory = Path.Combine(Repository.Root, "src", "GameServer.Host"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var setting in Settings)
        {
            start.ArgumentList.Add(setting);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_HOSTBUILDER__RELOADCONFIGONCHANGE"] = "false";
        process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var http = new HttpClient { BaseAddress = Address };
        await Until.HoldsAsync(
            "the server is ready",
            async () =>
            {
                if (process.HasExited)
                {
                    throw new InvalidOperationException($"The server ended with code {process.ExitCode}:\n{Output}");
                }

                try
                {
                    return (await http.GetAsync("readyz")).StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            startTimeout,
            () => Output);
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public async Task KillAsync()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    async Task IAsyncLifetime.InitializeAsync() => await StartAsync();

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await KillAsync();
        }

        process?.Dispose();
        folder.Delete(recursive: true);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
