namespace GameServer.Host.Startup;

/// <summary>Section <c>Cluster</c>: this node among the others.</summary>
internal sealed record ClusterSettings : ISettings
{
    internal const string Section = "Cluster";

    /// <summary>The address that other nodes reach this one at.</summary>
    public string HostName { get; init; } = "127.0.0.1";

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The node's name, for people.</summary>
    public string Node { get; init; } = Environment.MachineName;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(HostName))
        {
            yield return "Cluster:HostName is empty.";
        }

        foreach (var problem in SettingsReader.OutOfBounds("Cluster:Port", Port, 0, 65535))
        {
            yield return problem;
        }
    }
}
