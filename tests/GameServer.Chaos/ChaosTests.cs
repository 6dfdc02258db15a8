using System.Diagnostics;
using GameServer.Cluster.Tests.Contract;
using Xunit.Abstractions;

namespace GameServer.Chaos;

/// <summary>
/// Rooms live through what befalls the nodes they are on. Their players keep their seats; what they were told stays told, once and in
/// order; what was confirmed to them has happened. With <c>CHAOS=long</c> in the environment each fault comes several times, and the
/// table is worth keeping.
/// </summary>
[Collection(nameof(Alone))]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Rounds = 3;
    private const int Seeds = 20;
    private const int StepsOfSeed = 2;

    // Each seed is a test of its own, so that one that fails ends no other; the last prints the line of all.
    private static readonly FaultTable seeds = new();

    private readonly FaultTable table = new();
    private readonly List<string> tooLong = [];

    public static TheoryData<int> AllSeeds => [.. Enumerable.Range(1, Seeds)];

    private static bool IsLong => Environment.GetEnvironmentVariable("CHAOS") == "long";

    [Fact]
    public async Task Rooms_outlive_their_nodes()
    {
        await RunAsync([Fault.StopOf(0), Fault.KillAndStart, Fault.Hang, Fault.Freeze, Fault.Throw], roomCount: 2);
        Print();
    }

    [SkippableFact]
    public async Task Rooms_outlive_every_fault_again_and_again()
    {
        SkipUnlessLong();
        for (var i = 0; i < Rounds; i++)
        {
            await RunAsync(Fault.All);
        }

        Print();
    }

    [SkippableFact]
    public async Task Rooms_outlive_their_nodes_behind_nginx()
    {
        Nginx.Require();
        await RunAsync([Fault.Stop, Fault.Kill], throughNginx: true);
        Print();
    }

    [SkippableFact]
    public async Task Rooms_outlive_every_fault_behind_nginx()
    {
        SkipUnlessLong();
        Nginx.Require();
        for (var i = 0; i < Rounds; i++)
        {
            // A cluster for each: nobody goes back to a node that was gone, so none of its players would be there for the next.
            foreach (var fault in Fault.BehindNginx)
            {
                await RunAsync([fault], roomCount: 2, throughNginx: true);
            }
        }

        Print();
    }

    [SkippableTheory]
    [MemberData(nameof(AllSeeds))]
    public async Task Rooms_outlive_a_random_schedule(int seed)
    {
        SkipUnlessLong();
        var chance = new Random(seed);
        await RunAsync([.. Enumerable.Range(0, StepsOfSeed).Select(_ => Fault.Any(chance))], into: seeds);
        Print(seeds);
    }

    [SkippableFact]
    public async Task Nobody_notices_much_of_a_rolling_restart()
    {
        SkipUnlessLong();
        await RunAsync([Fault.StopOf(0), Fault.StopOf(1), Fault.StopOf(2)], roomCount: 8);
        Print();
    }

    [SkippableFact]
    public async Task Rooms_move_to_a_node_that_joins()
    {
        SkipUnlessLong();
        await RunAsync([Fault.Join], roomCount: 12);
        Print();
    }

    [SkippableFact]
    public async Task Players_of_a_node_that_is_cut_off_are_told_so_and_the_room_lives_once()
    {
        SkipUnlessLong();
        for (var i = 0; i < Rounds; i++)
        {
            using var network = Namespaces.Require(3);
            await RunAsync([network.CutOff], network: network);
        }

        Print();
    }

    internal static void SkipUnlessLong() =>
        Skip.IfNot(IsLong, "Takes minutes: set CHAOS=long.");

    private async Task RunAsync(IReadOnlyList<Fault> faults, int roomCount = 1, INetwork? network = null, FaultTable? into = null, bool throughNginx = false)
    {
        await using var run = await ChaosRun.BeginAsync(roomCount, network, throughNginx);
        foreach (var fault in faults)
        {
            var since = Stopwatch.GetTimestamp();
            output.WriteLine($"{fault.Name} …");
            var outcome = await run.SufferAsync(fault);
            output.WriteLine($"… took {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s");
            (into ?? table).Add(throughNginx ? $"{fault.Name}, through nginx" : fault.Name, outcome);
            Assert.True(
                outcome.Losses.Broken == Verdict.Kept && outcome.Losses.Simulation <= fault.Simulation, $"{fault.Name}: {outcome.Losses}");
            Judge(fault, outcome);
        }

        // Where chance decides, the node that went on with a room, and counted it, may be the next to end.
        if (into is null && faults.Any(fault => fault.Crashes > 0))
        {
            Assert.True(await run.MetricAsync("gameserver_rooms_recovered_total") > 0, "No room that went on shows in the metrics.");
            Assert.True(await run.MetricAsync("gameserver_replication_lag_milliseconds_count") > 0, "No lag shows in the metrics.");
        }
    }

    /// <summary>
    /// How long it took is for the table: on a machine that other things run on, only what nothing but a fault explains fails a test. The
    /// long run holds the targets, for as much as the machine let the nodes run.
    /// </summary>
    private void Judge(Fault fault, FaultOutcome outcome)
    {
        Judge("elsewhere", outcome.Elsewhere, IsLong && fault.Target is { } target ? target : fault.Most);
        Judge("there", outcome.There, fault.Most);

        void Judge(string where, IReadOnlyList<TimeSpan> pauses, TimeSpan most) => tooLong.AddRange(
            from pause in pauses
            where pause > most + outcome.Stalled
            select $"{fault.Name}: {pause} for a player {where}; {most} are allowed, and the machine stalled for {outcome.Stalled}");
    }

    private void Print(FaultTable? of = null)
    {
        foreach (var line in (of ?? table).Lines())
        {
            output.WriteLine(line);
        }

        Assert.Empty(tooLong);
    }
}
