using System.Net;

namespace GameServer.Chaos;

/// <summary>The server of this assembly, with a database that outlives it.</summary>
internal sealed class DurableServer : IAsyncDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("durable");
    private readonly int port = Loopback.FreePorts(1)[0];
    private NodeProcess? process;

    internal Uri Address => new($"http://127.0.0.1:{port}");

    internal async Task StartAsync()
    {
        var pages = folder.CreateSubdirectory("arena");
        await File.WriteAllTextAsync(Path.Combine(pages.FullName, "index.html"), "<!doctype html><title>Arena</title>");
        process = NodeProcess.Start(
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "GameServer.Chaos.dll")],
            Address,
            $"Server:WebRoot={folder.FullName}",
            $"Auth:SigningKey={Nodes.SigningKey}",
            $"Storage:File={Path.Combine(folder.FullName, "rooms.db")}",
            "Logging:LogLevel:GameServer=Information");
        await UntilAsync(async () => await process.GetAsync("/readyz") is (HttpStatusCode.OK, _), "the server to be ready");
    }

    internal Task KillAsync() => process!.KillAsync();

    internal async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested || process!.HasExited, $"Waited in vain for {what}.\n{process!.Output}");
            await again.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }
}
