using GameServer.Load.Clients;

namespace GameServer.Load;

/// <summary>
/// What an idle client costs the server: players who sit in rooms where nothing happens and say no more than they must. From a
/// server with so many of them, the same server without them is subtracted.
/// </summary>
internal static class MemoryRun
{
    private const int WarmUp = 64;
    private const int Measurements = 12;
    private const double Tolerance = 0.03;

    internal static async Task<int> RunAsync(Options options)
    {
        var (clients, runs) = (options.Number("clients", 1000), options.Number("runs", 3));
        Console.WriteLine($"{clients} idle clients, bytes of heap and of working set for each, over {runs} runs:");
        var kinds = options.Text("transport") is { } one ? [Enum.Parse<TransportKind>(one)] : Enum.GetValues<TransportKind>();
        foreach (var kind in kinds)
        {
            var found = new List<(long Heap, long WorkingSet)>();
            for (var run = 0; run < runs; run++)
            {
                found.Add(await MeasureAsync(kind, clients));
            }

            Console.WriteLine(
                $"{kind,-10} heap {string.Join(", ", found.Select(each => $"{each.Heap,7:N0}"))}; "
                + $"working set {string.Join(", ", found.Select(each => $"{each.WorkingSet,7:N0}"))}");
        }

        return 0;
    }

    private static async Task<(long Heap, long WorkingSet)> MeasureAsync(TransportKind kind, int clients)
    {
        await using var server = await MeasuredServer.StartAsync(QuietGame.Kind);
        // What is made once for all is there before the clients come.
        await using (var first = await Crowd.GatherAsync(server.Address, kind, QuietGame.Kind, WarmUp, plays: false))
        {
            await Until.HoldsAsync("the first clients hear", first.AllHearAsync);
            await first.LeaveAsync();
        }

        var before = await SettledAsync(server);
        await using var crowd = await Crowd.GatherAsync(server.Address, kind, QuietGame.Kind, clients, plays: false);
        await Until.HoldsAsync("all clients hear", crowd.AllHearAsync);
        var with = await SettledAsync(server);
        await crowd.ThrowIfLostAsync();
        return ((with.Heap - before.Heap) / clients, (with.WorkingSet - before.WorkingSet) / clients);
    }

    /// <summary>
    /// Measures until the heap has been the same, within 3 %, for six seconds, and takes the mean of that time: requests come and go all
    /// the while.
    /// </summary>
    private static async Task<(long Heap, long WorkingSet)> SettledAsync(MeasuredServer server)
    {
        var heaps = new List<long>();
        await Until.HoldsAsync("the server's heap does not change any more", async () =>
        {
            heaps.Add(await server.HeapAsync());
            var last = heaps.TakeLast(Measurements).ToArray();
            return last.Length == Measurements && last.Max() - last.Min() <= last.Max() * Tolerance;
        });
        return ((long)heaps.TakeLast(Measurements).Average(), server.WorkingSet);
    }
}
