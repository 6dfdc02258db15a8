namespace GameServer.Host.Startup;

/// <summary>The server cannot start. The message is one sentence for whoever started it, and all that they see.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
