using System.Collections.Concurrent;
using GameServer.Client;
using Xunit.Abstractions;

namespace GameServer.Chaos;

/// <summary>Durable rooms, and the messenger's among them, whose server is killed at any moment.</summary>
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
        await using var server = new DurableServer();
        await server.StartAsync();
        await using var client = await GameClient.ConnectAsync(new GameClientOptions { BaseAddress = server.Address, PlayerName = "Nova" });
        var room = await client.JoinAsync("ledger.main", server.UntilAsync);
        await using var talkers = await Talkers.MeetAsync(server);
        using var over = new CancellationTokenSource();
        Task[] writers = [.. Enumerable.Range(0, AtOnce).Select(_ => WriteAsync(room, over.Token)), .. talkers.Talk(over.Token)];
        for (var kill = 0; kill < Kills; kill++)
        {
            var (target, words) = (accepted.Count + random.Next(1, 60), talkers.Said + random.Next(1, 12));
            await server.UntilAsync(
                () => Task.FromResult(accepted.Count >= target && talkers.Said >= words), "numbers to be written down, and something to be said");
            await server.KillAsync();
            output.WriteLine($"killed with {accepted.Count} acknowledged of {Interlocked.Read(ref last)}, and {talkers.Said} messages");
            await server.StartAsync();
        }

        var (more, said) = (accepted.Count + AtOnce, talkers.Said + 2);
        await server.UntilAsync(
            () => Task.FromResult(accepted.Count >= more && talkers.Said >= said), "numbers to be written down, and something to be said, again");
        await over.CancelAsync();
        await Task.WhenAll(writers);

        await using var reader = await GameClient.ConnectAsync(new GameClientOptions { BaseAddress = server.Address, PlayerName = "Reader" });
        var read = await reader.JoinAsync("ledger.main", server.UntilAsync, watch: true);
        await server.UntilAsync(
            () => Task.FromResult(read.ReadState(state => state.TryGet("lines", out var lines) && lines.Rows.Count > 0)), "the ledger to be read");
        var recovered = read.ReadState(state => state.TryGet("lines", out var lines) ? lines.Rows.Select(row => row.Int("number")).ToArray() : []);
        output.WriteLine($"acknowledged {accepted.Count}, recovered {recovered.Length}");
        Assert.Empty(accepted.Keys.Except(recovered));
        Assert.Equal(recovered.Distinct().Count(), recovered.Length);
        // All were answered in the end, so nothing else is there.
        Assert.Equal(accepted.Count, recovered.Length);
        output.WriteLine(await talkers.CheckAsync());
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
}
