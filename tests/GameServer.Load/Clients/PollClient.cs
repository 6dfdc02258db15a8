using System.Net;

namespace GameServer.Load.Clients;

/// <summary>Polls: long ones one after the other, or short ones every so often.</summary>
internal sealed class PollClient(Uri server, string token, int waitSeconds, TimeSpan every) : RequestClient(server, token)
{
    private readonly byte[] buffer = new byte[16 * 1024];
    private string cursor = "";

    protected override async Task ReceiveAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(every);
        do
        {
            var address = $"/poll?{Seat}&session=load&wait={waitSeconds}&cursor={cursor}";
            using var answer = await GetAsync(address, "application/x-msgpack", cancellation);
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
        while (waitSeconds > 0 || await timer.WaitForNextTickAsync(cancellation));
    }
}
