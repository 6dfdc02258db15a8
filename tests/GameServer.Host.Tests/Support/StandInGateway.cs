using System.Threading.Channels;
using Akka.Actor;
using Akka.Hosting;
using GameServer.Cluster.Gateways;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Host.Tests.Support;

/// <summary>Stands in for a server's gateway: a test sees every request and decides whether and how it is answered.</summary>
internal sealed class StandInGateway
{
    private readonly Channel<object> messages = Channel.CreateUnbounded<object>();

    internal StandInGateway(RunningServer server)
    {
        var actor = server.Services.GetRequiredService<ActorSystem>().ActorOf(Props.Create(() => new Listener(messages.Writer)));
        server.Services.GetRequiredService<ActorRegistry>().Register<GatewayKey>(actor, overwrite: true);
    }

    internal async Task<T> NextAsync<T>() => Assert.IsAssignableFrom<T>(await messages.Reader.ReadAsync().AsTask().Within($"a {typeof(T).Name}"));

    private sealed class Listener(ChannelWriter<object> messages) : UntypedActor
    {
        protected override void OnReceive(object message) => messages.TryWrite(message);
    }
}
