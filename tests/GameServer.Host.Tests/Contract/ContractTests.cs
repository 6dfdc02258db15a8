using System.Text;
using GameServer.Cluster;
using GameServer.Cluster.Tests;
using GameServer.FaultProxy;
using GameServer.Rooms;
using Xunit.Abstractions;

namespace GameServer.Host.Tests.Contract;

/// <summary>
/// The contract over real sockets, behind a proxy that loses, cuts, repeats, delays, swaps and blocks: events in order and once,
/// commands applied and answered once, inputs applied once, state never back. A failure names its seed.
/// </summary>
[Collection(QuietTests.Name)]
public sealed class ContractTests(ITestOutputHelper output)
{
    private const int Schedules = 200;
    private const int AtOnce = 20;

    /// <summary>One life of so many is on a server that soon takes a silent client for lost, and is silent for longer at times.</summary>
    private const int SilentEvery = 4;

    private static readonly GameSettings settings = CounterGame.Defaults with { Grace = TimeSpan.FromMinutes(5) };
    private static readonly NodeLimits patient = new() { Rooms = Schedules };

    [Fact]
    public async Task Nothing_is_lost_or_repeated_whatever_the_network_does_and_whenever_the_transport_changes()
    {
        var records = new RoomRecords();
        await using var server = await CounterServer.StartAsync(records, settings, patient);
        await using var brisk = await CounterServer.StartAsync(
            records, settings, patient with { Silence = TimeSpan.FromSeconds(4) });
        var lives = Enumerable.Range(1, Schedules).Select(seed => (Seed: seed, Life: seed % SilentEvery == 0
            ? new Life(brisk, records, seed, isSilentAtTimes: true)
            : new Life(server, records, seed, isSilentAtTimes: false))).ToArray();
        await Parallel.ForEachAsync(lives, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (each, _) =>
        {
            await using var life = each.Life;
            try
            {
                await life.LiveAsync();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"With seed {each.Seed}: {failure.Message}", failure);
            }
        });

        output.WriteLine(Table([.. lives.Select(each => each.Life)]));
        Assert.Empty(server.Logs.Errors);
        Assert.Empty(brisk.Logs.Errors);
        Assert.True(lives.Sum(each => each.Life.Silences) > Schedules / SilentEvery / 2);
        // A relay that follows its room anew, when this machine stood still, tells answers again.
        if (!server.Logs.Warnings.Concat(brisk.Logs.Warnings).Any(line => line.Contains("lost track", StringComparison.Ordinal)))
        {
            Assert.Equal(0, lives.Sum(each => each.Life.Ann.Repeats));
        }

        Assert.All(Enum.GetValues<Transport>(), kind => Assert.Contains(lives, each => each.Life.Switches[(int)kind] > 0));
        Assert.All(
            typeof(HttpFault).GetNestedTypes(), kind => Assert.Contains(lives, each => each.Life.Faults.ContainsKey(kind.Name)));
    }

    private static string Table(Life[] lives)
    {
        var text = new StringBuilder($"{lives.Length} schedules over sockets, {AtOnce} at a time\n");
        foreach (var kind in Enum.GetValues<Transport>())
        {
            text.AppendLine($"{"to " + kind,-20} {lives.Sum(life => life.Switches[(int)kind]),8}");
        }

        foreach (var fault in lives.SelectMany(life => life.Faults).GroupBy(fault => fault.Key, fault => fault.Value).OrderBy(fault => fault.Key))
        {
            text.AppendLine($"{fault.Key,-20} {fault.Sum(),8}");
        }

        return text
            .AppendLine($"{"taken for lost",-20} {lives.Sum(life => life.Silences),8}   for their silence")
            .AppendLine($"{"events",-20} {lives.Sum(life => life.Ann.Events.Count),8}   0 lost, 0 repeated, 0 out of order")
            .AppendLine($"{"commands",-20} {lives.Sum(life => life.Ann.Commands),8}   each applied once and answered once")
            .AppendLine($"{"answers too many",-20} {lives.Sum(life => life.Ann.Repeats),8}")
            .AppendLine($"{"states",-20} {lives.Sum(life => life.Ann.States.Count),8}   none back")
            .ToString();
    }
}

/// <summary>Tests that load or measure the whole process run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QuietTests
{
    public const string Name = "quiet";
}
