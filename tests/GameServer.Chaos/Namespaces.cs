using System.Diagnostics;
using System.Globalization;

namespace GameServer.Chaos;

/// <summary>Each node in a network namespace of its own, so that nodes can be cut off from each other and still reach their players.</summary>
internal sealed class Namespaces : INetwork
{
    private const int WebPort = 8390;
    private const int ClusterPort = 8391;

    private readonly int count;
    private readonly string id = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
    private readonly int net = 1 + Environment.ProcessId % 250;

    private Namespaces(int count) => this.count = count;

    /// <summary>The node that the room is on and the others do not reach each other any more; the players of all reach theirs.</summary>
    internal Fault CutOff => new("cut off from the other nodes", run => run.Home, async (run, node) =>
    {
        var told = run.Players.Where(player => player.At == Nodes.NameOf(node)).ToDictionary(player => player, player => player.HeldUp);
        Cut(node, isCut: true);
        await run.Nodes.UntilAsync(() => told.All(player => player.Key.HeldUp > player.Value), "its players to be told that the room stands still");
        await run.HasLeftAsync(node);
        await run.Nodes.UntilAsync(() => run.Nodes[node].HasExited, "the node that sees fewer to end");
        Cut(node, isCut: false);
    });

    /// <summary>Skips the test where there may be no namespaces.</summary>
    internal static Namespaces Require(int count)
    {
        var network = new Namespaces(count);
        try
        {
            network.Make();
        }
        catch (Exception refused) when (refused is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            network.Dispose();
            Skip.If(true, $"There can be no network namespaces here: {refused.Message}");
        }

        return network;
    }

    public Uri WebAddress(int node) => new($"http://{AddressOf(node)}:{WebPort}");

    public string ClusterAddress(int node) => $"{AddressOf(node)}:{ClusterPort}";

    public IReadOnlyList<string> Prefix(int node) => ["ip", "netns", "exec", NameOf(node)];

    public void Dispose()
    {
        for (var node = 0; node < count; node++)
        {
            Ip(mayFail: true, "netns", "delete", NameOf(node));
        }

        Ip(mayFail: true, "link", "delete", Bridge);
    }

    private string Bridge => $"chaos{id}";

    private string NameOf(int node) => $"chaos{id}-{node}";

    private string AddressOf(int node) => $"10.213.{net}.{node + 2}";

    private void Make()
    {
        Ip("link", "add", Bridge, "type", "bridge");
        Ip("address", "add", $"10.213.{net}.1/24", "dev", Bridge);
        Ip("link", "set", Bridge, "up");
        for (var node = 0; node < count; node++)
        {
            var (outside, inside) = ($"c{id}o{node}", $"c{id}i{node}");
            Ip("netns", "add", NameOf(node));
            Ip("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", NameOf(node));
            Ip("link", "set", outside, "master", Bridge, "up");
            Ip("-n", NameOf(node), "address", "add", $"{AddressOf(node)}/24", "dev", inside);
            Ip("-n", NameOf(node), "link", "set", inside, "up");
            Ip("-n", NameOf(node), "link", "set", "lo", "up");
        }
    }

    /// <summary>Keeps a node and the others from reaching each other, or lets them again.</summary>
    internal void Cut(int node, bool isCut)
    {
        foreach (var other in Enumerable.Range(0, count).Where(other => other != node))
        {
            Ip("-n", NameOf(node), "route", isCut ? "add" : "delete", "blackhole", $"{AddressOf(other)}/32");
            Ip("-n", NameOf(other), "route", isCut ? "add" : "delete", "blackhole", $"{AddressOf(node)}/32");
        }
    }

    private static void Ip(params string[] arguments) => Ip(false, arguments);

    private static void Ip(bool mayFail, params string[] arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var said = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0 && !mayFail)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {said.Trim()}");
        }
    }
}
