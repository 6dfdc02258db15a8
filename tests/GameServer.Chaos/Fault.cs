using System.Diagnostics;
using GameServer.Cluster;
using GameServer.Cluster.Replication;

namespace GameServer.Chaos;

/// <summary>Something that befalls a node.</summary>
/// <param name="Name">For the table.</param>
/// <param name="At">Which node.</param>
/// <param name="Befall">Does it, and waits until what is left of the cluster has dealt with it.</param>
internal sealed record Fault(string Name, Func<ChaosRun, int> At, Func<ChaosRun, int, Task> Befall)
{
    /// <summary>What a node has to say when it was ended because a game never returned.</summary>
    private const int StuckExitCode = 70;

    /// <summary>A node that is told to stop has this long.</summary>
    private static readonly TimeSpan exitWithin = TimeSpan.FromSeconds(15);

    /// <summary>A node that joins has its share of the rooms after that.</summary>
    private static readonly TimeSpan sharedWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan moved = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan crash = TimeSpan.FromSeconds(5);

    // Rooms are spread by hash: so many are made until one is where it is wanted.
    private const int MostRooms = 40;
    private const int LeastShare = 2;
    private const int MostRoomsForShard = 900;

    /// <summary>How often the room may be recovered from a copy by it.</summary>
    internal int Crashes { get; init; } = 1;

    /// <summary>How much of a room that was shown it may take back: nothing, if no room is recovered.</summary>
    internal TimeSpan Simulation => Crashes == 0 ? TimeSpan.Zero : StateLead.Most;

    /// <summary>
    /// How long it may stop a room for players who are connected elsewhere, on a machine that does not stall; null where that is not the
    /// server's to say.
    /// </summary>
    internal TimeSpan? Target { get; init; } = crash;

    /// <summary>A pause that is longer is no matter of a slow machine: something is broken.</summary>
    internal TimeSpan Most { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What has to be put right afterwards; the pauses of that are not its own.</summary>
    internal Func<ChaosRun, int, Task> Undo { get; init; } = static (_, _) => Task.CompletedTask;

    internal static Fault Stop { get; } = new("SIGTERM", Home, async (run, node) =>
    {
        var here = run.RoomIds.Where(room => run.Nodes.HomeOf(room) == node).ToDictionary(room => room, room => run.Nodes.HandOvers(room).Count());
        await StopAsync(run, node);
        await run.Nodes.UntilAsync(
            () => here.All(room => run.Nodes.HandOvers(room.Key).Count() > room.Value && run.Nodes.HomeOf(room.Key) is not null),
            "each room of the node to be handed over");
    })
    {
        Crashes = 0,
        Target = moved,
    };

    internal static Fault Kill { get; } = new("kill -9", Home, async (run, node) =>
    {
        await run.Nodes[node].KillAsync();
        await run.HasLeftAsync(node);
    });

    internal static Fault KillAndStart { get; } = new("kill -9, and back at its address at once", Home, async (run, node) =>
    {
        var epoch = run.Nodes.Resumptions(run.RoomId).Count();
        await run.Nodes[node].KillAsync();
        await run.StartAsync(node);
        await run.Nodes.UntilAsync(() => run.Nodes.Resumptions(run.RoomId).Count() > epoch, "the room to go on");
    });

    internal static Fault Storm { get; } = new("killed and started again, three times in a row", Home, async (run, node) =>
    {
        for (var i = 0; i < 3; i++)
        {
            await run.Nodes[node].KillAsync();
            await run.StartAsync(node);
            await run.Nodes.UntilAsync(() => run.Nodes[node].Output.Contains("Play: ", StringComparison.Ordinal), "the node to listen");
        }

        await run.AreOneClusterAsync();
    })
    {
        Crashes = 2,
        Target = null,
    };

    internal static Fault KillStore { get; } = new("kill -9 of the replica's node", run => run.Nodes.StoreOf(run.Home), (run, node) =>
        run.Nodes[node].KillAsync())
    {
        Crashes = 0,
        Target = moved,
    };

    internal static Fault OneAfterTheOther { get; } = new("kill -9, and of its next node as soon as the first is back", Home, async (run, node) =>
    {
        await run.Nodes[node].KillAsync();
        await run.HasLeftAsync(node);
        await run.HealAsync();
        var next = run.Home;
        await run.Nodes[next].KillAsync();
        await run.HasLeftAsync(next);
    })
    {
        Crashes = 2,
    };

    /// <summary>Frozen for longer than the others have patience; when it wakes it must tell nothing, and end.</summary>
    internal static Fault Freeze { get; } = new("frozen, and thawed when it was given up", Home, async (run, node) =>
    {
        await run.Nodes[node].FreezeAsync();
        // That the room is elsewhere says nothing: it may have been moved a moment before.
        await run.Nodes.AreOneClusterAsync(ChaosRun.AllBut(node));
        await run.HasLeftAsync(node);
        await run.Nodes[node].ThawAsync();
        await run.Nodes.UntilAsync(() => run.Nodes[node].HasExited, "the node that was given up to end");
    });

    /// <summary>Frozen until all are served without it: it is out of the cluster long before its addresses stop taking connections.</summary>
    internal static Fault StayFrozen { get; } = new("frozen, and thawed when all were back", Home, async (run, node) =>
    {
        await run.Nodes[node].FreezeAsync();
        await run.HasLeftAsync(node);
        await run.PagesComeAsync();
    })
    {
        // Whom a balancer sends to the node that stands still once or twice more has waited for it as often.
        Most = TimeSpan.FromSeconds(20),
        Undo = async (run, node) =>
        {
            await run.Nodes[node].ThawAsync();
            await run.Nodes.UntilAsync(() => run.Nodes[node].HasExited, "the node that was given up to end");
        },
    };

    internal static Fault Throw { get; } = new("a game throws, in another room of the node", Home, async (run, node) =>
    {
        await using var victim = await NeighbourAsync(run, node);
        victim.Provoke("throw");
        await run.Nodes.UntilAsync(() => victim.Ending == "game_failed", "the one whose game failed to be told");
    })
    {
        Crashes = 0,
        Target = moved,
    };

    internal static Fault Hang { get; } = HangIn("a game never returns, in another room of the node", NeighbourAsync);

    /// <summary>The shard cannot be handed over, though the room could.</summary>
    internal static Fault HangBeside { get; } = HangIn("a game never returns, in another room of the shard", ShardFellowAsync) with
    {
        // The room can begin elsewhere when the process has ended, for which it waits that long.
        Target = null,
        Most = TimeSpan.FromSeconds(30),
    };

    private static Fault HangIn(string name, Func<ChaosRun, int, Task<ChaosPlayer>> victimOf) => new(name, Home, async (run, node) =>
    {
        await using var victim = await victimOf(run, node);
        victim.Provoke("hang");
        await run.HasLeftAsync(node);
        await run.Nodes.UntilAsync(() => run.Nodes[node].HasExited, "the process to end");
        Assert.Equal(StuckExitCode, run.Nodes[node].ExitCode);
        Assert.Contains($"Room {victim.RoomId} of game {OrdealGame.Kind} has not returned", run.Nodes[node].Output, StringComparison.Ordinal);

        // It is not to take the next node with it.
        await run.Nodes.UntilAsync(() => victim.Ending == "room_gone", "the one whose game never returned to be told");
        Assert.Null(run.Nodes.HomeOf(victim.RoomId));
    })
    {
        Crashes = 0,
        Target = moved,
    };

    /// <summary>A node joins, takes its share of the rooms over, and leaves again.</summary>
    internal static Fault Join { get; } = new("a node joins", _ => ChaosRun.Size, async (run, node) =>
    {
        var given = run.RoomIds.Sum(room => run.Nodes.HandOvers(room).Count());
        var (since, stalled) = (Stopwatch.GetTimestamp(), run.Stalled);
        await run.StartAsync(node);
        await run.Nodes.UntilAsync(
            () => run.RoomIds.Count(room => run.Nodes.HomeOf(room) == node) >= LeastShare, "the new node to have its share of the rooms");
        var (took, meanwhile) = (Stopwatch.GetElapsedTime(since), run.Stalled - stalled);
        Assert.True(took <= sharedWithin + meanwhile, $"The new node had its share after {took}; the machine stalled for {meanwhile}.");
        Assert.True(run.RoomIds.Sum(room => run.Nodes.HandOvers(room).Count()) - given >= LeastShare, "Rooms came to the node without being handed over.");
    })
    {
        Crashes = 0,
        Target = moved,
        Undo = StopAsync,
    };

    /// <summary>One of the deploys of a new version: each node in its turn.</summary>
    internal static Fault StopOf(int node) => Stop with { Name = "rolling restart", At = _ => node };

    /// <summary>Something at some node, after some time; not so long that the next one could be a second fault beside it.</summary>
    internal static Fault Any(Random chance)
    {
        var (node, after, kind) = (chance.Next(3), TimeSpan.FromMilliseconds(chance.Next(1500)), chance.Next(4));
        var frozen = TimeSpan.FromMilliseconds(chance.Next(100, 6000));
        return new Fault("random schedules", _ => node, async (run, at) =>
        {
            await Task.Delay(after);
            switch (kind)
            {
                case 0:
                    await run.Nodes[at].KillAsync();
                    break;
                case 1:
                    await run.Nodes[at].KillAsync();
                    await run.StartAsync(at);
                    break;
                case 2:
                    await StopAsync(run, at);
                    break;
                default:
                    await run.Nodes[at].FreezeAsync();
                    await Task.Delay(frozen);
                    await run.Nodes[at].ThawAsync();
                    break;
            }
        })
        {
            Target = null,
        };
    }

    /// <summary>Those that need nothing but processes.</summary>
    internal static IReadOnlyList<Fault> All { get; } = [Stop, Kill, KillAndStart, Storm, KillStore, OneAfterTheOther, Freeze, Throw, Hang, HangBeside];

    /// <summary>Those in which it matters who chooses the node that players come back over.</summary>
    internal static IReadOnlyList<Fault> BehindNginx { get; } = [Stop, Kill, KillAndStart, Freeze, StayFrozen];

    private static int Home(ChaosRun run) => run.Home;

    private static async Task StopAsync(ChaosRun run, int node)
    {
        var (since, stalled) = (Stopwatch.GetTimestamp(), run.Stalled);
        await run.Nodes[node].StopAsync();
        var (took, meanwhile) = (Stopwatch.GetElapsedTime(since), run.Stalled - stalled);
        Assert.True(took <= exitWithin + meanwhile, $"A node ended after {took}; the machine stalled for {meanwhile}.");
        Assert.Equal(0, run.Nodes[node].ExitCode);
    }

    /// <summary>A player in a room of its own on that node.</summary>
    private static Task<ChaosPlayer> NeighbourAsync(ChaosRun run, int node) =>
        MadeUntilAsync(run, MostRooms, roomId => run.Nodes.HomeOf(roomId) == node);

    /// <summary>A player in a room of its own that goes wherever the run's room goes.</summary>
    private static Task<ChaosPlayer> ShardFellowAsync(ChaosRun run, int node)
    {
        var shards = new RoomMessageExtractor(GameServerActors.Shards);
        var shard = shards.ShardId(run.RoomId);
        return MadeUntilAsync(run, MostRoomsForShard, roomId => shards.ShardId(roomId) == shard);
    }

    private static async Task<ChaosPlayer> MadeUntilAsync(ChaosRun run, int most, Func<string, bool> isWanted)
    {
        for (var i = 0; i < most; i++)
        {
            var player = await ChaosPlayer.JoinAsync($"neighbour {i}", run.From(run.Others[0]));
            if (isWanted(player.RoomId))
            {
                return player;
            }

            await player.DisposeAsync();
        }

        throw new InvalidOperationException($"None of {most} rooms was made where it is wanted.");
    }
}
