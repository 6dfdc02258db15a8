using GameServer.Host.Startup;

return await GameServerProcess.RunAsync(args);
