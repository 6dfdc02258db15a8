using GameServer.Host.Startup;

namespace GameServer.Host.Web;

/// <summary>Finds the built web client: beside a published server, or in the repository that a developer's server was built from.</summary>
internal static class WebRoot
{
    internal const string Arena = "arena";

    internal static string Find(string? configured, string contentRoot)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            var path = Path.GetFullPath(configured, contentRoot);
            return Page(path, Arena) is not null
                ? path
                : throw new StartupException($"Server:WebRoot is {path}, but there is no arena page in it.");
        }

        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (Page(published, Arena) is not null)
        {
            return published;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, "client-web", "dist");
            if (Page(built, Arena) is not null)
            {
                return built;
            }
        }

        throw new StartupException(
            "The web client is not built: run `npm ci && npm run build` in client-web, or build the server without SkipWebBuild.");
    }

    /// <summary>A page of a built web client, or null.</summary>
    internal static string? Page(string root, string name) =>
        new[] { Path.Combine(root, name, "index.html"), Path.Combine(root, $"{name}.html") }.FirstOrDefault(File.Exists);
}
