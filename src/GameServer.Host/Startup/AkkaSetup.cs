using System.Reflection;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using GameServer.Cluster;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Rooms;

namespace GameServer.Host.Startup;

/// <summary>Starts the actor system of this node.</summary>
internal static class AkkaSetup
{
    /// <summary>The same on every node: nodes of systems with other names do not meet.</summary>
    internal const string SystemName = "game";

    /// <summary>The version that was built, without the commit that is named after it.</summary>
    internal static string Version { get; } = typeof(AkkaSetup).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <param name="services">What the host is made of.</param>
    /// <param name="cluster">This node among the others.</param>
    /// <param name="storage">The database of durable rooms.</param>
    internal static void AddActors(this IServiceCollection services, ClusterSettings cluster, Config storage)
    {
        var config = LoadConfig();
        services.AddAkka(SystemName, (akka, provider) => akka
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .WithRemoting(new RemoteOptions
            {
                HostName = cluster.Bind ?? cluster.HostName,
                PublicHostName = cluster.HostName,
                Port = cluster.Port,
            })
            .WithClustering(new ClusterOptions
            {
                Roles = NodeRoleNames.Of(cluster.Roles),
                // Else Akka takes that of whatever program has started the server.
                AppVersion = Version,
            })
            .AddHocon(config.WithFallback(storage), HoconAddMode.Prepend)
            .AddGameServer(provider.GetRequiredService<NodeServices>(), new RoomCounter(), cluster.Roles));
        services.AddHostedService(provider => new ClusterJoining(
            provider.GetRequiredService<ActorSystem>(),
            cluster,
            provider.GetRequiredService<NodeServices>().KeyMark,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<ClusterJoining>>()));
    }

    /// <summary>What <c>cluster-config/akka.conf</c> says.</summary>
    internal static Config LoadConfig()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "cluster-config", "akka.conf");
        try
        {
            return ConfigurationFactory.ParseString(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or FormatException or ConfigurationException)
        {
            throw new StartupException($"The Akka settings cannot be read: {failure.Message}", failure);
        }
    }
}
