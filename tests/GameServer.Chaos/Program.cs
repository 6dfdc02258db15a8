using GameServer.Chaos;
using GameServer.Host.Startup;

// What the tests start as their nodes: the server with games of theirs.
return await GameServerProcess.RunAsync(args, games => games.Add(() => new LedgerGame()).Add(() => new OrdealGame()));
