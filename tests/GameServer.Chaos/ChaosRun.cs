using System.Diagnostics;

namespace GameServer.Chaos;

/// <summary>One cluster, and rooms with players on every node, through one fault after another with time to recover between.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    /// <summary>The nodes that there are at first.</summary>
    internal const int Size = 3;

    private const int TickRate = 30;

    // A room that is recovered for the third time within a minute is closed: that is another rule than those that are tried here.
    private static readonly TimeSpan crashWindow = TimeSpan.FromSeconds(65);
    private const int CrashesAllowed = 2;

    private readonly List<ChaosRoom> rooms = [];
    private readonly Queue<long> crashes = new();
    private readonly MachineStalls machine = new();
    private Nginx? nginx;

    private ChaosRun(Nodes nodes) => Nodes = nodes;

    internal Nodes Nodes { get; }

    /// <summary>The room that faults are aimed at.</summary>
    internal string RoomId => rooms[0].Id;

    /// <summary>All rooms.</summary>
    internal IEnumerable<string> RoomIds => rooms.Select(room => room.Id);

    /// <summary>The players of that room.</summary>
    internal IReadOnlyList<ChaosPlayer> Players => rooms[0].Players;

    /// <summary>The node that it is on.</summary>
    internal int Home => Nodes.HomeOf(RoomId) ?? throw new InvalidOperationException("The room is nowhere.");

    /// <summary>All nodes but that.</summary>
    internal int[] Others => AllBut(Home);

    /// <summary>For how long the machine has stood still since the beginning.</summary>
    internal TimeSpan Stalled => machine.Total;

    /// <summary>All nodes but one.</summary>
    internal static int[] AllBut(int node) => [.. Enumerable.Range(0, Size).Where(other => other != node)];

    /// <summary>Starts a cluster of three, with a player of each room on each of them.</summary>
    /// <param name="roomCount">How many rooms there are.</param>
    /// <param name="network">Where the nodes are.</param>
    /// <param name="throughNginx">Whether players know nginx alone, which has each of them at whatever node it likes.</param>
    internal static async Task<ChaosRun> BeginAsync(int roomCount = 1, INetwork? network = null, bool throughNginx = false)
    {
        // There is room for one more.
        var run = new ChaosRun(network is null ? new Nodes(Size + 1) : new Nodes(Size, network));
        try
        {
            await run.BeginAsync(roomCount, throughNginx);
            return run;
        }
        catch
        {
            // Processes that nobody stops would be in the way of all that is tried after this.
            await run.DisposeAsync();
            throw;
        }
    }

    private async Task BeginAsync(int roomCount, bool throughNginx)
    {
        await Task.WhenAll(Enumerable.Range(0, Size).Select(StartAsync));
        await Nodes.BecomeOneClusterAsync([.. Enumerable.Range(0, Size)]);
        nginx = throughNginx ? await Nginx.StartAsync(Nodes, Size) : null;
        for (var i = 0; i < roomCount; i++)
        {
            var players = new List<ChaosPlayer>();
            for (var node = 0; node < Size; node++)
            {
                players.Add(await ChaosPlayer.JoinAsync($"{(char)('a' + i)}{node}", From(node), players.FirstOrDefault()?.RoomId));
            }

            rooms.Add(new ChaosRoom(Nodes, players));
        }

        // What one says before another has joined is not for that one.
        Everybody.ToList().ForEach(player => player.Talk());
        await TalkAsync();
    }

    private IEnumerable<ChaosPlayer> Everybody => rooms.SelectMany(room => room.Players);

    /// <summary>What players dial: the addresses of the nodes, beginning with that one, or nginx.</summary>
    internal Uri[] From(int node) => nginx is not null ? [nginx.Address] : [.. Enumerable.Range(0, Size).Select(next => Nodes.AddressOf((node + next) % Size))];

    /// <summary>One who opens a page behind nginx gets it, also where it is the turn of a node that stands still.</summary>
    internal async Task PagesComeAsync()
    {
        using var http = new HttpClient { BaseAddress = nginx?.Address ?? throw new InvalidOperationException("Nobody chooses a node for them.") };
        // As many as there are nodes: each has its turn.
        var pages = await Task.WhenAll(Enumerable.Range(0, Size).Select(_ => http.GetAsync(new Uri("/healthz", UriKind.Relative))));
        Assert.All(pages, page => Assert.True(page.IsSuccessStatusCode, $"{page.StatusCode}"));
    }

    internal Task StartAsync(int node) => Nodes.StartAsync(node);

    internal Task AreOneClusterAsync() => Nodes.AreOneClusterAsync([.. Enumerable.Range(0, Size)]);

    /// <summary>Waits until the room is on another node than that.</summary>
    internal Task HasLeftAsync(int node) =>
        Nodes.UntilAsync(() => Nodes.HomeOf(RoomId) is { } now && now != node, $"the room to go on elsewhere than on node {node}");

    /// <summary>Lets a fault befall a node, waits until all is well again, and says what that meant to the players.</summary>
    internal async Task<FaultOutcome> SufferAsync(Fault fault)
    {
        await RestAsync(fault);
        var at = fault.At(this);
        for (var i = 0; i < fault.Crashes; i++)
        {
            crashes.Enqueue(Stopwatch.GetTimestamp());
        }

        var there = Everybody.Where(player => player.At == Nodes.NameOf(at)).ToHashSet();
        foreach (var player in Everybody)
        {
            player.TakePause();
        }

        var (stalledBefore, ticksBefore) = (Stalled, await GivenUpAsync());
        await fault.Befall(this, at);
        await TalkAsync();
        var stalled = Stalled - stalledBefore + await StallOfNodesAsync(ticksBefore);
        TimeSpan[] elsewhere = [.. Everybody.Where(player => !there.Contains(player)).Select(player => player.TakePause())];
        TimeSpan[] cutOff = [.. there.Select(player => player.TakePause())];
        await fault.Undo(this, at);
        await HealAsync();
        var losses = Losses.None;
        foreach (var room in rooms)
        {
            losses += await room.JudgeAsync();
        }

        return new FaultOutcome(elsewhere, cutOff, losses, stalled);
    }

    /// <summary>Starts again what has ended, or is going to because the others have put it out.</summary>
    internal async Task HealAsync()
    {
        await Nodes.BecomeOneClusterAsync([.. Enumerable.Range(0, Size)]);
        await TalkAsync();
    }

    /// <summary>Waits until each player has had some more answers.</summary>
    internal async Task TalkAsync()
    {
        const int Answers = 2;
        ChaosPlayer[] players = [.. Everybody];
        int[] before = [.. players.Select(player => player.Answers)];
        await Nodes.UntilAsync(
            () =>
            {
                string[] wrong = [.. players.SelectMany(player => player.Wrong)];
                Assert.True(wrong.Length == 0, $"{string.Join('\n', wrong)}\n{Nodes.Said}");
                return players.Select((player, index) => player.Answers - before[index]).All(more => more >= Answers);
            },
            "everyone to be answered");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var player in Everybody)
        {
            await player.DisposeAsync();
        }

        if (nginx is not null)
        {
            await nginx.DisposeAsync();
        }

        await Nodes.DisposeAsync();
        machine.Dispose();
    }

    /// <summary>What an instrument shows at all nodes together.</summary>
    internal async Task<double> MetricAsync(string name)
    {
        var sum = 0.0;
        for (var node = 0; node < Size; node++)
        {
            sum += await Nodes[node].MetricAsync(name);
        }

        return sum;
    }

    /// <summary>The ticks that each node that lives has given up, because it did not get to run.</summary>
    private async Task<Dictionary<NodeProcess, double>> GivenUpAsync()
    {
        var ticks = new Dictionary<NodeProcess, double>();
        for (var node = 0; node < Size; node++)
        {
            if (!Nodes[node].HasExited)
            {
                ticks[Nodes[node]] = await Nodes[node].MetricAsync("gameserver_tick_given_up_total");
            }
        }

        return ticks;
    }

    /// <summary>For how long the nodes that have lived through it could not tick.</summary>
    private async Task<TimeSpan> StallOfNodesAsync(Dictionary<NodeProcess, double> before)
    {
        var after = await GivenUpAsync();
        var most = after.Where(node => before.ContainsKey(node.Key)).Select(node => node.Value - before[node.Key]).DefaultIfEmpty().Max();
        return TimeSpan.FromSeconds(most / TickRate / rooms.Count);
    }

    private async Task RestAsync(Fault fault)
    {
        while (crashes.TryPeek(out var first) && Stopwatch.GetElapsedTime(first) >= crashWindow)
        {
            crashes.Dequeue();
        }

        while (crashes.Count + fault.Crashes > CrashesAllowed)
        {
            await Nodes.UntilAsync(() => Stopwatch.GetElapsedTime(crashes.Peek()) >= crashWindow, "the room's crashes to be forgotten");
            crashes.Dequeue();
        }
    }
}
