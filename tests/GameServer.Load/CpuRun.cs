using System.Diagnostics;
using GameServer.Load.Clients;

namespace GameServer.Load;

/// <summary>
/// What a playing client costs the server in time of a core, rooms and bots included: arenas of sixteen that tick 30 times a second,
/// each client saying ten times a second what its ship is to do.
/// </summary>
internal static class CpuRun
{
    private const string Game = "arena";
    private const int WarmUpSeconds = 10;

    internal static async Task<int> RunAsync(Options options)
    {
        var (clients, seconds, runs) = (options.Number("clients", 200), options.Number("seconds", 20), options.Number("runs", 3));
        var found = Enum.GetValues<TransportKind>().ToDictionary(kind => kind, _ => new List<CpuFigures>());
        // Turn by turn, so that what else the machine does meanwhile falls on all alike.
        for (var run = 0; run < runs; run++)
        {
            foreach (var (kind, figures) in found)
            {
                figures.Add(await MeasureAsync(kind, clients, TimeSpan.FromSeconds(seconds)));
                Console.WriteLine($"{kind,-10} {figures[^1]}");
            }
        }

        if (options.Text("write") is { } path)
        {
            await CpuReport.WriteAsync(path, new CpuSetting(clients, seconds, runs, options.Text("note")), found);
        }

        return 0;
    }

    private static async Task<CpuFigures> MeasureAsync(TransportKind kind, int clients, TimeSpan time)
    {
        await using var server = await MeasuredServer.StartAsync(Game);
        await using var crowd = await Crowd.GatherAsync(server.Address, kind, Game, clients, plays: true);
        await Until.HoldsAsync("all clients hear", crowd.AllHearAsync);
        await Task.Delay(TimeSpan.FromSeconds(WarmUpSeconds));
        var (updates, used, since) = (crowd.Updates, server.ProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(time);
        var elapsed = Stopwatch.GetElapsedTime(since).TotalSeconds * clients;
        var figures = new CpuFigures(
            (server.ProcessorTime - used).TotalMilliseconds / elapsed, (crowd.Updates - updates) / elapsed);
        await crowd.ThrowIfLostAsync();
        return figures;
    }
}

/// <summary>What one run found.</summary>
/// <param name="CpuMs">Milliseconds of one core that a client costs in a second.</param>
/// <param name="Updates">Messages with news that a client got in a second.</param>
internal sealed record CpuFigures(double CpuMs, double Updates)
{
    public override string ToString() => $"{CpuMs:F2} ms of a core a client and second, {Updates:F1} updates a second";
}
