using GameServer.Chaos;
using GameServer.Host.Startup;

// The server as a process, with a game of these tests.
await GameServerApp.Build(args, more: games => games.Add(() => new LedgerGame())).RunAsync();
