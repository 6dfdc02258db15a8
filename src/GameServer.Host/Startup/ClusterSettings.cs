using System.Net;
using GameServer.Cluster.Membership;

namespace GameServer.Host.Startup;

/// <summary>Section <c>Cluster</c>: this node among the others.</summary>
internal sealed record ClusterSettings : ISettings
{
    internal const string Section = "Cluster";

    private const int MinTokenCharacters = 24;

    /// <summary>
    /// The address that other nodes reach this one at. A <c>*</c> in it stands for a number: the node takes the name that leads to itself.
    /// </summary>
    public string HostName { get; init; } = "127.0.0.1";

    /// <summary>The address that it listens on for them; <see cref="HostName"/> if null.</summary>
    public string? Bind { get; init; }

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Where nodes of the cluster are found, as <c>host:port</c> with semicolons between them; the same, in the same order, on every
    /// node. None for a cluster of one.
    /// </summary>
    public string Seeds { get; init; } = "";

    /// <summary>What this node does.</summary>
    public NodeRoles Roles { get; init; } = NodeRoles.Gateway | NodeRoles.Rooms;

    /// <summary>The node's name, for people; null for its host's, or the machine's where that is only an address of it.</summary>
    public string? Node { get; init; }

    /// <summary><see cref="Node"/> or what stands for it.</summary>
    internal string NodeName => Node ?? (Uri.CheckHostName(HostName) == UriHostNameType.Dns && !IsThisMachineOnly(HostName)
        ? HostName
        : Environment.MachineName);

    /// <summary>Whether everyone may watch the cluster at <c>/cluster</c> and end its nodes, as in development.</summary>
    public bool Demo { get; init; }

    /// <summary>With this token an operator may do so otherwise; null for nobody.</summary>
    public string? OperatorToken { get; init; }

    /// <summary>Whether there are other nodes.</summary>
    internal bool IsAlone => SeedList.Length == 0;

    /// <summary>The single addresses of <see cref="Seeds"/>.</summary>
    internal string[] SeedList => Seeds.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(HostName))
        {
            yield return "Cluster:HostName is empty.";
        }

        if (HostName.Count(letter => letter == OwnName.Number) > 1)
        {
            yield return $"Cluster:HostName is {HostName}, but only one number in it can be found.";
        }

        foreach (var problem in SettingsReader.OutOfBounds("Cluster:Port", Port, 0, 65535))
        {
            yield return problem;
        }

        foreach (var seed in SeedList.Where(seed => !IsAddress(seed)))
        {
            yield return $"Cluster:Seeds has '{seed}', which is no address such as node-1:4053.";
        }

        const NodeRoles Both = NodeRoles.Gateway | NodeRoles.Rooms;
        if (Roles is 0 or > Both)
        {
            yield return "Cluster:Roles must be Gateway, Rooms, or both with a comma between them.";
        }

        if (IsAlone && Roles != Both)
        {
            yield return "Cluster:Roles must be both, since there are no Cluster:Seeds and so no node to do the rest.";
        }

        if (!IsAlone && Port == 0)
        {
            yield return "Cluster:Port must be set where Cluster:Seeds is: other nodes look for this one at it.";
        }

        if (OperatorToken is { Length: > 0 and < MinTokenCharacters })
        {
            yield return $"Cluster:OperatorToken must have {MinTokenCharacters} characters or more: whoever guesses it ends nodes.";
        }

        if (IsThisMachineOnly(HostName) && SeedList.Any(seed => !IsThisMachineOnly(seed[..seed.LastIndexOf(':')])))
        {
            yield return $"Cluster:HostName is {HostName}, at which nodes on other machines cannot reach this one.";
        }
    }

    private static bool IsAddress(string seed)
    {
        var colon = seed.LastIndexOf(':');
        return colon > 0
            && Uri.CheckHostName(seed[..colon]) is UriHostNameType.Dns or UriHostNameType.IPv4
            && int.TryParse(seed.AsSpan(colon + 1), out var port)
            && port is > 0 and <= 65535;
    }

    private static bool IsThisMachineOnly(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
