using System.Globalization;

namespace GameServer.Host.Web;

/// <summary>Errors over HTTP: problem details (RFC 9457) with a code that programs can go by.</summary>
internal static class Problems
{
    internal static IResult Of(int status, string code, string detail) => Results.Problem(
        detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>A problem that is over after a while.</summary>
    internal static IResult Of(int status, string code, string detail, int retryAfterMs) =>
        retryAfterMs > 0 ? new Passing(Of(status, code, detail), retryAfterMs) : Of(status, code, detail);

    private sealed class Passing(IResult problem, int retryAfterMs) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.Headers.RetryAfter = ((retryAfterMs + 999) / 1000).ToString(CultureInfo.InvariantCulture);
            return problem.ExecuteAsync(context);
        }
    }
}
