using GameServer.Chaos;
using GameServer.Host.Startup;
using GameServer.Rooms;
using Microsoft.Extensions.DependencyInjection;

// What the tests start as their nodes: the server with one more game.
return await GameServerProcess.RunAsync(args, builder => builder.Services.AddSingleton<Func<Game>>(() => new OrdealGame()));
