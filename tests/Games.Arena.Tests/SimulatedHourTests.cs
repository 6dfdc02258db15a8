using System.Diagnostics;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;
using Xunit.Abstractions;

namespace Games.Arena.Tests;

public sealed class SimulatedHourTests(ITestOutputHelper output) : GameTestKit
{
    private static readonly SimulationOptions sixteenPlayers = new()
    {
        Seed = 2026,
        Players = 16,
        CutsPerMinute = 1,
        StallsPerMinute = 1,
        Input = (_, tick, chance) => tick % 3 == 0
            ? Payload.Array(chance.Next(32), chance.Next(-1, Turn.Steps), tick - chance.Next(-2, 12))
            : null,
        Command = (_, _, chance) =>
            chance.Next(900) == 0 ? ("say", Payload.Map(("text", "good game"))) : null,
    };

    [Fact]
    public void An_hour_of_sixteen_players_keeps_the_arenas_invariants()
    {
        ArenaGame game = null!;
        var simulation = Simulate(() => game = new ArenaGame(), sixteenPlayers).Invariant(room =>
        {
            Assert.InRange(game.Ships.Count, 16, 16);
            foreach (var ship in game.Ships)
            {
                Assert.InRange(ship.Hp, 0, 100);
                Assert.InRange(ship.X, 0, 4096 * 16);
                Assert.InRange(ship.Y, 0, 4096 * 16);
                Assert.InRange(ship.Cargo, 0, Rules.Hold);
            }

            // One round and one podium after the other, with nothing between.
            var into = room.Tick % ((180 + 12) * 30);
            Assert.Equal(into >= 180 * 30, game.Round.IsPodium);
            Assert.Equal(room.Tick / ((180 + 12) * 30) + 1, game.Round.Number);
            Assert.False(game.Round.IsPodium && game.Shots.Count > 0);

            foreach (var shot in game.Shots)
            {
                Assert.InRange(room.Tick - shot.Born, 0, shot.Ttl);
            }
        });

        var simulated = Stopwatch.StartNew();
        for (var minute = 0; minute < 60; minute++)
        {
            simulation.Run(TimeSpan.FromMinutes(1));
            simulation.CheckCopies();
        }

        simulated.Stop();

        output.WriteLine(
            $"{simulation.Tick} ticks in {simulated.Elapsed.TotalSeconds:F1} s; hash {simulation.Hash():x16}; "
            + $"{simulation.Players[0].Events} events and {simulation.Players[0].Resyncs} resyncs at the first player");
        Assert.Equal(60 * 60 * 30, simulation.Tick);
        simulation.CheckReplay(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void The_same_seed_gives_the_same_minute()
    {
        var first = Simulate(() => new ArenaGame(), sixteenPlayers).Run(TimeSpan.FromMinutes(1)).Hash();
        using var again = new Repetition();
        Assert.Equal(first, again.Minute());
    }

    private sealed class Repetition : GameTestKit
    {
        public ulong Minute() => Simulate(() => new ArenaGame(), sixteenPlayers).Run(TimeSpan.FromMinutes(1)).Hash();
    }
}
