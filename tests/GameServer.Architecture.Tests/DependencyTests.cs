using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using Games.Arena;
using Games.Chat;
using Games.Goofspiel;
using Games.Leaderboard;
using Games.Messenger;
using Games.Pilot;
using Games.Ticker;
using GameServer.Client;
using GameServer.Cluster;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace GameServer.Architecture.Tests;

/// <summary>Dependencies point one way; see docs/architecture.md.</summary>
public sealed class DependencyTests
{
    private static readonly System.Reflection.Assembly[] games =
    [
        typeof(ArenaGame).Assembly,
        typeof(BoardGame).Assembly,
        typeof(ChatGame).Assembly,
        typeof(GoofspielGame).Assembly,
        typeof(PilotGame).Assembly,
        typeof(TalkGame).Assembly,
        typeof(TickerGame).Assembly,
    ];

    private static readonly System.Reflection.Assembly[] assemblies =
    [
        .. games,
        typeof(Payload).Assembly,
        typeof(Game).Assembly,
        typeof(GameServerActors).Assembly,
        typeof(GameClient).Assembly,
        typeof(GameTestKit).Assembly,
        typeof(Program).Assembly,
    ];

    private static readonly ArchUnitNET.Domain.Architecture code =
        new ArchLoader().LoadAssemblies(assemblies).Build();

    /// <summary>What each project may reference, beside the runtime and <paramref name="packages"/>.</summary>
    [Theory]
    [InlineData("GameServer.Protocol", "", "MessagePack")]
    [InlineData("GameServer.Rooms", "GameServer.Protocol", "MessagePack System.IO.Hashing")]
    [InlineData("Games.Arena", "GameServer.Protocol GameServer.Rooms", "")]
    [InlineData("Games.Chat", "GameServer.Protocol GameServer.Rooms", "")]
    [InlineData("Games.Goofspiel", "GameServer.Protocol GameServer.Rooms", "")]
    [InlineData("Games.Leaderboard", "GameServer.Protocol GameServer.Rooms", "")]
    [InlineData("Games.Messenger", "GameServer.Protocol GameServer.Rooms", "")]
    [InlineData("Games.Pilot", "GameServer.Protocol GameServer.Rooms", "")]
    [InlineData("Games.Ticker", "GameServer.Protocol GameServer.Rooms", "")]
    [InlineData("GameServer.Client", "GameServer.Protocol", "MessagePack")]
    [InlineData("GameServer.Cluster", "GameServer.Protocol GameServer.Rooms", "Akka Microsoft.Extensions MessagePack System.IO.Hashing")]
    [InlineData("GameServer.TestKit", "GameServer.Protocol GameServer.Rooms GameServer.Cluster", "Akka Microsoft.Extensions MessagePack xunit")]
    public void A_project_references_only_what_it_may(string project, string ours, string packages)
    {
        var assembly = assemblies.Single(candidate => candidate.GetName().Name == project);
        string[] allowed = [.. ours.Split(' '), .. packages.Split(' ')];
        var foreign = assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !IsRuntime(name) && !allowed.Any(prefix => prefix.Length > 0 && IsOf(name, prefix)));
        Assert.Empty(foreign);
    }

    [Fact]
    public void Only_the_host_knows_the_games() => Assert.All(games, game =>
        Types().That().DoNotResideInAssembly(typeof(Program).Assembly)
            .And().DoNotResideInAssembly(game)
            .Should().NotDependOnAny(Types().That().ResideInAssembly(game))
            .Check(code));

    [Fact]
    public void Classes_that_are_made_for_nobody_to_derive_from_are_sealed()
    {
        var open = code.Classes
            .Where(type => type is { IsSealed: not true, IsAbstract: not true } && !type.IsCompilerGenerated)
            .Select(type => type.FullName)
            .Where(name => name != "Program");
        Assert.Empty(open);
    }

    private static bool IsRuntime(string name) =>
        name is "System.Private.CoreLib" or "netstandard" or "mscorlib"
        || (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.IO.Hashing");

    private static bool IsOf(string name, string prefix) =>
        name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal);
}
