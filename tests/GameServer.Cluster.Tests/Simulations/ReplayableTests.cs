using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Simulations;

public sealed class ReplayableTests : GameTestKit
{
    [Fact]
    public void Same_seed_gives_the_same_run_and_another_seed_another()
    {
        Assert.Equal(Hash(1), Hash(1));
        Assert.Equal(8, Enumerable.Range(1, 8).Select(seed => Hash((ulong)seed)).Distinct().Count());
    }

    [Fact]
    public void Broken_invariant_ends_the_run_and_names_tick_and_seed()
    {
        var simulation = Simulate(() => new CounterGame(), new SimulationOptions { Seed = 42 }).Invariant(machine =>
        {
            if (machine.Tick == 7)
            {
                throw new InvalidOperationException("Seven is unlucky.");
            }
        });
        var broken = Assert.Throws<SimulationException>(() => simulation.RunTicks(10));
        Assert.Equal("Broken at tick 7 with seed 42: Seven is unlucky.", broken.Message);
        Assert.IsType<InvalidOperationException>(broken.InnerException);
    }

    [Fact]
    public void Game_that_fails_in_a_simulation_is_reported()
    {
        var simulation = Simulate(
            () => new CounterGame(), new SimulationOptions { Seed = 5, Command = (_, tick, _) => tick == 3 ? ("fail", Payload.Nil) : null });
        var broken = Assert.Throws<SimulationException>(() => simulation.RunTicks(10));
        Assert.Contains("seed 5", broken.Message);
        Assert.Contains(LeftCodes.GameFailed, broken.Message);
    }

    [Fact]
    public void Hash_of_a_run_does_not_depend_on_how_many_players_check_it()
    {
        var all = Hash(3);
        Assert.Equal(all, Simulate(() => new CounterGame(), Lively(3) with { Verifying = 1 }).Run(TimeSpan.FromSeconds(20)).Hash());
    }

    private static SimulationOptions Lively(ulong seed) => new()
    {
        Seed = seed,
        Players = 3,
        Verifying = 3,
        Input = (_, _, chance) => chance.Next(2) == 0 ? chance.Next(-5, 6) : null,
        Command = (_, _, chance) => chance.Next(8) == 0 ? ("roll", Payload.Nil) : null,
    };

    private ulong Hash(ulong seed) => Simulate(() => new CounterGame(), Lively(seed)).Run(TimeSpan.FromSeconds(20)).Hash();

    [Fact]
    public void A_game_that_remembers_something_outside_its_tables_is_found_out()
    {
        var simulation = Simulate(() => new ForgetfulGame()).RunTicks(20);
        var broken = Assert.Throws<SimulationException>(() => simulation.CheckReplay(TimeSpan.FromSeconds(2)));
        Assert.Contains("outside its tables", broken.Message);
    }

    private sealed class ForgetfulGame : Game
    {
        private readonly Table<CounterGame.Counter> counters;
        private int ticks;

        public ForgetfulGame() => counters = Replicated<CounterGame.Counter>(CounterGame.Counter.Schema("counters"));

        public override GameSettings Settings { get; } = new() { Kind = "forgetful" };

        public override void OnCreate(RoomContext room, Payload options) => counters.Add(1);

        public override void OnTick(RoomContext room) => counters[1].Value = ++ticks;
    }
}
