using GameServer.Host.Web;

namespace GameServer.Host.Transports.Http;

/// <summary>A body that was read, or the refusal.</summary>
internal readonly record struct BodyRead(ReadOnlyMemory<byte> Bytes, IResult? Problem);

/// <summary>Reads bodies up to a bound. One that comes too slowly is cut off by the server's lowest rate.</summary>
internal static class RequestBody
{
    private const int FirstBytes = 1024;

    /// <summary>The body, in an array of its own. No more than the bound is ever read.</summary>
    internal static async Task<BodyRead> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
        {
            return new BodyRead(default, TooLarge(maxBytes));
        }

        try
        {
            // A body that does not say its size, most of which are small, gets room as it comes.
            var buffer = new byte[(int?)request.ContentLength + 1 ?? FirstBytes];
            var length = 0;
            while (true)
            {
                var read = await request.Body.ReadAsync(buffer.AsMemory(length), request.HttpContext.RequestAborted);
                if (read == 0)
                {
                    return new BodyRead(buffer.AsMemory(0, length), null);
                }

                length += read;
                if (length > maxBytes)
                {
                    return new BodyRead(default, TooLarge(maxBytes));
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(2 * length, maxBytes + 1));
                }
            }
        }
        catch (BadHttpRequestException failure)
        {
            return new BodyRead(default, failure.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLarge(maxBytes)
                : Problems.Of(failure.StatusCode, "bad_request", failure.Message));
        }
    }

    private static IResult TooLarge(int maxBytes) => Problems.Of(413, "too_large", $"The body has at most {maxBytes} bytes.");
}
