using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace GameServer.Chaos;

/// <summary>The nodes of one cluster on this machine, of which each may be started, stopped and started again at its address.</summary>
internal sealed partial class Nodes : IAsyncDisposable
{
    internal const string SigningKey = "dGVzdHMgYXJlIHNpZ25lZCB3aXRoIHRoaXMga2V5IHRoYXQgaXMgbG9uZyBlbm91Z2g=";

    private static readonly TimeSpan patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo webRoot = Directory.CreateTempSubdirectory("web-root");
    private readonly int[] webPorts;
    private readonly int[] clusterPorts;
    private readonly NodeProcess?[] processes;

    internal Nodes(int count)
    {
        var ports = FreePorts(2 * count);
        webPorts = ports[..count];
        clusterPorts = ports[count..];
        processes = new NodeProcess?[count];
        File.WriteAllText(Path.Combine(webRoot.CreateSubdirectory("arena").FullName, "index.html"), "<!doctype html><title>Arena</title>");
    }

    internal NodeProcess this[int node] => processes[node] ?? throw new InvalidOperationException($"Node {node} was not started.");

    /// <summary>Where the clients of a node connect to.</summary>
    internal Uri AddressOf(int node) => new($"http://127.0.0.1:{webPorts[node]}");

    /// <summary>The node that a room is on, as the log of the one says on which it began last; null if that one has ended.</summary>
    internal int? HomeOf(string roomId)
    {
        var epochs = Enumerable.Range(0, processes.Length)
            .Where(node => processes[node] is { HasExited: false })
            .Select(node => (Node: node, Epoch: EpochOf(this[node].Output, roomId)))
            .Where(known => known.Epoch > 0)
            .OrderByDescending(known => known.Epoch)
            .ToArray();
        return epochs.Length > 0 ? epochs[0].Node : null;
    }

    /// <summary>Starts a node, which knows the first three as seeds.</summary>
    internal async Task StartAsync(int node, params string[] settings)
    {
        if (processes[node] is { } before)
        {
            await before.DisposeAsync();
        }

        processes[node] = NodeProcess.Start(
            webPorts[node],
            [
                $"Server:WebRoot={webRoot.FullName}",
                $"Auth:SigningKey={SigningKey}",
                $"Cluster:Port={clusterPorts[node]}",
                $"Cluster:Seeds={string.Join(';', clusterPorts.Take(3).Select(port => $"127.0.0.1:{port}"))}",
                "Logging:LogLevel:GameServer=Information",
                .. settings,
            ]);
    }

    /// <summary>Waits until every one of these nodes is ready and all of them see each other, and nobody else, in one cluster.</summary>
    internal async Task AreOneClusterAsync(params int[] members)
    {
        var expected = members.Select(member => $"127.0.0.1:{clusterPorts[member]}").Order(StringComparer.Ordinal).ToArray();
        await UntilAsync(
            async () =>
            {
                foreach (var member in members)
                {
                    Assert.False(this[member].HasExited, $"Node {member} has ended:\n{this[member].Output}");
                    if (!SeenBy(member).SequenceEqual(expected) || await this[member].GetAsync("/readyz") is not (HttpStatusCode.OK, "ready"))
                    {
                        return false;
                    }
                }

                return true;
            },
            $"nodes {string.Join(", ", members)} to be one cluster");
    }

    internal async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                var said = processes.Select((process, node) => $"--- node {node}:\n{process?.Output}");
                throw new TimeoutException($"Waited {patience.TotalMinutes} min in vain for {what}.\n{string.Join('\n', said)}");
            }

            await again.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes.OfType<NodeProcess>())
        {
            await process.DisposeAsync();
        }

        webRoot.Delete(recursive: true);
    }

    /// <summary>The cluster's nodes as a node has last said in its log.</summary>
    private string[] SeenBy(int node) => MembersLine().Matches(this[node].Output) is { Count: > 0 } lines
        ? [.. lines[^1].Groups[1].Value.Split(", ").Order(StringComparer.Ordinal)]
        : [];

    private static int EpochOf(string output, string roomId)
    {
        if (Regex.Matches(output, $"Room {roomId} goes on .*, as epoch ([0-9]+)") is { Count: > 0 } goesOn)
        {
            return int.Parse(goesOn[^1].Groups[1].Value, CultureInfo.InvariantCulture);
        }

        return output.Contains($"Room {roomId} of game", StringComparison.Ordinal) ? 1 : 0;
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

    [GeneratedRegex("The cluster has [0-9]+ nodes: (.*)")]
    private static partial Regex MembersLine();
}
