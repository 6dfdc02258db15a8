using System.Net;
using System.Net.Sockets;

namespace GameServer.Chaos;

/// <summary>The nodes of one cluster on this machine, of which each may be started, stopped and started again at its address.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    internal const string SigningKey = "dGVzdHMgYXJlIHNpZ25lZCB3aXRoIHRoaXMga2V5IHRoYXQgaXMgbG9uZyBlbm91Z2g=";

    private static readonly TimeSpan patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo webRoot = Directory.CreateTempSubdirectory("web-root");
    private readonly INetwork network;
    private readonly NodeProcess?[] processes;
    private readonly List<NodeProcess>[] ended;

    internal Nodes(int count)
        : this(count, new Loopback(count))
    {
    }

    internal Nodes(int count, INetwork network)
    {
        this.network = network;
        processes = new NodeProcess?[count];
        ended = [.. Enumerable.Range(0, count).Select(_ => new List<NodeProcess>())];
        File.WriteAllText(Path.Combine(webRoot.CreateSubdirectory("arena").FullName, "index.html"), "<!doctype html><title>Arena</title>");
    }

    internal int Count => processes.Length;

    /// <summary>What all nodes have printed, those of before too.</summary>
    internal string Said => string.Join(
        '\n', processes.Select((process, node) => $"--- node {node}:\n{string.Join("\n-\n", ended[node].Select(before => before.Output))}\n-\n{process?.Output}"));

    internal NodeProcess this[int node] => processes[node] ?? throw new InvalidOperationException($"Node {node} was not started.");

    /// <summary>What a node calls itself to players.</summary>
    internal static string NameOf(int node) => $"node-{node}";

    /// <summary>Where the clients of a node connect to.</summary>
    internal Uri AddressOf(int node) => network.WebAddress(node);

    /// <summary>The node that keeps the copies of another's rooms: the next of the ring.</summary>
    internal int StoreOf(int node)
    {
        int[] ring = [.. Enumerable.Range(0, Count).Where(Lives).OrderBy(network.ClusterAddress, StringComparer.Ordinal)];
        return ring[(Array.IndexOf(ring, node) + 1) % ring.Length];
    }

    /// <summary>The node that a room is on, as the log of the one says on which it began last; null if that one has ended.</summary>
    internal int? HomeOf(string roomId)
    {
        var (home, epoch) = ((int?)null, 0);
        for (var node = 0; node < Count; node++)
        {
            if (Lives(node) && this[node].EpochOf(roomId) > epoch)
            {
                (home, epoch) = (node, this[node].EpochOf(roomId));
            }
        }

        return home;
    }

    /// <summary>Where a room went on, on whatever node that was.</summary>
    internal IEnumerable<Resumption> Resumptions(string roomId) =>
        Runs.SelectMany(run => run.Resumptions).Where(resumption => resumption.RoomId == roomId);

    /// <summary>Where a room was handed over, on whatever node that was.</summary>
    internal IEnumerable<HandOver> HandOvers(string roomId) =>
        Runs.SelectMany(run => run.HandOvers).Where(handOver => handOver.RoomId == roomId);

    private IEnumerable<NodeProcess> Runs => ended.SelectMany(runs => runs).Concat(processes.OfType<NodeProcess>());

    /// <summary>Starts a node, which knows the first three as seeds.</summary>
    internal async Task StartAsync(int node, params string[] settings)
    {
        if (processes[node] is { } before)
        {
            await before.DisposeAsync();
            ended[node].Add(before);
        }

        string[] command = [.. network.Prefix(node), "dotnet", Path.Combine(AppContext.BaseDirectory, "GameServer.Chaos.dll")];
        var address = network.ClusterAddress(node).Split(':');
        processes[node] = NodeProcess.Start(
            command,
            network.WebAddress(node),
            [
                $"Server:WebRoot={webRoot.FullName}",
                $"Auth:SigningKey={SigningKey}",
                $"Storage:File={Path.Combine(webRoot.FullName, "rooms.db")}",
                $"Cluster:HostName={address[0]}",
                $"Cluster:Node={NameOf(node)}",
                $"Cluster:Port={address[1]}",
                $"Cluster:Seeds={string.Join(';', Enumerable.Range(0, Math.Min(3, Count)).Select(network.ClusterAddress))}",
                "Limits:NewPlayersPerMinute=1000",
                "Limits:NewPlayersBurst=1000",
                "Logging:LogLevel:GameServer=Information",
                .. settings,
            ]);
    }

    /// <summary>Waits until every one of these nodes is ready and all of them see each other, and nobody else, in one cluster.</summary>
    internal async Task AreOneClusterAsync(params int[] members)
    {
        await UntilAsync(
            () =>
            {
                Assert.All(members, member => Assert.False(this[member].HasExited, $"Node {member} has ended:\n{this[member].Output}"));
                return IsOneClusterAsync(members);
            },
            $"nodes {string.Join(", ", members)} to be one cluster");
    }

    /// <summary>What a restart policy does: whoever has ended is started again, until all of these are one cluster.</summary>
    internal Task BecomeOneClusterAsync(params int[] members) => UntilAsync(
        async () =>
        {
            foreach (var node in members.Where(node => this[node].HasExited))
            {
                await StartAsync(node);
            }

            return await IsOneClusterAsync(members);
        },
        "all to be one cluster");

    internal async Task<bool> IsOneClusterAsync(params int[] members)
    {
        var expected = members.Select(network.ClusterAddress).Order(StringComparer.Ordinal).ToArray();
        foreach (var member in members)
        {
            if (!this[member].Members.SequenceEqual(expected) || await this[member].GetAsync("/readyz") is not (HttpStatusCode.OK, "ready"))
            {
                return false;
            }
        }

        return true;
    }

    internal async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {patience.TotalMinutes} min in vain for {what}.\n{Said}");
            }

            await again.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    internal Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes.OfType<NodeProcess>())
        {
            await process.DisposeAsync();
        }

        network.Dispose();
        webRoot.Delete(recursive: true);
    }

    private bool Lives(int node) => processes[node] is { HasExited: false };
}

/// <summary>Where nodes are, and how a process is started there.</summary>
internal interface INetwork : IDisposable
{
    /// <summary>Where a node listens for players.</summary>
    Uri WebAddress(int node);

    /// <summary>Where a node listens for the others, as <c>host:port</c>.</summary>
    string ClusterAddress(int node);

    /// <summary>What comes before the command that starts it.</summary>
    IReadOnlyList<string> Prefix(int node);
}

/// <summary>All nodes at 127.0.0.1, each with ports of its own.</summary>
internal sealed class Loopback(int count) : INetwork
{
    private readonly int[] ports = FreePorts(2 * count);

    public Uri WebAddress(int node) => new($"http://127.0.0.1:{ports[node]}");

    public string ClusterAddress(int node) => $"127.0.0.1:{ports[ports.Length / 2 + node]}";

    public IReadOnlyList<string> Prefix(int node) => [];

    public void Dispose()
    {
    }

    internal static int[] FreePorts(int count)
    {
        // All are held until the last is found, so that none comes twice.
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            return
            [
                .. listeners.Select(listener =>
                {
                    listener.Start();
                    return ((IPEndPoint)listener.LocalEndpoint).Port;
                }),
            ];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
