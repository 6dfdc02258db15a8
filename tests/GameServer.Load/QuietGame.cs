using GameServer.Cluster;
using GameServer.Cluster.Time;
using GameServer.Rooms;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GameServer.Load;

/// <summary>A room in which nothing happens once all have sat down, so that who sits there is idle on every transport.</summary>
internal sealed class QuietGame : Game
{
    internal const string Kind = "quiet";

    public override GameSettings Settings { get; } = new() { Kind = Kind, TickRate = 10, Seats = 64 };

    /// <summary>Puts it in place of the server's own game.</summary>
    internal static void AddTo(WebApplicationBuilder builder) => builder.Host.UseServiceProviderFactory(new InPlace());

    /// <summary>Comes after what the server itself has registered.</summary>
    private sealed class InPlace : IServiceProviderFactory<IServiceCollection>
    {
        public IServiceCollection CreateBuilder(IServiceCollection services) => services.AddSingleton(provider => new NodeServices(
            new GameCatalog().Add(() => new QuietGame()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ITickSource>(),
            new SecureIdSource(),
            new NodeLimits { Sessions = MeasuredServer.MostClients },
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("GameServer")));

        public IServiceProvider CreateServiceProvider(IServiceCollection builder) => builder.BuildServiceProvider();
    }
}
