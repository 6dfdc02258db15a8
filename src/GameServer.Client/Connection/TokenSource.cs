using GameServer.Client.Transport;

namespace GameServer.Client.Connection;

/// <summary>The player's token: the caller's, or that of a guest made when it is first needed.</summary>
internal sealed class TokenSource(GameClientOptions options)
{
    // One for all clients of the process: a load generator has thousands of them.
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) });

    private string? _guest;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        if (options.Token is { } token)
            return await token(cancellationToken);
        try
        {
            return _guest ??= (await Players.CreateAsync(s_http, options.BaseAddress, options.PlayerName, cancellationToken: cancellationToken)).Token;
        }
        catch (HttpRequestException failure)
        {
            throw new TransportException($"{options.BaseAddress} cannot be reached: {failure.Message}", failure);
        }
    }

    /// <summary>The server has refused the token.</summary>
    public void Forget() => _guest = null;
}
