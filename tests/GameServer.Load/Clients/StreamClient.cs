namespace GameServer.Load.Clients;

/// <summary>An event stream.</summary>
internal sealed class StreamClient(Uri server, string token) : RequestClient(server, token)
{
    private readonly byte[] buffer = new byte[16 * 1024];

    protected override async Task ReceiveAsync(CancellationToken cancellation)
    {
        using var answer = await GetAsync($"/sse?{Seat}", "text/event-stream", cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var last = (byte)0;
        while (await body.ReadAsync(buffer, cancellation) is var length and > 0)
        {
            foreach (var next in buffer.AsSpan(0, length))
            {
                // An empty line ends a message; beside news there is a beat every 8 s.
                if (next == '\n' && last == '\n')
                {
                    CountUpdate();
                }

                last = next;
            }
        }
    }
}
