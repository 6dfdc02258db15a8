using Akka.Configuration;
using GameServer.Cluster;
using GameServer.Rooms;

namespace GameServer.TestKit;

/// <summary>
/// Base class for tests of games: an actor system in virtual time. <see cref="Simulate"/> runs a room of a game with players
/// through the real actors.
/// </summary>
public abstract class GameTestKit : Akka.TestKit.Xunit2.TestKit
{
    private RoomSimulation? simulation;

    /// <summary>An actor system in virtual time.</summary>
    protected GameTestKit()
        : base(ConfigurationFactory.ParseString(SimulatedNode.Configuration))
    {
    }

    /// <summary>Starts a room with players. The simulation that this test started before ends.</summary>
    /// <param name="game">Makes an instance of the game.</param>
    /// <param name="options">Seed, players and what they do.</param>
    protected RoomSimulation Simulate(Func<Game> game, SimulationOptions? options = null)
    {
        simulation?.Node.Stop();
        simulation = new RoomSimulation(Sys, game, options ?? new SimulationOptions());
        return simulation;
    }

    /// <summary>A node with the given games, for tests that speak the protocol themselves.</summary>
    protected SimulatedNode Node(params Func<Game>[] games)
    {
        var catalog = new GameCatalog();
        foreach (var game in games)
        {
            catalog.Add(game);
        }

        return new SimulatedNode(Sys, catalog);
    }
}
