using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GameServer.EndToEnd;

/// <summary>What a proxy was told of the server behind it.</summary>
internal enum Proxying
{
    /// <summary>To let WebSockets through.</summary>
    LetsUpgradesThrough,

    /// <summary>Nothing: upgrades are stripped.</summary>
    StripsUpgrades,

    /// <summary>Nothing, and not to listen to the server either: what it streams is passed on when a buffer is full.</summary>
    HoldsStreams,
}

/// <summary>A real nginx in front of a server, with its default buffering.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nginx-");
    private Process? process;

    private Nginx(int port) => Address = new Uri($"http://127.0.0.1:{port}");

    internal Uri Address { get; }

    internal static async Task<Nginx> StartAsync(Uri server, Proxying proxying)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var nginx = new Nginx(port);
        var template = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "compat", "nginx.conf"));
        var file = Path.Combine(nginx.folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(file, template
            .Replace("PORT", $"{port}", StringComparison.Ordinal)
            .Replace("SERVER", $"{server.Port}", StringComparison.Ordinal)
            .Replace("      PASSING", $"      {LineOf(proxying)}", StringComparison.Ordinal));
        nginx.process = Tool.Start("nginx", "-p", nginx.folder.FullName, "-c", file);
        using var http = new HttpClient { BaseAddress = nginx.Address };
        await Until.HoldsAsync("nginx passes requests on", async () =>
        {
            if (nginx.process.HasExited)
            {
                throw new InvalidOperationException($"nginx ended: {await nginx.process.StandardError.ReadToEndAsync()}");
            }

            try
            {
                return (await http.GetAsync("readyz")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return nginx;
    }

    private static string LineOf(Proxying proxying) => proxying switch
    {
        Proxying.LetsUpgradesThrough =>
            "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;",
        Proxying.HoldsStreams => "proxy_ignore_headers X-Accel-Buffering;",
        _ => "",
    };

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        folder.Delete(recursive: true);
    }
}
