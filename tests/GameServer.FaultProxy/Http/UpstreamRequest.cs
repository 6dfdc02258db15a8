using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace GameServer.FaultProxy;

/// <summary>A client's request as the server is to get it; can be made as often as it is to be sent.</summary>
internal sealed class UpstreamRequest
{
    /// <summary>Headers that belong to one connection and not to the request (RFC 9110, 7.6.1).</summary>
    private static readonly string[] ofTheConnection =
        ["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    private readonly HttpRequest request;
    private readonly Uri target;
    private readonly byte[] body;

    private UpstreamRequest(HttpRequest request, Uri target, byte[] body)
    {
        this.request = request;
        this.target = target;
        this.body = body;
    }

    internal static async Task<UpstreamRequest> ReadAsync(HttpRequest request, Uri server, CancellationToken gone)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, gone);
        return new UpstreamRequest(request, new Uri(server, request.GetEncodedPathAndQuery()), body.ToArray());
    }

    internal static bool IsOfTheConnection(string header) => ofTheConnection.Contains(header, StringComparer.OrdinalIgnoreCase);

    internal HttpRequestMessage Make(bool asUpgrade)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        if (body.Length > 0 || request.ContentLength == 0)
        {
            message.Content = new ByteArrayContent(body);
        }

        foreach (var (name, values) in request.Headers)
        {
            if (!IsOfTheConnection(name) && !message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        if (asUpgrade)
        {
            message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            message.Headers.TryAddWithoutValidation("Upgrade", request.Headers.Upgrade.ToString());
        }

        return message;
    }
}
