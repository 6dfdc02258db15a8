namespace GameServer.Host.Web;

/// <summary>Errors over HTTP: problem details (RFC 9457) with a code that programs can go by.</summary>
internal static class Problems
{
    internal static IResult Of(int status, string code, string detail) => Results.Problem(
        detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
