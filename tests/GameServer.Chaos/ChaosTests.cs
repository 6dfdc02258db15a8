using System.Diagnostics;
using Xunit.Abstractions;

namespace GameServer.Chaos;

/// <summary>
/// Rooms live through what befalls the nodes they are on. Their players keep their seats; what they were told stays told, once and in
/// order; what was confirmed to them has happened. With <c>CHAOS=long</c> in the environment each fault comes several times, and the
/// table is worth keeping.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Rounds = 3;
    private const int Seeds = 20;
    private const int StepsOfSeed = 2;

    private readonly FaultTable table = new();

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
    public async Task Rooms_outlive_random_schedules()
    {
        SkipUnlessLong();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            output.WriteLine($"seed {seed}");
            var chance = new Random(seed);
            await RunAsync([.. Enumerable.Range(0, StepsOfSeed).Select(_ => Fault.Any(chance))]);
        }

        Print();
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

    private static void SkipUnlessLong() =>
        Skip.If(Environment.GetEnvironmentVariable("CHAOS") != "long", "Takes minutes: set CHAOS=long.");

    private async Task RunAsync(IReadOnlyList<Fault> faults, int roomCount = 1, INetwork? network = null)
    {
        await using var run = await ChaosRun.BeginAsync(roomCount, network);
        foreach (var fault in faults)
        {
            var since = Stopwatch.GetTimestamp();
            output.WriteLine($"{fault.Name} …");
            var outcome = await run.SufferAsync(fault);
            output.WriteLine($"… took {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s");
            table.Add(fault.Name, outcome);
            Assert.True(
                outcome.Losses is { Events: 0, Repeated: 0, Commands: 0 }, $"{fault.Name}: {outcome.Losses}");
        }
    }

    private void Print()
    {
        foreach (var line in table.Lines())
        {
            output.WriteLine(line);
        }
    }
}
