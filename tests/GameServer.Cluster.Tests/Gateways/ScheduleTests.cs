using System.Globalization;
using GameServer.Cluster.Tests.Contract;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;
using Xunit.Abstractions;

namespace GameServer.Cluster.Tests.Gateways;

/// <summary>
/// The contract over all transports, whatever is lost and whenever a client changes: events in order and once, commands applied
/// and answered once, inputs applied once, state never back. Each seed is one life; a failure names its seed.
/// </summary>
public sealed class ScheduleTests(ITestOutputHelper output) : GameTestKit
{
    private const int Schedules = 2000;
    private const int Steps = 120;
    private const int CalmSteps = 25;

    /// <summary>Names the one schedule that is to run.</summary>
    private const string SeedVariable = "GAMESERVER_SCHEDULE_SEED";

    private static readonly GameSettings settings = CounterGame.Defaults with { Grace = TimeSpan.FromMinutes(5) };

    [Fact]
    public void Nothing_is_lost_or_repeated_over_any_sequence_of_transports()
    {
        var (switches, losses, late, events, commands) = (0L, 0L, 0L, 0L, 0L);
        var only = Environment.GetEnvironmentVariable(SeedVariable);
        var seeds = only is null ? [.. Enumerable.Range(1, Schedules)] : new[] { int.Parse(only, CultureInfo.InvariantCulture) };
        foreach (var seed in seeds)
        {
            try
            {
                var (ann, told) = Live((ulong)seed);
                switches += ann.Switches;
                losses += ann.Losses;
                late += ann.LateJoins;
                events += told;
                commands += ann.Commands;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"With {SeedVariable}={seed}, which runs it alone: {failure.Message}", failure);
            }
        }

        output.WriteLine(
            $"{seeds.Length} schedules: {switches} switches, {losses} losses, {late} joins late; {events} events and {commands} commands, "
            + "0 lost, 0 repeated, 0 out of order.");
        if (only is null)
        {
            Assert.True(switches > Schedules && losses > Schedules && late > Schedules && events > Schedules && commands > Schedules);
        }
    }

    [Fact]
    public void A_seed_is_the_same_life_to_the_last_tick_whenever_it_is_lived()
    {
        string LogOf(ulong seed)
        {
            var log = new List<string>();
            Live(seed, log.Add);
            return string.Join('\n', log);
        }

        var log = LogOf(17);
        Assert.NotEqual(log, LogOf(18));
        Assert.Equal(log, LogOf(17));
    }

    /// <param name="seed">Decides on everything.</param>
    /// <param name="tell">Gets a line for each tick of the room and each step of ann's, if anyone wants to know.</param>
    private (RoamingPlayer Ann, int Told) Live(ulong seed, Action<string>? tell = null)
    {
        var chance = new Chance(seed);
        var record = new RoomRecord();
        var node = new SimulatedNode(
            Sys, new GameCatalog().Add(() => new CounterGame(settings)), seed, observer: new Observer(record, tell));
        try
        {
            var bob = new Client(node, "bob");
            bob.Create();
            node.Time.Step(20);
            var roomId = bob.Expect<JoinedFrame>().RoomId;
            var ann = new RoamingPlayer(node, "ann", chance);
            ann.Start(roomId);
            node.Time.Step(20);
            var said = 0L;
            for (var i = 0; i < Steps + CalmSteps; i++)
            {
                var isCalm = i >= Steps;
                ann.Step(isCalm);
                tell?.Invoke($"step {i}: {ann.Current}, {ann.Switches} switches, {ann.Losses} losses, {ann.LateJoins} late, {ann.Log.Events.Count} events, answers {string.Join(' ', ann.Log.Answered)}, {ann.Copy.Describe()}");
                if (!isCalm && chance.Next(3) == 0)
                {
                    ann.Count();
                }

                if (!isCalm && chance.Next(2) == 0)
                {
                    ann.Press();
                }

                if (!isCalm && chance.Next(3) == 0)
                {
                    Speak(bob, ++said, chance);
                }

                node.Time.Step(20);
                bob.Skim();
            }

            // Whoever reads often enough, with the time standing still, has all there is.
            for (var i = 0; i < CalmSteps; i++)
            {
                ann.Step(isCalm: true);
            }

            Judge(record, ann);
            Assert.Equal(bob.Copy.Describe(), ann.Copy.Describe());
            return (ann, record.Count);
        }
        finally
        {
            node.Stop();
        }
    }

    private static void Speak(Client bob, long n, Chance chance)
    {
        if (chance.Next(3) == 0)
        {
            // Now and then to ann alone, or to bob alone: what she must not see leaves no gap.
            bob.Command(n, "whisper", Payload.Map(("to", chance.Next(2)), ("text", $"w{n}")));
        }
        else
        {
            bob.Command(n, "say", $"s{n}");
        }

        bob.Send(new AckFrame(1, 7, n));
    }

    private static void Judge(RoomRecord record, RoamingPlayer ann)
    {
        const int Seat = 1;
        var truth = record.TruthFor(Seat);
        Assert.Equal(Verdict.Kept, ann.Log.Judge(truth));
        Assert.NotEmpty(truth.Inputs);
    }

    private sealed class Observer(RoomRecord record, Action<string>? tell) : IRoomObserver
    {
        public void Ticked(RoomMachine machine, TickResult result)
        {
            record.Add(machine.Tick, result);
            tell?.Invoke(
                $"tick: {string.Join(' ', result.Events.Select(made => $"{made.Offset} {made.Audience} {made.Name} {made.Payload}"))}, "
                + $"{string.Join(' ', result.Record?.Operations ?? [])}");
        }
    }
}
