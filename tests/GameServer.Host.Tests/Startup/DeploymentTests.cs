using System.Text.RegularExpressions;
using GameServer.Host.Players;
using GameServer.Host.Startup;
using GameServer.Host.Storage;
using Microsoft.Extensions.Configuration;

namespace GameServer.Host.Tests.Startup;

/// <summary>What the files for deployments set is a setting, and the server would start with it.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "cluster-config");

    [Theory]
    [InlineData("docker-compose.yml", 8)]
    [InlineData("nodes.yaml", 5)]
    public void The_settings_of_a_deployment_are_those_of_the_server(string file, int atLeast)
    {
        var text = File.ReadAllText(Path.Combine(folder, file));
        var set = Inline().Matches(text).Concat(Named().Matches(text)).ToDictionary(
            match => match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal),
            match => Variable().Replace(match.Groups["value"].Value.Trim('"'), found => found.Groups["default"].Success
                ? found.Groups["default"].Value
                : "gameserver-0"));
        Assert.True(set.Count >= atLeast, $"Only {set.Count} settings were found: {string.Join(", ", set.Keys)}");

        // What the image sets for both.
        set["Cluster:Bind"] = "0.0.0.0";
        set["Cluster:Port"] = "4053";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(set.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build();
        var server = SettingsReader.Read<ServerSettings>(configuration, ServerSettings.Section);
        var cluster = SettingsReader.Read<ClusterSettings>(configuration, ClusterSettings.Section);
        SettingsReader.Read<AuthSettings>(configuration, AuthSettings.Section);
        SettingsReader.Read<LimitSettings>(configuration, LimitSettings.Section);
        SettingsReader.Read<StorageSettings>(configuration, StorageSettings.Section);
        Assert.NotEmpty(server.KnownProxyList);
        Assert.Equal(3, cluster.SeedList.Length);
    }

    [Fact]
    public void Compose_counts_its_nodes_by_the_names_that_the_seeds_have()
    {
        var text = File.ReadAllText(Path.Combine(folder, "docker-compose.yml"));
        var project = Project().Match(text).Groups[1].Value;
        Assert.Contains($"Cluster__HostName: {project}-node-*\n", text, StringComparison.Ordinal);
        Assert.Contains($"Cluster__Seeds: {project}-node-1:4053;{project}-node-2:4053;{project}-node-3:4053\n", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^ +(?<name>[A-Z]\w+__\w+): (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Inline();

    [GeneratedRegex(@"name: (?<name>[A-Z]\w+__\w+),?\s+value: (?<value>[^\s}]+)", RegexOptions.Multiline)]
    private static partial Regex Named();

    [GeneratedRegex(@"\$\{\w+:-(?<default>[^}]+)\}|\$\(POD_NAME\)")]
    private static partial Regex Variable();

    [GeneratedRegex("^name: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Project();
}
