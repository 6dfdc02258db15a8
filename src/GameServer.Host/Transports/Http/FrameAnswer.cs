using GameServer.Protocol;

namespace GameServer.Host.Transports.Http;

/// <summary>An answer of frames; without any, 204.</summary>
internal sealed class FrameAnswer(ReadOnlyMemory<byte> frames, FrameEncoding encoding, ReadOnlyMemory<byte> more = default) : IResult
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
        await response.Body.WriteAsync(frames, context.RequestAborted);
        await response.Body.WriteAsync(more, context.RequestAborted);
    }
}
