using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace GameServer.Chaos;

/// <summary>One node of a cluster, as a process of its own.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> output = new();
    private readonly Process process;
    private readonly HttpClient http;

    private NodeProcess(Process process, Uri address)
    {
        this.process = process;
        http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    }

    /// <summary>Everything it printed.</summary>
    internal string Output => string.Join('\n', output);

    internal bool HasExited => process.HasExited;

    internal static NodeProcess Start(int webPort, params string[] settings) => Start("GameServer.Host.dll", webPort, settings);

    /// <param name="program">The server, or one with more games.</param>
    /// <param name="webPort">Where its clients connect to.</param>
    /// <param name="settings">As <c>Section:Name=value</c>.</param>
    internal static NodeProcess Start(string program, int webPort, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        start.ArgumentList.Add($"--Server:Urls=http://127.0.0.1:{webPort}");
        foreach (var setting in settings)
        {
            start.ArgumentList.Add($"--{setting}");
        }

        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        var node = new NodeProcess(new Process { StartInfo = start }, new Uri($"http://127.0.0.1:{webPort}"));
        node.Run();
        return node;
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    internal async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>What Ctrl-C and a container's stop are.</summary>
    internal async Task StopAsync()
    {
        await SignalAsync("TERM");
        await process.WaitForExitAsync();
    }

    /// <summary>Stands still, as in a virtual machine that is moved.</summary>
    internal Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Goes on.</summary>
    internal Task ThawAsync() => SignalAsync("CONT");

    /// <summary>What it answers; null while it does not.</summary>
    internal async Task<(HttpStatusCode Status, string Text)?> GetAsync(string path)
    {
        try
        {
            using var response = await http.GetAsync(path);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        http.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Run()
    {
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }
}
