using Akka.Actor;
using GameServer.Cluster;
using GameServer.Cluster.Rooms;
using GameServer.Host.Telemetry;

namespace GameServer.Host.Startup;

/// <summary>
/// Ends the process when a room's game never returns: nothing can abort it, and it keeps a thread for itself. Everything else on the
/// node is drained before, as on SIGTERM; the room is lost, as that of a game that throws.
/// </summary>
/// <remarks>A thread of its own, since the pool's may be those that are stuck.</remarks>
internal sealed class Watchdog : IDisposable
{
    /// <summary>The exit code of a process that was ended because a game never returned.</summary>
    internal const int ExitCode = 70;

    private static readonly TimeSpan lookEvery = TimeSpan.FromMilliseconds(250);

    // The other rooms are elsewhere after half of it. The shutdown itself would wait for the one that is stuck, phase by phase, and
    // with it every room that had the same shard: they are at home nowhere until this node is out of the cluster.
    private static readonly TimeSpan drainWithin = TimeSpan.FromSeconds(10);

    // The others need a round of gossip to put a node out that says that it is down, and seconds to find it dead.
    private static readonly TimeSpan tellWithin = TimeSpan.FromMilliseconds(500);

    private readonly RoomTurns turns;
    private readonly ActorSystem system;
    private readonly int patience;
    private readonly IHostApplicationLifetime lifetime;
    private readonly ServerLifetime server;
    private readonly ILogger<Watchdog> log;
    private readonly ManualResetEvent ended = new(false);

    public Watchdog(
        NodeServices services, ActorSystem system, LimitSettings limits, IHostApplicationLifetime lifetime, ServerLifetime server,
        ILogger<Watchdog> log)
    {
        turns = services.Turns;
        this.system = system;
        patience = (int)(TimeSpan.FromSeconds(limits.StuckSeconds) / lookEvery);
        this.lifetime = lifetime;
        this.server = server;
        this.log = log;
    }

    /// <summary>Begins to look.</summary>
    internal void Start() => new Thread(Look) { IsBackground = true, Name = "watchdog" }.Start();

    public void Dispose() => ended.Set();

    private void Look()
    {
        while (!ended.WaitOne(lookEvery))
        {
            if (turns.Look(patience) is { Count: > 0 } stuck)
            {
                End(stuck);
                return;
            }
        }
    }

    private void End(IReadOnlyList<RoomTurn> stuck)
    {
        foreach (var room in stuck)
        {
            HostLog.RoomStuck(log, room.RoomId, room.Kind, (patience * lookEvery).TotalSeconds);
            room.Abandon();
        }

        Environment.ExitCode = ExitCode;
        _ = Task.Run(lifetime.StopApplication);
        // Players are told to go, each at a moment of its own, also where there is no other room that has to leave.
        for (var left = drainWithin; left > TimeSpan.Zero && !(turns.AreOnly(stuck) && server.Drained.IsCancellationRequested); left -= lookEvery)
        {
            if (ended.WaitOne(lookEvery))
            {
                return;
            }
        }

        var cluster = Akka.Cluster.Cluster.Get(system);
        cluster.Down(cluster.SelfAddress);
        if (!ended.WaitOne(tellWithin))
        {
            Environment.Exit(ExitCode);
        }
    }
}
