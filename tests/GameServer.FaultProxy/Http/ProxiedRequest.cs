namespace GameServer.FaultProxy;

/// <summary>A request that has come to a <see cref="HttpFaultProxy"/>.</summary>
/// <param name="Number">1 for the first one that came, and so on.</param>
/// <param name="Method">GET, POST …</param>
/// <param name="Path">Without the query.</param>
/// <param name="IsUpgrade">Whether it asks for a WebSocket.</param>
public sealed record ProxiedRequest(int Number, string Method, string Path, bool IsUpgrade);
