using System.Collections.Concurrent;
using System.Net;
using GameServer.Client;
using GameServer.Protocol;
using Xunit.Abstractions;

namespace GameServer.Chaos;

/// <summary>A durable room whose server is killed at any moment.</summary>
public sealed class DurableTests(ITestOutputHelper output)
{
    private const int Kills = 3;
    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<long, bool> accepted = new();
    private readonly Random random = new();
    private long last;

    [Fact]
    public async Task What_was_acknowledged_is_there_once_however_often_the_server_is_killed()
    {
        await using var server = new LedgerServer();
        await server.StartAsync();
        await using var client = await GameClient.ConnectAsync(new GameClientOptions { BaseAddress = server.Address, PlayerName = "Nova" });
        var room = await client.JoinAsync(new JoinOptions(JoinBy.Room, "ledger.main"));
        using var over = new CancellationTokenSource();
        var writers = Enumerable.Range(0, AtOnce).Select(_ => WriteAsync(room, over.Token)).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            var target = accepted.Count + random.Next(1, 60);
            await server.UntilAsync(() => Task.FromResult(accepted.Count >= target), "numbers to be written down");
            await server.KillAsync();
            output.WriteLine($"killed with {accepted.Count} acknowledged of {Interlocked.Read(ref last)}");
            await server.StartAsync();
        }

        var more = accepted.Count + AtOnce;
        await server.UntilAsync(() => Task.FromResult(accepted.Count >= more), "numbers to be written down again");
        await over.CancelAsync();
        await Task.WhenAll(writers);

        await using var reader = await GameClient.ConnectAsync(new GameClientOptions { BaseAddress = server.Address, PlayerName = "Reader" });
        var read = await reader.JoinAsync(new JoinOptions(JoinBy.Room, "ledger.main") { Watch = true });
        await server.UntilAsync(
            () => Task.FromResult(read.ReadState(state => state.TryGet("lines", out var lines) && lines.Rows.Count > 0)), "the ledger to be read");
        var recovered = read.ReadState(state => state.TryGet("lines", out var lines) ? lines.Rows.Select(row => row.Int("number")).ToArray() : []);
        output.WriteLine($"acknowledged {accepted.Count}, recovered {recovered.Length}");
        Assert.Empty(accepted.Keys.Except(recovered));
        Assert.Equal(recovered.Distinct().Count(), recovered.Length);
        // All were answered in the end, so nothing else is there.
        Assert.Equal(accepted.Count, recovered.Length);
    }

    private async Task WriteAsync(GameRoom room, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref last);
            var answer = await room.CommandAsync("write", number, CancellationToken.None);
            Assert.Null(answer.Code);
            Assert.True(accepted.TryAdd(number, true));
        }
    }

    /// <summary>The server of this assembly, with a database that outlives it.</summary>
    private sealed class LedgerServer : IAsyncDisposable
    {
        private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);

        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ledger");
        private readonly int port = Nodes.FreePorts(1)[0];
        private NodeProcess? process;

        internal Uri Address => new($"http://127.0.0.1:{port}");

        internal async Task StartAsync()
        {
            var pages = folder.CreateSubdirectory("arena");
            await File.WriteAllTextAsync(Path.Combine(pages.FullName, "index.html"), "<!doctype html><title>Arena</title>");
            process = NodeProcess.Start(
                "GameServer.Chaos.dll",
                port,
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
}
