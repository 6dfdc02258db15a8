using GameServer.Host.Startup;

namespace GameServer.Host.Web;

/// <summary>Finds the built web client: beside a published server, or in the repository that a developer's server was built from.</summary>
internal static class WebRoot
{
    internal static string Find(string? configured, string contentRoot)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            var path = Path.GetFullPath(configured, contentRoot);
            return ArenaPage(path) is not null
                ? path
                : throw new StartupException($"Server:WebRoot is {path}, but there is no arena page in it.");
        }

        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (ArenaPage(published) is not null)
        {
            return published;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, "client-web", "dist");
            if (ArenaPage(built) is not null)
            {
                return built;
            }
        }

        throw new StartupException(
            "The web client is not built: run `npm ci && npm run build` in client-web, or build the server without SkipWebBuild.");
    }

    /// <summary>The arena's page in a built web client, or null.</summary>
    internal static string? ArenaPage(string root) =>
        new[] { Path.Combine(root, "arena", "index.html"), Path.Combine(root, "arena.html") }.FirstOrDefault(File.Exists);
}
