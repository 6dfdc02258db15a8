using System.Globalization;
using System.Text;
using GameServer.FaultProxy;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace GameServer.EndToEnd.BadNetwork;

/// <summary>Flies the arena in real browsers over bad networks, and counts what a player would notice.</summary>
[Collection(nameof(CountingFrames))]
public sealed class BadNetworkTests(Browser browser, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Seed = 4711;
    private const int MostMore = 12;

    // Each way takes half of the round trip, give or take these.
    private static readonly TimeSpan jitter = TimeSpan.FromMilliseconds(30);

    private static readonly TimeSpan least = TimeSpan.FromSeconds(20);

    private static readonly Network[] inFull =
    [
        new("150 ± 30", 150, 75),
        new("50 ± 30", 50, 25),
        new("300 ± 30", 300, 25),
        new("150 ± 30, stalls", 150, 25, StallEvery: 8),
    ];

    private static readonly Network[] inShort = [.. inFull.Select(each => each with { Seconds = each.Seconds * 2 / 5 })];

    // A room of its own in its first round: a podium in the middle would be three minutes away.
    private readonly ServerProcess server = new();

    private sealed record Network(string Name, int RoundTrip, int Seconds, int StallEvery = 0)
    {
        internal LinkFaults EachWay => LinkFaults.HalfOf(TimeSpan.FromMilliseconds(RoundTrip), jitter) with
        {
            StallEvery = TimeSpan.FromSeconds(StallEvery),
            Stall = TimeSpan.FromMilliseconds(500),
        };
    }

    [SkippableFact]
    public async Task The_own_ship_obeys_in_the_next_frame_and_stays_where_it_was_shown()
    {
        var (networks, seen) = await FlyAllAsync(Measuring.IsLong ? inFull : inShort);
        // What comes once in half a minute is no rate yet: all is flown in full before it counts as one.
        if (!Measuring.IsLong && !TellsOfFew(networks, seen))
        {
            var (more, seenMore) = await FlyAllAsync(inFull);
            (networks, seen) = ([.. networks, .. more], [.. seen, .. seenMore]);
        }

        var clean = Clean(networks, seen);
        Skip.If(
            clean < TimeSpan.FromMinutes(1) && !TellsOfFew(networks, seen),
            $"The machine let the flights run for {clean.TotalSeconds:0} s without a stall: too little to tell of a rate.");
        Assert.True(
            TellsOfFew(networks, seen),
            $"More than one large correction a minute in {clean.TotalSeconds:0} s: {string.Join(", ", (object[])Unexplained(networks, seen))}");
    }

    private async Task<(Network[] Networks, NetworkSeen[] Seen)> FlyAllAsync(Network[] networks)
    {
        // Two browsers at a time: the long flight beside the short ones.
        var longest = FlyAsync(networks[0], 0);
        var shorter = FlyInTurnAsync(networks, from: 1);
        NetworkSeen[] seen = [await longest, .. await shorter];
        output.WriteLine(Table(networks, seen));

        Assert.All(seen, each => Assert.Equal((1, 1), (each.TurnFrames, each.ShotFrames)));
        Assert.True(seen.Sum(each => each.Turns) >= 10, "Too few turns were looked for to tell anything.");
        return (networks, seen);
    }

    /// <summary>Whether it is certain enough that there is less than one large correction a minute.</summary>
    private static bool TellsOfFew(Network[] networks, NetworkSeen[] seen)
    {
        var clean = Clean(networks, seen);
        return clean >= least && Unexplained(networks, seen).Length < clean.TotalMinutes;
    }

    private static TimeSpan Clean(Network[] networks, NetworkSeen[] seen) =>
        TimeSpan.FromMilliseconds(Steady(networks, seen).Sum(each => each.CleanMs));

    private static LargeCorrection[] Unexplained(Network[] networks, NetworkSeen[] seen) =>
        [.. Steady(networks, seen).SelectMany(Unexplained)];

    /// <summary>On a way that stalls corrections are to be expected; the others are one flight for this.</summary>
    private static IEnumerable<NetworkSeen> Steady(Network[] networks, NetworkSeen[] seen) =>
        seen.Where((_, i) => networks[i].StallEvery == 0);

    /// <summary>
    /// Those that the netcode has to answer for: not after the page stood still, or no state came for longer than the proxy held any
    /// back, both of which only a starved machine makes.
    /// </summary>
    private static LargeCorrection[] Unexplained(NetworkSeen seen) =>
        [.. seen.Large.Where(large => large is { StalledFor: 0, Silence: 0 })];

    private async Task<NetworkSeen[]> FlyInTurnAsync(Network[] networks, int from)
    {
        var seen = new List<NetworkSeen>();
        for (var i = from; i < networks.Length; i++)
        {
            seen.Add(await FlyAsync(networks[i], i));
        }

        return [.. seen];
    }

    private async Task<NetworkSeen> FlyAsync(Network network, int number)
    {
        await using var proxy = TcpFaultProxy.Start(server.Address, Seed + number, network.EachWay, network.EachWay);
        await using var window = await browser.OpenAsync(new BrowserNewContextOptions
        {
            // A software renderer on a busy machine draws a small picture in time.
            ViewportSize = new ViewportSize { Width = 320, Height = 200 },
        });
        var arena = await ArenaPage.OpenAsync(window, proxy.Address, "?draw=light");
        await arena.PlayAsync($"Ace {number}");
        await arena.WaitAsync("the way to the room is measured", now => now is { Rtt: not null, Own.Alive: true });
        await NetworkSeen.BeginAsync(arena.Page);
        var pilot = new SeededPilot(arena.Page, Seed + number);
        await pilot.FlyAsync(TimeSpan.FromSeconds(network.Seconds));
        var seen = await NetworkSeen.ReadAsync(arena.Page);
        for (var more = 0; more < MostMore && (seen.Turns == 0 || seen.Shots == 0); more++)
        {
            // By chance no key fell into a moment in which its effect could be told from others.
            await pilot.FlyAsync(TimeSpan.FromSeconds(5));
            seen = await NetworkSeen.ReadAsync(arena.Page);
        }

        Assert.Empty(arena.Complaints);
        // The page opens it last.
        var socket = proxy.Connections[^1];
        return seen with
        {
            Machine = (
                socket.LongestSilenceOfServer.TotalMilliseconds,
                socket.LatestBy.TotalMilliseconds),
        };
    }

    private static string Table(Network[] networks, NetworkSeen[] seen)
    {
        var text = new StringBuilder();
        text.AppendLine("round trip, ms     measured   s  clean  frames/s  > 22 units  starved  sizes            largest  corr./min  pops/min  empty   pops/min, empty of it when clean  turns shown  shots shown  lead  margin  delay      missed  stalls (longest)  silence: page, server; proxy late by");
        foreach (var (network, each) in networks.Zip(seen))
        {
            text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"{network.Name,-17}  {each.Rtt,8:0}  {each.Seconds,2:0}  {each.CleanMs / 1000,5:0}  {each.Frames / each.Seconds,8:0}  {Unexplained(each).Length,10}  {each.Large.Count - Unexplained(each).Length,7}  {string.Join(' ', each.Large.Select(large => large.Size.ToString("0", CultureInfo.InvariantCulture))),-15}  {each.LargestCorrection,7:0.0}  {each.Corrections * 60 / each.Seconds,9:0.0}  {each.Pops * 60 / each.Seconds,8:0.0}  {100.0 * each.EmptyFrames / each.Frames,5:0.00}%  {each.CleanPops * 60_000 / each.CleanMs,16:0.0} {100.0 * each.CleanEmptyFrames / each.CleanFrames,15:0.00}%  {each.Turns,4} in {each.TurnFrames,2}    {each.Shots,4} in {each.ShotFrames,2}    {Last(each.Leads),4:0.0}  {Last(each.Margins),6:0.0}  {First(each.Delays),4:0.0}>{Last(each.Delays),4:0.0}  {each.MissedTicks,6}  {each.Stalls,6} ({each.LongestStall,4:0} ms)  {each.LongestSilence,5:0}, {each.Machine.Server,4:0}; {each.Machine.Proxy,4:0}"));
        }

        return text.ToString();

        static double First(IReadOnlyList<double> values) => values.Count > 0 ? values[0] : double.NaN;
        static double Last(IReadOnlyList<double> values) => values.Count > 0 ? values[^1] : double.NaN;
    }

    Task IAsyncLifetime.InitializeAsync() => server.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => ((IAsyncLifetime)server).DisposeAsync();
}
