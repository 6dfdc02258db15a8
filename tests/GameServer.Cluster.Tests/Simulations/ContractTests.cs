using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Simulations;

/// <summary>What the server promises, checked over many short lives with cut and stalled connections.</summary>
public sealed class ContractTests : GameTestKit
{
    private const int Seeds = 40;

    // No grace that could end: what a player did before counts for as long as the run lasts.
    private static readonly GameSettings settings = CounterGame.Defaults with { Grace = TimeSpan.FromMinutes(5) };

    [Fact]
    public void Every_command_is_applied_exactly_once_and_answered_in_order()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var sent = new Dictionary<int, List<long>>();
            var answered = new Dictionary<int, List<long>>();
            var simulation = Simulate(() => new CounterGame(settings), new SimulationOptions
            {
                Seed = (ulong)seed,
                Players = 3,
                Verifying = 3,
                CutsPerMinute = 40,
                StallsPerMinute = 20,
                Command = (player, tick, chance) => tick < 300 && player.CanCommand && chance.Next(3) == 0
                    ? ("total", Remember(sent, player.Number, chance.Next(1, 100)))
                    : null,
            });
            foreach (var player in simulation.Players)
            {
                answered[player.Number] = [];
                player.OnAnswer = answer => answered[player.Number].Add(answer.Payload.AsInteger());
            }

            simulation.RunTicks(300);
            // Everybody comes back and hears what is still due.
            simulation.RunTicks(200);
            foreach (var player in simulation.Players)
            {
                // Each answer is the sum of all commands up to that one: one that was left out or applied twice would show.
                var totals = sent[player.Number].Take(answered[player.Number].Count).Aggregate(
                    new List<long>(), (sums, n) => [.. sums, (sums.Count == 0 ? 0 : sums[^1]) + n]);
                Assert.Equal(totals, answered[player.Number]);
                Assert.True(totals.Count > 10, $"{totals.Count} answers with seed {seed}");
            }
        }
    }

    [Fact]
    public void Private_events_reach_exactly_those_they_were_for()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var told = new Dictionary<int, List<string>>();
            RoomSimulation? simulation = null;
            // Who was cut off before it heard anything has no cursor, and begins with what comes after its return.
            bool HaveAllBegun() => simulation!.Players.All(player => player.Cursor is not null);
            simulation = Simulate(() => new CounterGame(settings), new SimulationOptions
            {
                Seed = (ulong)seed,
                Players = 4,
                Verifying = 4,
                CutsPerMinute = 30,
                StallsPerMinute = 30,
                Command = (player, tick, chance) => tick < 300 && HaveAllBegun() && chance.Next(4) == 0 ? Whisper(player, tick, chance) : null,
            });
            foreach (var player in simulation.Players)
            {
                told[player.Number] = [];
                player.OnEvent = item =>
                {
                    if (item.Name == "whispered")
                    {
                        told[player.Number].Add(item.Payload.AsText(100));
                    }
                };
            }

            simulation.RunTicks(500);
            var all = told.Values.SelectMany(texts => texts).Distinct().ToArray();
            Assert.True(all.Length > 50, $"{all.Length} whispers with seed {seed}");
            foreach (var player in simulation.Players)
            {
                Assert.Equal(0, player.Resyncs);
                if (player.IsConnected && !player.IsStalled)
                {
                    Assert.Equal(all.Where(text => IsFor(text, player)).Order(), told[player.Number].Order());
                }
                else
                {
                    Assert.All(told[player.Number], text => Assert.True(IsFor(text, player), text));
                }
            }
        }
    }

    [Fact]
    public void Copies_of_the_state_are_the_rooms_state_whenever_a_reader_has_read()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var simulation = Simulate(() => new CounterGame(), new SimulationOptions
            {
                Seed = (ulong)seed,
                Players = 4,
                Verifying = 4,
                CutsPerMinute = 20,
                StallsPerMinute = 40,
                Input = (_, _, chance) => chance.Next(2) == 0 ? chance.Next(-5, 6) : null,
            });
            for (var i = 0; i < 10; i++)
            {
                simulation.RunTicks(37);
                simulation.CheckCopies();
            }
        }
    }

    private static (string, Payload)? Whisper(SimulatedPlayer player, long tick, Chance chance)
    {
        var to = chance.Next(4);
        return ("whisper", Payload.Map(("to", to), ("text", $"{player.Seat}>{to} {tick}")));
    }

    private static bool IsFor(string text, SimulatedPlayer player) => text[0] - '0' == player.Seat || text[2] - '0' == player.Seat;

    private static Payload Remember(Dictionary<int, List<long>> sent, int player, int n)
    {
        if (!sent.TryGetValue(player, out var numbers))
        {
            sent.Add(player, numbers = []);
        }

        numbers.Add(n);
        return n;
    }
}
