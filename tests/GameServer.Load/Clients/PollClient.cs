using System.Diagnostics;
using System.Net;

namespace GameServer.Load.Clients;

/// <summary>Polls one after the other, long or short.</summary>
/// <param name="server">Where.</param>
/// <param name="token">Whose.</param>
/// <param name="waitSeconds">How long the server may hold one.</param>
/// <param name="every">From the beginning of one to that of the next, at least.</param>
internal sealed class PollClient(Uri server, string token, int waitSeconds, TimeSpan every) : RequestClient(server, token)
{
    private readonly byte[] buffer = new byte[16 * 1024];
    private string cursor = "";

    protected override async Task ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var since = Stopwatch.GetTimestamp();
            var address = $"/poll?{Seat}&session=load&wait={waitSeconds}&cursor={cursor}";
            using (var answer = await GetAsync(address, "application/x-msgpack", cancellation))
            {
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
                    while (await body.ReadAsync(buffer, cancellation) > 0)
                    {
                    }

                    cursor = answer.Headers.GetValues("X-Cursor").Single();
                    CountUpdate();
                }
            }

            var left = every - Stopwatch.GetElapsedTime(since);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, cancellation);
            }
        }
    }
}
