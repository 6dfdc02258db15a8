using System.Globalization;
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

    /// <summary>One life of so many has each of the two hardships.</summary>
    private const int HardEvery = 4;

    /// <summary>Names the one schedule that is to run.</summary>
    private const string SeedVariable = "GAMESERVER_CONTRACT_SEED";

    private const int LittleForAClient = 32 * 1024;

    private static readonly GameSettings settings = CounterGame.Defaults with { Grace = TimeSpan.FromMinutes(5) };
    private static readonly GameSettings forgetful = settings with { EventLogEvents = 16 };
    private static readonly NodeLimits patient = new() { Rooms = Schedules };

    [Fact]
    public async Task Nothing_is_lost_or_repeated_whatever_the_network_does_and_whenever_the_transport_changes()
    {
        var records = new RoomRecords();
        await using var server = await CounterServer.StartAsync(records, settings, patient);
        await using var brisk = await CounterServer.StartAsync(
            records, settings, patient with { Silence = TimeSpan.FromSeconds(4) });
        await using var scarce = await CounterServer.StartAsync(
            records, forgetful, patient with { OutboxBytes = LittleForAClient }, ("Limits:OutboxBytes", $"{LittleForAClient}"));
        var only = Environment.GetEnvironmentVariable(SeedVariable);
        var lives = (only is null ? Enumerable.Range(1, Schedules) : [int.Parse(only, CultureInfo.InvariantCulture)])
            .Select(seed => (Seed: seed, Life: (seed % HardEvery) switch
            {
                0 => new Life(brisk, records, settings, seed, Hardship.Silence),
                2 => new Life(scarce, records, forgetful, seed, Hardship.Scarcity),
                _ => new Life(server, records, settings, seed, Hardship.None),
            })).ToArray();
        await Parallel.ForEachAsync(lives, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (each, _) =>
        {
            await using var life = each.Life;
            try
            {
                await life.LiveAsync();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"With {SeedVariable}={each.Seed}, which runs it alone: {failure.Message}", failure);
            }
        });

        output.WriteLine(Table([.. lives.Select(each => each.Life)]));
        Assert.All([server, brisk, scarce], each => Assert.Empty(each.Logs.Errors));
        // A room tells answers again after a resync; a relay that follows its room anew, when this machine stood still, does not.
        Assert.Empty(lives
            .Where(each => each.Life.Ann is { Log.Gaps: 0, Repeats: > 0 })
            .Select(each => $"{SeedVariable}={each.Seed}: {each.Life.Ann.Repeats} in room {each.Life.Ann.RoomId}"));
        if (only is null)
        {
            AssertAllHappened([.. lives.Select(each => each.Life)]);
        }
    }

    private static void AssertAllHappened(Life[] lives)
    {
        Assert.True(lives.Sum(life => life.Silences) > Schedules / HardEvery / 2);
        Assert.True(lives.Sum(life => life.Absences) > Schedules / HardEvery / 2);
        Assert.True(lives.Sum(life => life.Stalls) > 1);
        Assert.All(Enum.GetValues<Transport>(), kind => Assert.Contains(lives, life => life.Switches[(int)kind] > 0));
        Assert.All(
            typeof(HttpFault).GetNestedTypes(), kind => Assert.Contains(lives, life => life.Faults.ContainsKey(kind.Name)));
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
            .AppendLine($"{"away for long",-20} {lives.Sum(life => life.Absences),8}   longer than the room keeps events")
            .AppendLine($"{"cut off",-20} {lives.Sum(life => life.Stalls),8}   for reading nothing")
            .AppendLine($"{"resyncs",-20} {lives.Sum(life => life.Ann.Log.Gaps),8}   which said what was lost, and nothing else was")
            .AppendLine($"{"events",-20} {lives.Sum(life => life.Ann.Log.Events.Count),8}   0 lost, 0 repeated, 0 out of order")
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
