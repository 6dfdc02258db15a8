using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using GameServer.Host.Startup;

namespace GameServer.Load;

/// <summary>
/// The server as a process of its own, so that what it costs is not mixed with what its clients cost. It answers each line that it
/// reads with the bytes of its heap after everything that can be freed has been.
/// </summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    internal const string Verb = "server";
    internal const int MostClients = 100_000;

    // The log is printed beside them.
    private const string Ready = "ready ";
    private const string Heap = "heap ";

    private readonly Process process;
    private readonly string webRoot;

    private MeasuredServer(Process process, string webRoot, Uri address)
    {
        this.process = process;
        this.webRoot = webRoot;
        Address = address;
    }

    internal Uri Address { get; }

    /// <summary>The time of cores that it has used since it began.</summary>
    internal TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of physical memory that it has.</summary>
    internal long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    internal static async Task<MeasuredServer> StartAsync(string game)
    {
        var webRoot = Directory.CreateTempSubdirectory("load").FullName;
        await File.WriteAllTextAsync(Path.Combine(webRoot, "arena.html"), "<!doctype html><title>Load</title>");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            typeof(MeasuredServer).Assembly.Location, Verb, game,
            "--Server:Urls=http://127.0.0.1:0",
            $"--Server:WebRoot={webRoot}",
            $"--Storage:File={Path.Combine(webRoot, "rooms.db")}",
            $"--Auth:SigningKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            "--Logging:LogLevel:Default=Error",
            $"--Limits:Sessions={MostClients}", $"--Limits:Connections={MostClients}", $"--Limits:HeldRequests={MostClients}",
            "--Limits:NewPlayersPerMinute=1000000", "--Limits:NewPlayersBurst=1000000",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        return new MeasuredServer(process, webRoot, new Uri(await NextAsync(process, Ready)));
    }

    /// <summary>Bytes of live objects on its heap.</summary>
    internal async Task<long> HeapAsync()
    {
        await process.StandardInput.WriteLineAsync("collect");
        return long.Parse(await NextAsync(process, Heap), CultureInfo.InvariantCulture);
    }

    private static async Task<string> NextAsync(Process process, string prefix)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
            {
                return line[prefix.Length..];
            }

            Console.Error.WriteLine(line);
        }

        throw new InvalidOperationException("The server has ended.");
    }

    /// <summary>The server's own side.</summary>
    internal static async Task<int> RunAsync(string game, string[] settings)
    {
        await using var app = GameServerApp.Build(settings, game == QuietGame.Kind ? QuietGame.AddTo : null);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await Until.HoldsAsync(
            "the server is ready", async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative))).IsSuccessStatusCode);
        Console.WriteLine(Ready + app.Urls.First());
        while (await Console.In.ReadLineAsync() is not null)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Console.WriteLine(Heap + GC.GetTotalMemory(forceFullCollection: false).ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(webRoot, recursive: true);
    }
}
