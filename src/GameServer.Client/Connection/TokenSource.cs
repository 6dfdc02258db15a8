using GameServer.Client.Transport;

namespace GameServer.Client.Connection;

/// <summary>The player's token: the caller's, or that of a guest made when it is first needed.</summary>
internal sealed class TokenSource(GameClientOptions options)
{
    // One for all clients of the process: a load generator has thousands of them.
    private static readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) });

    private string? guest;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        if (options.Token is { } token)
        {
            return await token(cancellationToken);
        }

        try
        {
            return guest ??= (await Players.CreateAsync(http, options.BaseAddress, options.PlayerName, cancellationToken: cancellationToken)).Token;
        }
        catch (HttpRequestException failure)
        {
            throw new TransportException($"{options.BaseAddress} cannot be reached: {failure.Message}", failure);
        }
    }

    /// <summary>The server has refused the token.</summary>
    public void Forget() => guest = null;
}
