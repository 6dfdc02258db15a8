using GameServer.Cluster;
using GameServer.Cluster.Tests;
using GameServer.Cluster.Time;
using GameServer.Host.Tests.Support;
using GameServer.Rooms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GameServer.Host.Tests.Contract;

/// <summary>The real server with a small game in place of the arena, whose rooms are watched.</summary>
internal static class CounterServer
{
    internal static Task<RunningServer> StartAsync(IRoomObserver observer, GameSettings settings, NodeLimits limits, params (string Key, string Value)[] more) =>
        RunningServer.StartAsync(
            builder => builder.Host.UseServiceProviderFactory(new WithGame(observer, settings, limits)), more);

    /// <summary>Takes the place of what the server itself has registered, which happens after a test can configure anything.</summary>
    private sealed class WithGame(IRoomObserver observer, GameSettings settings, NodeLimits limits) : IServiceProviderFactory<IServiceCollection>
    {
        public IServiceCollection CreateBuilder(IServiceCollection services) => services.AddSingleton(provider => new NodeServices(
            new GameCatalog().Add(() => new CounterGame(settings)),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ITickSource>(),
            new SecureIdSource(),
            limits,
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("GameServer"),
            observer));

        public IServiceProvider CreateServiceProvider(IServiceCollection builder) => builder.BuildServiceProvider();
    }
}
