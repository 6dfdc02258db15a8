namespace GameServer.EndToEnd;

/// <summary>Where things are in the checkout that the tests were built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    /// <summary>The server as it was built with these tests.</summary>
    internal static string Host { get; } = Path.Combine(
        Root, "src", "GameServer.Host", "bin", Configuration, "net10.0", "GameServer.Host.dll");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GameServer.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("GameServer.sln is in no folder above the tests.");
    }
}
