using GameServer.Protocol;

namespace GameServer.Host.Transports.Http;

/// <summary>
/// An answer of frames; without any, 204. A client that has not taken all of it within <see cref="SendPump.SendTimeout"/> is cut off,
/// as on the other transports: until then the answer is in memory.
/// </summary>
internal sealed class FrameAnswer(
    HttpTransport http, ReadOnlyMemory<byte> frames, FrameEncoding encoding, ReadOnlyMemory<byte> more = default) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        var response = context.Response;
        var length = frames.Length + more.Length;
        if (length == 0)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        response.ContentType = Negotiation.TypeOf(encoding);
        response.ContentLength = length;
        using var timeout = new CancellationTokenSource(SendPump.SendTimeout, http.Time);
        using var cut = http.Lifetime.Cut.Register(timeout.Cancel);
        try
        {
            await response.Body.WriteAsync(frames, timeout.Token);
            await response.Body.WriteAsync(more, timeout.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
