using System.Diagnostics;

namespace GameServer.Cluster.Tests.Journal;

/// <summary>A PostgreSQL server of the tests' own, reached by a socket in a folder of its own.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("postgresql");
    private Process? server;

    /// <summary>Why there is none; null if there is.</summary>
    public string? Missing { get; private set; }

    public string Connection => $"Host={folder.FullName};Username=gameserver;Database=postgres";

    private string Data => Path.Combine(folder.FullName, "data");

    public async Task InitializeAsync()
    {
        if (Find("initdb") is null)
        {
            Missing = "There is no PostgreSQL: install postgresql.";
            return;
        }

        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", folder.FullName);
        }

        await RunAsync("initdb", "--no-sync", "--auth=trust", "--username=gameserver", "--pgdata", Data);
        server = Start("postgres", "-D", Data, "-k", folder.FullName, "-c", "listen_addresses=", "-c", "logging_collector=off");
        await Nodes.Until.HoldsAsync(() => File.Exists(Path.Combine(folder.FullName, ".s.PGSQL.5432")), "PostgreSQL to listen");
    }

    public async Task DisposeAsync()
    {
        if (server is not null)
        {
            await RunAsync("pg_ctl", "stop", "--mode=immediate", "--pgdata", Data);
            await server.WaitForExitAsync();
            server.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private static string? Find(string program) => !Directory.Exists("/usr/lib/postgresql")
        ? null
        : Directory.GetDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin", program))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .LastOrDefault();

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{await said}{await errors}");
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static Process Start(string program, params string[] arguments)
    {
        string[] command = [Find(program) ?? program, .. arguments];
        if (Environment.UserName == "root" && Find(program) is not null)
        {
            command = ["runuser", "-u", "postgres", "--", .. command];
        }

        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
    }
}
