using Microsoft.Extensions.FileProviders;

namespace GameServer.Host.Web;

/// <summary>Serves the web client and says so where there is nothing.</summary>
internal static class WebPages
{
    private const string Html = "text/html; charset=utf-8";
    private const string Revalidate = "no-cache";

    // Vite names these files after their content, so what is at such an address never changes.
    private const string Forever = "public, max-age=31536000, immutable";

    internal static void UseWebClient(this IApplicationBuilder app, string webRoot) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(webRoot),
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
            file.Context.Request.Path.StartsWithSegments("/assets") ? Forever : Revalidate,
    });

    internal static void MapPages(this IEndpointRouteBuilder routes, string webRoot)
    {
        string[] reading = [HttpMethods.Get, HttpMethods.Head];
        MapPage("/", WebRoot.Page(webRoot, "index"));
        MapPage("/arena", WebRoot.Page(webRoot, WebRoot.Arena));
        MapPage("/chat", WebRoot.Page(webRoot, "chat"));
        MapPage("/lab", WebRoot.Page(webRoot, "lab"));
        MapPage("/cluster", WebRoot.Page(webRoot, "cluster"));
        MapPage("/ticker", WebRoot.Page(webRoot, "ticker"));
        routes.MapFallback(NotFound);

        void MapPage(string address, string? file)
        {
            if (file is null)
            {
                return;
            }

            routes.MapMethods(address, reading, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = Revalidate;
                return Results.File(file, Html);
            });
        }
    }

    private static IResult NotFound(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? Results.Text(
                "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not found</title>"
                + "<h1>There is nothing here.</h1><p><a href=\"/\">To the lobby</a></p></html>",
                Html,
                statusCode: StatusCodes.Status404NotFound)
            : Problems.Of(404, "not_found", "There is nothing at this address.");
}
