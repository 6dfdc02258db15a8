using GameServer.Load.Clients;

namespace GameServer.Load;

/// <summary>Many clients on one transport.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int JoiningAtOnce = 16;

    private readonly LoadClient[] clients;
    private readonly CancellationTokenSource end = new();
    private readonly Task[] lives;

    private Crowd(int size) => (clients, lives) = (new LoadClient[size], new Task[size]);

    /// <summary>Messages with news that came to all of them so far.</summary>
    internal long Updates => clients.Sum(client => client.Updates);

    /// <summary>Lets so many sit down, and then play or only stay.</summary>
    internal static async Task<Crowd> GatherAsync(Uri server, TransportKind kind, string game, int size, bool plays)
    {
        using var registrar = new HttpClient();
        var crowd = new Crowd(size);
        await Parallel.ForAsync(0, size, new ParallelOptions { MaxDegreeOfParallelism = JoiningAtOnce }, async (i, cancellation) =>
        {
            var client = crowd.clients[i] = await LoadClient.CreateAsync(kind, server, plays, registrar);
            await client.JoinAsync(game, cancellation);
            crowd.lives[i] = client.LiveAsync(plays, crowd.end.Token);
        });
        return crowd;
    }

    /// <summary>Whether every one of them has heard something; whoever was thrown out is an exception.</summary>
    internal async Task<bool> AllHearAsync()
    {
        await ThrowIfLostAsync();
        return clients.All(client => client.Updates > 0);
    }

    /// <summary>A measurement with fewer clients than it says would be wrong.</summary>
    internal async Task ThrowIfLostAsync()
    {
        if (Array.Find(lives, life => life.IsCompleted) is { } lost)
        {
            await lost;
        }
    }

    internal Task LeaveAsync() => Task.WhenAll(clients.Select(client => client.LeaveAsync()));

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(lives).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var client in clients)
        {
            client.Dispose();
        }

        end.Dispose();
    }
}
